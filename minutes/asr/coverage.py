"""網羅: speech without words. Pure."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from minutes.asr.timing import bare
from minutes.domain.speech import Span, Word

REACH_S = 0.3
"""Word times are as inexact as this."""

SHORTEST_S = 0.6
"""Less than that without a word is breath, a cough, or the inexactness of the times."""

PAUSE_S = 1.0

SAME = 0.6
"""A stretch heard again is like the text beside it when it shares as many of its characters with that text."""


def uncovered(words: Sequence[Word], speech: Sequence[Span]) -> tuple[Span, ...]:
    """The parts of ``speech`` that no word is near, in order; both are in order."""
    return tuple(rest for span in speech for rest in _rest(span, words) if rest.duration_s >= SHORTEST_S)


def _rest(span: Span, words: Sequence[Word]) -> Iterator[Span]:
    at_s = span.start_s
    for word in words:
        if word.start_s - REACH_S > at_s:
            yield Span(at_s, min(span.end_s, word.start_s - REACH_S))
        at_s = max(at_s, word.end_s + REACH_S)
        if at_s >= span.end_s:
            return
    yield Span(at_s, span.end_s)


def stretches(gaps: Sequence[Span], words: Sequence[Word]) -> tuple[Span, ...]:
    """``gaps`` with those joined that only a short pause divides: heard together they are a sentence again."""
    joined: list[Span] = []
    for gap in gaps:
        last = joined[-1] if joined else None
        if last and gap.start_s - last.end_s <= PAUSE_S and not _between(last, gap, words):
            joined[-1] = Span(last.start_s, gap.end_s)
        else:
            joined.append(gap)
    return tuple(joined)


def _between(before: Span, after: Span, words: Sequence[Word]) -> bool:
    return any(before.end_s <= word.start_s <= after.start_s for word in words)


def is_like(found: Sequence[Word], before: Sequence[Word], after: Sequence[Word]) -> bool:
    """Whether ``found`` is much the same as what stands beside it. Councils repeat standing phrases: that proves
    nothing, but is worth an ear."""
    spoken = _spoken(found)
    return any(_shared(spoken, side) >= SAME * len(spoken) for side in _sides(spoken, before, after))


def is_misplaced(found: Sequence[Word], before: Sequence[Word], after: Sequence[Word], guessed: Sequence[Span]) -> bool:
    """Whether ``found`` stands beside it already, to the last character, and only its times are wrong: that can be
    only where they were ``guessed``. Measured times say that it was said twice: 「異議なし。」「異議なし。」."""

    def is_guessed(word: Word) -> bool:
        return any(span.start_s <= word.start_s <= span.end_s for span in guessed)

    early = list(takewhile(is_guessed, reversed(before)))[::-1]
    spoken = _spoken(found)
    return any(spoken in side for side in _sides(spoken, early, tuple(takewhile(is_guessed, after))))


def _sides(spoken: str, before: Sequence[Word], after: Sequence[Word]) -> tuple[str, ...]:
    near = 2 * len(spoken)
    return (_spoken(before)[-near:], _spoken(after)[:near]) if spoken else ()


def _spoken(words: Sequence[Word]) -> str:
    return bare("".join(word.text for word in words))


def _shared(text: str, other: str) -> int:
    """Characters in common, in order, in runs of two or more (a single の proves nothing)."""
    blocks = SequenceMatcher(None, text, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= min(2, len(text)))
