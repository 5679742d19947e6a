"""名前の聞き取り: the names of the roster, how often they were said, written rightly, and what was written instead."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from minutes.evaluation.comparison import Comparison, Written
from minutes.evaluation.text import plain

_ADDRESS = r"(?=君|くん|さん|氏|様|議員|委員|[一-龠]{0,5}長)"
"""After a family name alone: 高木議員, 小野課長. Without it the name may be a place or a plain word (山口, 大野)."""


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


def name_scores(comparison: Comparison, names: Sequence[str]) -> tuple[NameScore, ...]:
    """Of each name in the order given: the full name, or the family name where an address or an office follows."""
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

    def score(name: str) -> NameScore:
        said = tuple(_found(name, comparison.utterances))
        wrong = [span for span in said if not right_true.issuperset(span)]
        instead = Counter("".join(written.get(place, "") for place in span) for span in wrong)
        unsaid = sum(not right_heard.issuperset(span) for span in _found(name, comparison.said))
        return NameScore(name, len(said), len(said) - len(wrong), unsaid, tuple(instead.most_common()))

    return tuple(map(score, dict.fromkeys(names)))


def places(comparison: Comparison, names: Iterable[str]) -> frozenset[int]:
    """The characters of the reference that belong to one of the names."""
    return frozenset(place for name in names for span in _found(name, comparison.utterances) for place in span)


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


def _found(name: str, pieces: Iterable[Written]) -> Iterator[range]:
    """Where the name stands, in characters of ``in_form(plain, pieces)``; never across two pieces."""
    pattern = re.compile(_pattern(plain(name)))
    start = 0
    for text in (plain(piece.text) for piece in pieces):
        yield from (range(start + found.start(), start + found.end()) for found in pattern.finditer(text))
        start += len(text)


def _pattern(name: str) -> str:
    """大野茂 -> 大野茂, or 大野 before 議員: nobody tells us where the family name ends, the longest fit is taken."""
    families = [name[:length] for length in range(len(name) - 1, 1, -1)]
    return "|".join([re.escape(name), *(re.escape(family) + _ADDRESS for family in families)])
