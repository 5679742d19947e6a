"""語の時刻: word times that can be relied on, from those the recogniser gave. Pure.

The recogniser reads times from its attention, and a small model's attention says nothing: most words then get the
same moment. Such words are laid out over the speech instead, at an even pace, sentence ends in the pauses.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from minutes.domain.speech import Span, Word

STUCK = 0.5
"""Times are useless when as many words have no length: in a sound alignment it is a tenth."""

SLOWEST_S = 0.4
"""Seconds for a character at most; council speech takes 0.13. Text that cannot fill the speech at this pace leaves
the rest of it uncovered, where it will be found missing."""

REACH_S = 1.0
"""A sentence end moves at most so far to meet a pause: even pace is off by a tenth over a 10 s window."""

ENDS = "。？！?!"
SILENT = "、。？！?!，．,.「」『』（）() 　…"


def bare(text: str) -> str:
    """The characters of ``text`` that are spoken: no punctuation, no spaces."""
    return "".join(character for character in text if character not in SILENT)


def is_stuck(words: Sequence[Word]) -> bool:
    """Whether the times say nothing, so that ``settle`` lays the words out."""
    stuck = sum(word.end_s <= word.start_s for word in words)
    return bool(words) and stuck >= STUCK * len(words)


def settle(words: Sequence[Word], speech: Sequence[Span], length_s: float) -> tuple[Word, ...]:
    """The words with times in order, disjoint, within ``0..length_s``; ``speech`` is where somebody speaks there."""
    if is_stuck(words):
        return _laid_out(words, speech or (Span(0.0, length_s),))
    return _in_order(words, length_s)


def _in_order(words: Sequence[Word], length_s: float) -> tuple[Word, ...]:
    settled = []
    at_s = 0.0
    for word in words:
        start_s = min(max(word.start_s, at_s), length_s)
        at_s = min(max(word.end_s, start_s), length_s)
        settled.append(replace(word, start_s=round(start_s, 3), end_s=round(at_s, 3)))
    return tuple(settled)


def _laid_out(words: Sequence[Word], speech: Sequence[Span]) -> tuple[Word, ...]:
    """Words over the speech in proportion to their characters; each sentence end in the nearest pause."""
    weights = [len(bare(word.text)) for word in words]
    spoken_s = sum(span.duration_s for span in speech)
    pace_s = min(SLOWEST_S, spoken_s / max(1, sum(weights)))
    borders = [weight * pace_s for weight in accumulate(weights, initial=0)]
    anchors = _anchors(words, borders, speech)
    moved = [_between(anchors, border) for border in borders]
    return tuple(
        replace(word, start_s=round(_clock(speech, start, after=True), 3), end_s=round(_clock(speech, end), 3))
        if end > start
        else replace(word, start_s=round(_clock(speech, start), 3), end_s=round(_clock(speech, start), 3))
        for word, (start, end) in zip(words, pairwise(moved), strict=True)
    )


def _anchors(words: Sequence[Word], borders: Sequence[float], speech: Sequence[Span]) -> list[tuple[float, float]]:
    """Pairs of (where a border is at an even pace, where it belongs), both in seconds of speech, rising."""
    anchors = [(0.0, 0.0)]
    pauses = list(accumulate(span.duration_s for span in speech[:-1]))
    for word, border in zip(words, borders[1:], strict=True):
        near = [pause for pause in pauses if pause > anchors[-1][1] and abs(pause - border) <= REACH_S]
        if word.text.strip()[-1:] in ENDS and word.text.strip() and near and anchors[-1][0] < border < borders[-1]:
            anchors.append((border, min(near, key=lambda pause: abs(pause - border))))
    return [*anchors, (borders[-1], max(borders[-1], anchors[-1][1]))]


def _between(anchors: Sequence[tuple[float, float]], border: float) -> float:
    for (from_s, to_s), (next_from_s, next_to_s) in pairwise(anchors):
        if border <= next_from_s:
            width_s = next_from_s - from_s
            return to_s + (next_to_s - to_s) * ((border - from_s) / width_s if width_s else 1.0)
    return anchors[-1][1]


def _clock(speech: Sequence[Span], spoken_s: float, *, after: bool = False) -> float:
    """The moment when so many seconds of speech have passed; in a pause its beginning, or with ``after`` its end."""
    for span in speech:
        if spoken_s < span.duration_s - 1e-6 or (not after and spoken_s <= span.duration_s + 1e-6):
            return span.start_s + min(spoken_s, span.duration_s)
        spoken_s = max(0.0, spoken_s - span.duration_s)
    return speech[-1].end_s
