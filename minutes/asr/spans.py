"""発話区間: speech probabilities -> spans of speech. Pure; knows no model."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from minutes.domain.speech import SAMPLE_RATE, Span

FRAME = 512
"""Samples per probability: what Silero was trained on."""

FRAME_S = FRAME / SAMPLE_RATE

ONSET = 0.4
OFFSET = 0.25
"""Speech begins at 0.4 and ends below 0.25: under Silero's own 0.5 and 0.35, because a missed sentence hurts more
than a window too many, and what is invented in silence is flagged afterwards."""

SILENCE_FRAMES = 5
"""0.16 s: the shortest pause that ends a span; shorter ones are the closures of Japanese plosives and っ."""

CLICK_FRAMES = 3
"""0.1 s: anything shorter is no syllable."""

Probabilities = npt.NDArray[np.float32]


def spans(probabilities: Probabilities, *, longest_s: float) -> tuple[Span, ...]:
    """Spans of speech in order, disjoint, none longer than ``longest_s``; unpadded.

    A span that is too long is cut where speech is least probable, within the second half of what is allowed.
    """
    longest = max(1, int(longest_s / FRAME_S))
    pieces = (piece for first, last in _runs(probabilities) for piece in _cut(probabilities, first, last, longest))
    return tuple(Span(first * FRAME_S, last * FRAME_S) for first, last in pieces)


def _runs(probabilities: Probabilities) -> Iterator[tuple[int, int]]:
    """``[first, last)`` frames of speech: hysteresis, short pauses bridged, clicks dropped."""
    first: int | None = None
    quiet = 0
    for frame, probability in enumerate(probabilities):
        if first is None:
            first, quiet = (frame, 0) if probability >= ONSET else (None, 0)
        elif probability >= OFFSET:
            quiet = 0
        else:
            quiet += 1
            if quiet == SILENCE_FRAMES:
                last = frame + 1 - quiet
                if last - first >= CLICK_FRAMES:
                    yield first, last
                first = None
    if first is not None and len(probabilities) - quiet - first >= CLICK_FRAMES:
        yield first, len(probabilities) - quiet


def _cut(probabilities: Probabilities, first: int, last: int, longest: int) -> Iterator[tuple[int, int]]:
    while last - first > longest:
        nearest = first + max(1, longest // 2)
        cut = nearest + int(np.argmin(probabilities[nearest : first + longest]))
        yield first, cut
        first = cut
    yield first, last
