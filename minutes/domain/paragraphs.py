"""段落分け: a speech becomes paragraphs of readable length, parted at sentence ends, preferably in pauses.

Knows nothing of how a voice was found.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from minutes.domain.floor import Floor
from minutes.domain.phrases import Border, Ending, borders
from minutes.domain.record import Kind, Paragraph
from minutes.domain.speech import Span, Word
from minutes.domain.speeches import Aside, Run, Speech

GOOD, SPREAD = 300, 200
"""Characters of a paragraph that reads well; so many more or fewer are as bad as two cuts without a pause."""
LONG = 400
"""A text without any punctuation is parted from here on."""
LONGEST_SENTENCE = 800
"""No sentence is longer: the recogniser has left out its 。"""
LONGEST = 1200
"""Paragraphs longer than this are not weighed against others, only kept where nothing can be parted."""
TOPIC_S = 2.0
"""A pause in which a speaker turns the page; a longer one says no more."""
RECESS_S = 10.0
"""Where nobody speaks for so long a new paragraph begins, whatever stands before it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a speech may be parted: before word ``at``, after ``chars`` characters; a good one costs little."""

    at: int
    chars: int
    cost: float


def paragraphs_of(speeches: Iterable[Speech], floor: Floor) -> tuple[Paragraph, ...]:
    """段落 in the order of their beginning, numbered from ``p0001``.

    What a listener threw in follows the paragraph in which it was heard, one paragraph for each such voice: the
    speech stays whole, every word keeps its voice. Such a paragraph lies within the time of the one before it.
    """
    drafts = (paragraph for speech in speeches for paragraph in _parted(speech, floor))
    ordered = sorted(drafts, key=lambda paragraph: paragraph.start_s)
    return tuple(replace(paragraph, id=f"p{number:04d}") for number, paragraph in enumerate(ordered, start=1))


def _parted(speech: Speech, floor: Floor) -> Iterator[Paragraph]:
    taken = frozenset(aside.at for aside in speech.asides)
    edges = (0, *cuts(speech.words, taken), len(speech.words))
    for start, end in pairwise(edges):
        yield _paragraph(speech.voice, (Run(speech.voice, speech.words[start:end]),), floor)
        yield from _aside_paragraphs([aside for aside in speech.asides if start < aside.at < end], floor)


def _aside_paragraphs(asides: list[Aside], floor: Floor) -> Iterator[Paragraph]:
    voices = dict.fromkeys(aside.run.voice for aside in asides)
    for voice in voices:
        yield _paragraph(voice, tuple(aside.run for aside in asides if aside.run.voice == voice), floor)


def _paragraph(voice: str | None, runs: tuple[Run, ...], floor: Floor) -> Paragraph:
    words = tuple(word for run in runs for word in run.words)
    return Paragraph(
        id="",
        kind=Kind.SPEECH,
        text="".join(word.text for word in words).strip(),
        start_s=_span(words).start_s,
        end_s=_span(words).end_s,
        voice=voice,
        words=words,
        overlapped=tuple(span for run in runs for span in floor.overlapped(_span(run.words))),
    )


def _span(words: Sequence[Word]) -> Span:
    return Span(min(word.start_s for word in words), max(word.end_s for word in words))


def cuts(words: Sequence[Word], taken: frozenset[int] = frozenset()) -> tuple[int, ...]:
    """The numbers of the words that begin a new paragraph; never one in ``taken``.

    The best division as a whole: each paragraph of 200-400 characters, each cut in a pause.
    """
    chars = (0, *accumulate(len(word.text) for word in words))
    places = tuple((at, border) for at, border in enumerate(borders(words), start=1) if at not in taken)
    ends = [Cut(at, chars[at], _cost(border)) for at, border in places if _ends(border)]
    marks = (Cut(0, 0, 0.0), *ends, Cut(len(words), chars[-1], 0.0))
    more = _within_long(words, places, chars, marks)
    return _best((marks[0], *sorted((*ends, *more), key=lambda cut: cut.at), marks[-1]))


def _ends(border: Border) -> bool:
    recess = border.pause_s >= RECESS_S and border.ending is not Ending.INSEPARABLE
    return border.ending is Ending.SENTENCE or recess


def _within_long(
    words: Sequence[Word], places: Sequence[tuple[int, Border]], chars: Sequence[int], marks: Sequence[Cut]
) -> Iterator[Cut]:
    """Where a stretch has no sentence end for too long: its phrase ends, above all its pauses."""
    too_long = (_too_long(words, before, after) for before, after in pairwise(marks))
    stretches = zip(too_long, pairwise(marks), strict=True)
    inside = {at for long, (before, after) in stretches if long for at in range(before.at + 1, after.at)}
    for at, border in places:
        if at in inside and border.ending is Ending.PHRASE:
            yield Cut(at, chars[at], _cost(border))


def _too_long(words: Sequence[Word], before: Cut, after: Cut) -> bool:
    punctuated = any("、" in word.text for word in words[before.at : after.at])
    return after.chars - before.chars > (LONGEST_SENTENCE if punctuated else LONG)


def _cost(border: Border) -> float:
    """From 0.5 without a pause to -1.0 with a long one, and 1.0 more where no sentence ends."""
    if border.pause_s >= RECESS_S:
        return -100.0
    return (0.5 if border.closed else 1.5) - 0.75 * min(border.pause_s, TOPIC_S)


def _badness(chars: int) -> float:
    return ((chars - GOOD) / SPREAD) ** 2


def _best(marks: Sequence[Cut]) -> tuple[int, ...]:
    """The cheapest way from the first mark to the last (shortest path); returns the marks between."""
    totals, came = [0.0], [0]
    for here in range(1, len(marks)):
        best, best_from = float("inf"), here - 1
        for there in range(here - 1, -1, -1):
            chars = marks[here].chars - marks[there].chars
            if chars > LONGEST and there < here - 1:
                break
            total = totals[there] + marks[here].cost + _badness(chars)
            if total < best:
                best, best_from = total, there
        totals.append(best)
        came.append(best_from)
    path = [came[-1]]
    while path[-1] > 0:
        path.append(came[path[-1]])
    return tuple(marks[mark].at for mark in reversed(path) if mark > 0)
