"""名前の聞き取り: the names of the roster, how often they were said, written rightly, and what was written instead."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from minutes.evaluation.comparison import Comparison, Written, shown
from minutes.evaluation.text import plain

_ADDRESS = r"(?=君|くん|さん|氏|様|議員|委員|[一-龠]{0,5}長)"
"""After a family name alone: 高木議員, 小野課長. Without it the name may be a place or a plain word (山口, 大野)."""

_ADDRESS_OF_ONE = r"(?=君|くん|さん|氏|様|議員|委員(?!会)|副?(?:議|委員|町|市|村|課|部|局|室|教育)長)"
"""After a family name of one character: 林課長; 森林課長 is nobody called 森, 北区長 the head of a ward."""

_ONE = frozenset("乾岡関岸境牧菅杉星泉脇谷辻島堤椿南畑浜原堀峰森柳林滝榊楠橘桂巽轟")
"""Family names of one character that are common. Of 林太郎 nobody tells us where the family name ends; not every
first character may be taken for one: 前町長 is no 前田, 本委員 no 本間, 奥さん no 奥村."""

_GOES_ON = re.compile(r"[一-龠々\uf900-\ufaff]")
"""Before a family name of one character: 小林議員 is nobody called 林."""

_ENDS = frozenset("番長員君")
"""Unless it is one of these: ３番森議員, 議長森君."""


@dataclass(frozen=True, slots=True)
class NameScore:
    """名前: ``said`` times, of which ``heard`` rightly; ``instead`` is what was written otherwise ("" for nothing).

    ``unsaid``: how often it was written where something else was said.
    """

    name: str
    said: int
    heard: int
    unsaid: int
    instead: tuple[tuple[str, int], ...] = ()

    @property
    def recall(self) -> float | None:
        return self.heard / self.said if self.said else None


@dataclass(frozen=True, slots=True)
class _Spelling:
    """How a name is found, and for whom it counts."""

    pattern: str
    whose: str


def name_scores(comparison: Comparison, names: Sequence[str]) -> tuple[NameScore, ...]:
    """Of each name in the order given: the full name, or the family name where an address or an office follows.

    Then of family names that several people have: nobody tells whose 佐藤議員 is, and it is counted once.
    """
    written: dict[int, str] = {}
    right_true, right_heard = set[int](), set[int]()
    at = 0
    for step in comparison.steps:
        at = at if step.reference is None else step.reference
        if step.draft is not None:
            written[at] = written.get(at, "") + comparison.heard[step.draft]
        if step.equal and step.reference is not None and step.draft is not None:
            right_true.add(step.reference)
            right_heard.add(step.draft)
    spoken = tuple(_found(names, comparison.utterances))
    drafted = tuple(_found(names, comparison.said))

    def score(name: str) -> NameScore:
        said = [span for whose, span in spoken if whose == name]
        wrong = [span for span in said if not right_true.issuperset(span)]
        instead = Counter("".join(written.get(place, "") for place in span) for span in wrong)
        unsaid = sum(not right_heard.issuperset(span) for whose, span in drafted if whose == name)
        return NameScore(name, len(said), len(said) - len(wrong), unsaid, tuple(instead.most_common()))

    return tuple(map(score, dict.fromkeys((*names, *(whose for whose, _ in (*spoken, *drafted))))))


def places(comparison: Comparison, names: Iterable[str]) -> frozenset[int]:
    """The characters of the reference that belong to one of the names."""
    return frozenset(place for _, span in _found(names, comparison.utterances) for place in span)


def all_names(parts: Iterable[Iterable[NameScore]]) -> tuple[NameScore, ...]:
    """Those of several meetings, counted together by name."""
    together: dict[str, NameScore] = {}
    for one in (score for part in parts for score in part):
        so_far = together.get(one.name, NameScore(one.name, 0, 0, 0))
        instead = Counter(dict(so_far.instead)) + Counter(dict(one.instead))
        together[one.name] = NameScore(
            one.name,
            so_far.said + one.said,
            so_far.heard + one.heard,
            so_far.unsaid + one.unsaid,
            tuple(instead.most_common()),
        )
    return tuple(together.values())


def _found(names: Iterable[str], pieces: Iterable[Written]) -> Iterator[tuple[str, range]]:
    """Whose name stands where, in characters of ``in_form(plain, pieces)``; never across two pieces, none in another.

    A family name that several have stands for itself.
    """
    spellings = _spellings(names)
    pattern = re.compile("|".join(spelling.pattern for spelling in spellings.values()) or r"(?!)")
    start = 0
    for piece in pieces:
        text, marks = plain(piece.text), shown(piece.text)
        for found in pattern.finditer(text):
            if len(found[0]) > 1 or _begins(found.start(), text, marks):
                yield spellings[found[0]].whose, range(start + found.start(), start + found.end())
        start += len(text)


def _begins(at: int, text: str, marks: Sequence[str]) -> bool:
    """Whether a name of one character can begin there. ``marks``: ``text`` as it is read, ``shown`` of it."""
    before = text[at - 1 : at]
    return not before or marks[at - 1][-1] != before or before in _ENDS or not _GOES_ON.match(before)


def _spellings(names: Iterable[str]) -> dict[str, _Spelling]:
    """Of all people together, the longest first: where 大野木 is on the roster, 大野木議員 is nobody called 大野."""
    people = dict.fromkeys(names)
    whole = {plain(name): _Spelling(re.escape(plain(name)), name) for name in people if len(plain(name)) > 1}
    having: dict[str, list[str]] = {}
    for name in people:
        for family in _families(plain(name)):
            having.setdefault(family, []).append(name)
    families = {
        family: _Spelling(
            re.escape(family) + (_ADDRESS if len(family) > 1 else _ADDRESS_OF_ONE),
            having[family][0] if len(having[family]) == 1 else family,
        )
        for family in having
    }
    return dict(sorted((families | whole).items(), key=lambda item: len(item[0]), reverse=True))


def _families(name: str) -> Iterator[str]:
    """大野茂 -> 大野: nobody tells us where the family name ends, the longest that fits is taken."""
    yield from (name[:length] for length in range(2, len(name)))
    if len(name) <= 2 or name[0] in _ONE:
        yield name[:1]
