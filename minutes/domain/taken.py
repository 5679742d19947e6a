"""取り入れた文: what a newer draft heard of the words that people took over from it: when, how surely."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import accumulate

from minutes.domain.record import Minutes, Paragraph
from minutes.domain.rehearing import verbatim
from minutes.domain.speech import Doubt, Span, Word

Overlapping = Callable[[Span], Sequence[Span]]


def taken_over(minutes: Minutes, newer: Minutes, but: Set[str]) -> Minutes:
    """The minutes with the newer draft's words where they say word for word what it heard.

    ``but``: ids of the paragraphs that say what the first draft heard.
    """
    found = {
        minutes.paragraphs[number].id: words
        for number, words in verbatim(minutes.paragraphs, newer.paragraphs).items()
        if minutes.paragraphs[number].id not in but
    }
    if not found:
        return minutes
    paragraphs = tuple(_heard(one, found[one.id]) if one.id in found else one for one in minutes.paragraphs)
    overlapping = _among(sorted(Span(one.start_s, one.end_s) for one in paragraphs if one.id in found))
    doubts = (*_outside(minutes.provenance.doubts, overlapping), *_within(newer.provenance.doubts, overlapping))
    ordered = tuple(sorted(doubts, key=lambda doubt: doubt.span))
    provenance = replace(minutes.provenance, doubts=ordered)
    return replace(minutes, paragraphs=paragraphs, provenance=provenance)


def _heard(paragraph: Paragraph, words: tuple[Word, ...]) -> Paragraph:
    return replace(paragraph, words=words, start_s=words[0].start_s, end_s=max(word.end_s for word in words))


def _among(spans: Sequence[Span]) -> Overlapping:
    """Of eight hours there are thousands, in order; only those near a span are looked at."""
    starts, ends = [span.start_s for span in spans], list(accumulate((span.end_s for span in spans), max))

    def overlapping(other: Span) -> Sequence[Span]:
        near = spans[bisect_right(ends, other.start_s) : bisect_left(starts, other.end_s)]
        return [span for span in near if other.overlap_s(span) > 0]

    return overlapping


def _within(doubts: Sequence[Doubt], overlapping: Overlapping) -> Iterator[Doubt]:
    for doubt in doubts:
        for span in overlapping(doubt.span):
            shared = Span(max(doubt.span.start_s, span.start_s), min(doubt.span.end_s, span.end_s))
            yield replace(doubt, span=shared)


def _outside(doubts: Sequence[Doubt], overlapping: Overlapping) -> Iterator[Doubt]:
    """What is left of each; one that touches none of them as it is."""
    for doubt in doubts:
        cut = overlapping(doubt.span)
        begin_s = doubt.span.start_s
        for span in cut:
            if begin_s < span.start_s:
                yield replace(doubt, span=Span(begin_s, span.start_s))
            begin_s = max(begin_s, span.end_s)
        if begin_s < doubt.span.end_s or not cut:
            yield replace(doubt, span=Span(begin_s, doubt.span.end_s))
