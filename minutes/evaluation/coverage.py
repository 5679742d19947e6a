"""抜けた発言と作られた文字: reference speech that is not in the draft, and text where nobody spoke."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from minutes.domain.record import Paragraph
from minutes.domain.speech import Span
from minutes.evaluation.text import plain

MARGIN_S = 0.5
"""A word reaches so far to both sides: a comma's pause is not missed speech, nor are a recogniser's rough times."""


def missed_s(speech: Iterable[Span], paragraphs: Iterable[Paragraph], absent: Iterable[Span] = ()) -> float:
    """Seconds of ``speech`` further than ``MARGIN_S`` from any word of the draft, or within ``absent``: words that
    have no characters there, however much somebody else's have. Each moment counts once."""
    spoken = tuple(_merged(speech))
    heard = tuple(_merged(_wider(span) for span, text in _pieces(paragraphs) if plain(text)))
    near = tuple(_common(spoken, heard))
    lost_s = sum(span.duration_s for span in _common(near, tuple(_merged(absent))))
    return max(0.0, sum(span.duration_s for span in spoken) - sum(span.duration_s for span in near) + lost_s)


def invented(speech: Iterable[Span], paragraphs: Iterable[Paragraph]) -> int:
    """Characters, punctuation aside, of words that lie wholly further than ``MARGIN_S`` from any speech."""
    spoken = tuple(_merged(_wider(span) for span in speech))
    return sum(len(plain(text)) for span, text in _pieces(paragraphs) if not _near(span, spoken))


def _pieces(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Span, str]]:
    """Words where they are known; else the paragraph as a whole (it was written by hand)."""
    for paragraph in paragraphs:
        if paragraph.words:
            yield from ((word.span, word.text) for word in paragraph.words)
        else:
            yield Span(paragraph.start_s, paragraph.end_s), paragraph.text


def _wider(span: Span) -> Span:
    return Span(span.start_s - MARGIN_S, span.end_s + MARGIN_S)


def _near(span: Span, disjoint: Sequence[Span]) -> Sequence[Span]:
    """Those of the ordered, disjoint spans that ``span`` meets; found by halving, for a day has 60,000 words."""
    first = bisect_left(disjoint, span.start_s, key=attrgetter("end_s"))
    return disjoint[first : bisect_right(disjoint, span.end_s, key=attrgetter("start_s"))]


def _common(spans: Iterable[Span], disjoint: Sequence[Span]) -> Iterator[Span]:
    """What both have, in order; both are ordered and disjoint."""
    for span in spans:
        for other in _near(span, disjoint):
            yield Span(max(span.start_s, other.start_s), min(span.end_s, other.end_s))


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Disjoint, in order."""
    current: Span | None = None
    for span in sorted(spans):
        if current is None or span.start_s > current.end_s:
            if current is not None:
                yield current
            current = span
        else:
            current = Span(current.start_s, max(current.end_s, span.end_s))
    if current is not None:
        yield current
