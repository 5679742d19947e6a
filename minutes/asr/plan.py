"""窓割り: spans of speech -> windows for the recogniser. Pure.

A window costs the encoder the same whether it is full or not, so windows are filled; they are cut in silence, so
that no word is cut. The choice looks only one window ahead: a recording that is still growing keeps every window
but its last.
"""

import json
from collections.abc import Sequence
from itertools import pairwise

from minutes.domain.artefact import Artefacts, key
from minutes.domain.speech import Span

PAD_S = 0.2
"""Air on both sides of speech: Silero finds the onset of soft consonants late."""

PAUSE_S = 3.0
"""A silence as long as this always ends a window: inside one, it invites invented text."""

GAP_S = 1.0
GAP_WEIGHT = 0.6
"""How much a pause is worth as a place to cut, up to one second: as much as 60 % of the window left empty."""


def plan(speech: Sequence[Span], *, window_s: float, total_s: float) -> tuple[Span, ...]:
    """Windows in order, disjoint, each at most ``window_s`` long, that together hold all of ``speech``.

    ``speech`` is in order and disjoint, within ``0..total_s``.
    """
    pieces = _pieces(speech, window_s - 2 * PAD_S)
    windows = []
    first = 0
    while first < len(pieces):
        last = _last(pieces, first, window_s - 2 * PAD_S)
        windows.append(Span(_begin(pieces, first), _end(pieces, last, total_s)))
        first = last + 1
    return tuple(windows)


def stored(speech: Sequence[Span], *, window_s: float, total_s: float, artefacts: Artefacts) -> tuple[Span, ...]:
    """The plan for ``speech``, kept as an artefact: what was cut where stays on record."""
    settings = {"window_s": window_s, "total_s": total_s, "rules": [PAD_S, PAUSE_S, GAP_S, GAP_WEIGHT]}
    content = json.dumps([(span.start_s, span.end_s) for span in speech]).encode()
    name = key("plan", model="", settings=settings, content=content)
    known = _read(artefacts.get(name))
    if known is None:
        known = plan(speech, window_s=window_s, total_s=total_s)
        artefacts.put(name, json.dumps([(window.start_s, window.end_s) for window in known]).encode())
    return known


def _read(value: bytes | None) -> tuple[Span, ...] | None:
    """``None`` where there is nothing, or nothing that can be read: a power cut leaves files empty or torn."""
    try:
        return tuple(Span(start_s, end_s) for start_s, end_s in json.loads(value or b""))
    except (ValueError, TypeError):
        return None


def _pieces(speech: Sequence[Span], longest_s: float) -> list[Span]:
    """``speech`` with whatever is longer than a window in equal parts (``spans`` has cut it better before)."""
    pieces = []
    for span in speech:
        parts = max(1, int(-(-span.duration_s // longest_s)))
        edges = [span.start_s + span.duration_s * part / parts for part in range(parts)] + [span.end_s]
        pieces += [Span(start_s, end_s) for start_s, end_s in pairwise(edges)]
    return pieces


def _last(pieces: Sequence[Span], first: int, longest_s: float) -> int:
    """The piece that ends the window beginning with ``first``: the best of fullness and the pause after it."""
    best, best_score = first, -1.0
    for last in range(first, len(pieces)):
        length_s = pieces[last].end_s - pieces[first].start_s
        if length_s > longest_s and last > first:
            break
        gap_s = pieces[last + 1].start_s - pieces[last].end_s if last + 1 < len(pieces) else PAUSE_S
        score = length_s / longest_s + GAP_WEIGHT * min(gap_s, GAP_S)
        if score >= best_score:
            best, best_score = last, score
        if gap_s >= PAUSE_S:
            return last
    return best


def _begin(pieces: Sequence[Span], first: int) -> float:
    before_s = pieces[first - 1].end_s if first else 0.0
    start_s = pieces[first].start_s
    return max(start_s - PAD_S, (before_s + start_s) / 2 if first else 0.0)


def _end(pieces: Sequence[Span], last: int, total_s: float) -> float:
    end_s = pieces[last].end_s
    after_s = (end_s + pieces[last + 1].start_s) / 2 if last + 1 < len(pieces) else total_s
    return min(end_s + PAD_S, after_s)
