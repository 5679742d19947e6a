"""抜けた言葉: what was said and has no characters in the draft, utterance by utterance, whoever spoke over it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from minutes.domain.speech import Span
from minutes.evaluation.comparison import Comparison, Timed
from minutes.evaluation.reference import Utterance
from minutes.evaluation.text import Step, plain

SHORTEST_S = 1.0
"""What is shorter is a word that came out shorter (お伺い -> 回): wrong characters, and counted as such. It is also
what ``coverage`` needs between two words before it calls the speech there missed."""

MOST = 0.5
"""So much of an utterance is never too short: of a remark like 高いな。 nothing lasts a second."""


@dataclass(frozen=True, slots=True)
class Absent:
    """``spans``: when the absent words were said, as far as the reference knows; they may overlap.

    ``utterances``: how many have nothing, or less than half, in the draft.
    """

    spans: tuple[Span, ...]
    utterances: int


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Characters in a row that the draft has not: ``share`` of their utterance, and when they were said."""

    share: float
    span: Span | None

    @property
    def counts(self) -> bool:
        return self.share >= MOST or (self.span is not None and self.span.duration_s >= SHORTEST_S)


def absent(comparison: Comparison) -> Absent:
    found = tuple(stretch for stretch in _stretches(comparison) if stretch.counts)
    return Absent(
        tuple(stretch.span for stretch in found if stretch.span), sum(stretch.share >= MOST for stretch in found)
    )


def _stretches(comparison: Comparison) -> Iterator[_Stretch]:
    steps = [step for step in comparison.steps if step.reference is not None]
    places = tuple(_places(comparison.utterances))
    gone = _gone(comparison.true, steps, places)
    for utterance, place, under in zip(
        comparison.utterances, places, _under_another(comparison.utterances), strict=True
    ):
        own = slice(place.start, place.stop)
        if under and not any(step.equal for step in steps[own]):
            gone[own] = [True] * len(place)  # what stands there is the other's text; of one alone, a mishearing
        times = _times(utterance, [at.word if at else None for at in comparison.true_words[own]])
        for lost in _runs(gone[own]):
            known = [span for span in times[lost.start : lost.stop] if span]
            span = Span(known[0].start_s, known[-1].end_s) if known else None
            yield _Stretch(len(lost) / len(place), span)


def _places(utterances: Iterable[Utterance]) -> Iterator[range]:
    """The characters of ``Comparison.true`` that each has."""
    first = 0
    for utterance in utterances:
        after = first + len(plain(utterance.text))
        yield range(first, after)
        first = after


def _gone(true: str, steps: Sequence[Step], places: Sequence[range]) -> list[bool]:
    """Which characters have no counterpart.

    Where はい。はい、議長。 became はい、議長。 either may be what is missing, and the alignment takes the later; taken
    here is the remark, for the alternative is that somebody began in the middle of a sentence.
    """
    gone = [step.draft is None for step in steps]
    ends = {place.start: place.stop for place in places if place}
    for run in tuple(_runs(gone)):
        back = _back(run, true, gone, steps, ends)
        gone[run.start - back : run.stop] = [True] * len(run) + [False] * back
    return gone


def _back(run: range, true: str, gone: Sequence[bool], steps: Sequence[Step], ends: Mapping[int, int]) -> int:
    """How many characters earlier the same is missing and a whole utterance with it; 0 where there is no such place.

    ``ends``: where an utterance ends, by where it begins.
    """
    if _holds_one(run, ends):
        return 0
    for back in range(1, run.start + 1):
        first, after = run.start - back, run.stop - back
        if gone[first] or not steps[first].equal or true[first] != true[after]:
            return 0
        while first and gone[first - 1]:
            first -= 1
        if _holds_one(range(first, after), ends):
            return back
    return 0


def _holds_one(run: range, ends: Mapping[int, int]) -> bool:
    return any(at in ends and ends[at] <= run.stop for at in run)


def _runs(gone: Iterable[bool]) -> Iterator[range]:
    at = 0
    for lost, run in groupby(gone):
        after = at + len(tuple(run))
        if lost:
            yield range(at, after)
        at = after


def _under_another(utterances: Iterable[Utterance]) -> Iterator[bool]:
    """Of each utterance, in the order in which they begin, whether an earlier one lasts over most of it."""
    end_s = 0.0
    for one in utterances:
        if one.start_s is None or one.end_s is None:
            yield False
        else:
            yield one.start_s < one.end_s and (end_s - one.start_s) / (one.end_s - one.start_s) >= MOST
            end_s = max(end_s, one.end_s)


def _times(utterance: Utterance, words: Sequence[Timed | None]) -> list[Span | None]:
    """When each character was said: an even share of its word, or where no word has a time, of the utterance."""
    if any(words):
        return [share for word, own in groupby(words) for share in _shares(word, len(tuple(own)))]
    if utterance.start_s is None or utterance.end_s is None:
        return [None] * len(words)
    return [*_shares(Span(utterance.start_s, utterance.end_s), len(words))]


def _shares(of: Timed | Span | None, count: int) -> Iterator[Span | None]:
    for at in range(count):
        if of is None:
            yield None
        else:
            each_s = (of.end_s - of.start_s) / count
            yield Span(of.start_s + at * each_s, of.start_s + (at + 1) * each_s)
