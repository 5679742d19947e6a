"""判定: what has become of a text with ten mistakes, and of three voices without a name. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from benchmarks.trials.mistakes import Mistake
from benchmarks.trials.voices import Asked
from minutes.coedit import Line
from minutes.domain.meeting import Member
from minutes.domain.record import Kind, Paragraph
from minutes.evaluation.reference import Utterance
from minutes.evaluation.text import Step, align

AROUND = 6
"""Characters by which the record says where something is."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A mistake, what stands there now, and whether that is what should."""

    mistake: Mistake
    now: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line: who really said most of its characters, and whose name it has (or none, empty)."""

    by: str
    name: str


@dataclass(frozen=True, slots=True)
class Named:
    """A person who was asked for: how many of their ``lines`` carry their name now, which other names some carry, and
    how many lines of ``others`` carry theirs."""

    asked: Asked
    right: int
    lines: int
    wrong: tuple[str, ...]
    others: int

    @property
    def is_right(self) -> bool:
        return self.lines > 0 and self.right == self.lines and not self.others


def mended(true: Sequence[Paragraph], mistakes: Sequence[Mistake], now: Sequence[str]) -> tuple[Mended, ...]:
    """``true``: the draft's paragraphs before the mistakes were put in; ``now``: the lines as they stand.

    Paragraphs may have been parted and joined: only characters count.
    """
    text = _Aligned("".join(one.text for one in true), "".join(now))
    return tuple(
        Mended(one, text.between(begin, end), text.same(begin - 1, end + 1))
        for one, begin, end in _placed(true, mistakes)
    )


def changed_besides(true: Sequence[Paragraph], mistakes: Sequence[Mistake], now: Sequence[str]) -> tuple[str, ...]:
    """What else is no longer as the machine wrote it, each with the text around it."""
    text = _Aligned("".join(one.text for one in true), "".join(now))
    places = {at for _, begin, end in _placed(true, mistakes) for at in range(begin - 1, end + 1)}
    return tuple(text.differences(places))


def named(asked: Sequence[Asked], spoken: Sequence[Spoken]) -> tuple[Named, ...]:
    def one(wanted: Asked) -> Named:
        own = [line for line in spoken if line.by == wanted.member]
        right = sum(line.name == wanted.member for line in own)
        wrong = dict.fromkeys(line.name or "no name" for line in own if line.name != wanted.member)
        others = sum(line.name == wanted.member for line in spoken if line.by != wanted.member)
        return Named(wanted, right, len(own), tuple(wrong), others)

    return tuple(map(one, asked))


def others_named(asked: Sequence[Asked], spoken: Sequence[Spoken]) -> tuple[int, int]:
    """Lines of people whom nobody asked for: how many have their name now, and how many somebody else's."""
    members = {one.member for one in asked}
    own = [line for line in spoken if line.by not in members and line.name]
    right = sum(line.name == line.by for line in own)
    return right, len(own) - right


def spoken(
    utterances: Sequence[Utterance], lines: Sequence[Line], people: Mapping[str, Member], voices: Mapping[str, str]
) -> tuple[Spoken, ...]:
    """The lines as they stand, parted and joined as they may be: who said most of each, and whose name it has.

    ``people`` and ``voices`` as the document has them. Lines of which nothing was said are left out.
    """
    said = [line for line in lines if line.kind is Kind.SPEECH and line.text.strip()]
    owners = [one.member or "" for one in utterances for _ in one.text]
    number = [place for place, line in enumerate(said) for _ in line.text.strip()]
    most = [Counter[str]() for _ in said]
    for step in align("".join(one.text for one in utterances), "".join(line.text.strip() for line in said)):
        if step.reference is not None and step.draft is not None:
            most[number[step.draft]][owners[step.reference]] += 1

    def name(line: Line) -> str:
        member = people.get(line.speaker or voices.get(line.voice or "", ""))
        return member.name if member else ""

    known = ((line, own.most_common(1)) for line, own in zip(said, most, strict=True) if own)
    return tuple(Spoken(top[0][0], name(line)) for line, top in known)


class _Aligned:
    """Both texts, character by character."""

    def __init__(self, true: str, now: str) -> None:
        self.true, self.now = true, now
        self.steps = align(true, now)
        self.of = {step.reference: step for step in self.steps if step.reference is not None}

    def same(self, begin: int, end: int) -> bool:
        """Does the text stand there as it should, with nothing in between?"""
        steps = [self.of[at] for at in range(max(0, begin), min(end, len(self.true)))]
        places = [step.draft for step in steps]
        return all(step.equal for step in steps) and places == list(
            range(places[0] or 0, (places[0] or 0) + len(places))
        )

    def between(self, begin: int, end: int) -> str:
        """What stands there now, with a little around it."""
        return self.now[self._after(begin - AROUND // 2) : self._before(end + AROUND // 2)]

    def differences(self, known: set[int]) -> Iterator[str]:
        at, told = -1, list[tuple[int, Step]]()
        for step in self.steps:
            at = at + 1 if step.reference is not None else at
            told.append((at, step))
        for differs, group in groupby(told, key=lambda one: not one[1].equal and one[0] not in known):
            if differs:
                own = list(group)
                begin, end = own[0][0] + (own[0][1].reference is None), own[-1][0] + 1
                was = "".join(self.true[step.reference] for _, step in own if step.reference is not None)
                now = "".join(self.now[step.draft] for _, step in own if step.draft is not None)
                around = self.true[max(0, begin - AROUND) : begin], self.true[end : end + AROUND]
                yield f"{around[0]}〔{was}→{now}〕{around[1]}"

    def _after(self, at: int) -> int:
        """The first place of what now stands from a character on."""
        return next(
            (step.draft for place in range(max(0, at), len(self.true)) if (step := self.of[place]).draft is not None),
            len(self.now),
        )

    def _before(self, at: int) -> int:
        found = (self.of[place].draft for place in range(min(at, len(self.true)) - 1, -1, -1))
        return next((place for place in found if place is not None), -1) + 1


def _placed(true: Sequence[Paragraph], mistakes: Sequence[Mistake]) -> Iterator[tuple[Mistake, int, int]]:
    starts, at = dict[str, int](), 0
    for paragraph in true:
        starts[paragraph.id] = at
        at += len(paragraph.text)
    for one in mistakes:
        yield one, starts[one.paragraph] + one.start, starts[one.paragraph] + one.end
