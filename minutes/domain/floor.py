"""発言の場: who holds the floor at each moment and who else is heard, as one line of time.

Knows nothing of words or text. Times are seconds.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from minutes.domain.speech import Diarization, Span, Turn

NEAR_S = 5.0
"""How far a turn reaches into silence: what is heard further off is nobody's."""
BRIDGE_S = 30.0
"""A silence of the diarizer this long, with one voice on both sides, is still that voice's."""

FLOOR_SHARE, HEARD_SHARE, NEAR_SHARE = 1.0, 0.4, 0.3
"""What a second speaks for the voice that holds the floor, one heard beside it, and the nearest one in a silence."""

OVERLAP_S = 0.25
"""Shorter overlaps are the diarizer's blur, not a second voice."""
BLUR_S = 0.1
"""Overlaps closer than this are one."""


class Layer(IntEnum):
    """What a turn says about its voice."""

    HEARD = 0
    FLOOR = 1
    NEAR = 2


@dataclass(frozen=True, slots=True)
class Phase:
    """Seconds in which nothing changes: ``share`` of each second speaks for ``holder``; others are heard ``beside``.

    ``heard`` are all voices in it; the holder is not among them where a silence was given to the nearest turn.
    """

    start_s: float
    end_s: float
    holder: str | None
    share: float
    heard: frozenset[str]
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Floor:
    """Phases in order, without overlap; between and around them nobody is heard."""

    phases: tuple[Phase, ...]
    starts: tuple[float, ...]

    def within(self, span: Span) -> Iterator[tuple[Phase, Span]]:
        """The phases that ``span`` meets, each with the part that lies in it."""
        at = max(0, bisect_right(self.starts, span.start_s) - 1)
        while at < len(self.phases) and self.phases[at].start_s < span.end_s:
            phase = self.phases[at]
            if phase.end_s > span.start_s:
                yield phase, Span(max(span.start_s, phase.start_s), min(span.end_s, phase.end_s))
            at += 1

    def support(self, span: Span) -> dict[str | None, float]:
        """Seconds that speak for each voice; under ``None`` those that lie too far from every turn."""
        seconds: dict[str | None, float] = {}
        nobody_s = span.duration_s
        for phase, part in self.within(span):
            lasting_s = part.duration_s
            nobody_s -= lasting_s
            seconds[phase.holder] = seconds.get(phase.holder, 0.0) + phase.share * lasting_s
            for voice in phase.beside:
                seconds[voice] = seconds.get(voice, 0.0) + HEARD_SHARE * lasting_s
        if nobody_s > 1e-6:  # a rounding error is no silence
            seconds[None] = seconds.get(None, 0.0) + NEAR_SHARE * nobody_s
        return seconds

    def overlapped(self, span: Span) -> tuple[Span, ...]:
        """Where more than one voice is heard in ``span``."""
        parts = (part for phase, part in self.within(span) if len(phase.heard) > 1)
        return tuple(part for part in _joined(parts) if part.duration_s >= OVERLAP_S)


def floor_of(diarization: Diarization) -> Floor:
    """The line of time of a diarization; without a floor of its own, the turns are taken for it."""
    holding = diarization.floor or diarization.turns
    layers = {Layer.HEARD: diarization.turns, Layer.FLOOR: holding, Layer.NEAR: tuple(_near(holding))}
    phases = tuple(_sweep(layers))
    return Floor(phases, tuple(phase.start_s for phase in phases))


def _near(holding: Iterable[Turn]) -> Iterator[Turn]:
    """The silences before, between and after turns, given to the nearest turn as far as it reaches."""
    turns = sorted(holding, key=lambda turn: (turn.start_s, turn.end_s))
    if not turns:
        return
    yield Turn(turns[0].voice, turns[0].start_s - NEAR_S, turns[0].start_s)
    last = turns[0]
    for turn in turns[1:]:
        gap_s = turn.start_s - last.end_s
        if gap_s > 0:
            reach_s = gap_s if turn.voice == last.voice and gap_s <= BRIDGE_S else min(NEAR_S, gap_s / 2)
            yield Turn(last.voice, last.end_s, last.end_s + reach_s)
            yield Turn(turn.voice, turn.start_s - reach_s, turn.start_s)
        last = max(last, turn, key=lambda each: each.end_s)
    yield Turn(last.voice, last.end_s, last.end_s + NEAR_S)


def _sweep(layers: dict[Layer, tuple[Turn, ...]]) -> Iterator[Phase]:
    """Walk along every start and end of a turn, and tell who is there between one and the next."""
    edges = sorted(
        (time_s, change, layer, turn.voice)
        for layer, turns in layers.items()
        for turn in turns
        if turn.end_s > turn.start_s
        for time_s, change in ((turn.start_s, 1), (turn.end_s, -1))
    )
    there = {layer: Counter[str]() for layer in Layer}
    for (time_s, change, layer, voice), (next_s, *_) in pairwise(edges):
        there[layer][voice] += change
        if not there[layer][voice]:
            del there[layer][voice]
        if next_s > time_s and any(there.values()):
            yield _phase(time_s, next_s, there)


def _phase(start_s: float, end_s: float, there: dict[Layer, Counter[str]]) -> Phase:
    held = there[Layer.FLOOR] or there[Layer.NEAR]
    share = FLOOR_SHARE if there[Layer.FLOOR] else NEAR_SHARE
    heard = frozenset(there[Layer.HEARD]) | frozenset(there[Layer.FLOOR])
    holder = next(iter(held), None)
    return Phase(start_s, end_s, holder, share, heard, tuple(sorted(heard - {holder})))


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and span.start_s - joined[-1].end_s <= BLUR_S:
            joined[-1] = Span(joined[-1].start_s, max(joined[-1].end_s, span.end_s))
        else:
            joined.append(span)
    return joined
