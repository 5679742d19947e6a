"""声: many made from one, by pitch, length of the vocal tract, speed, tilt, melody and breath.

The voices of everything the models are measured on are reserved here, and no training voice comes near them: neither
as it is drawn nor as it sounds `today`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np


@dataclass(frozen=True)
class Voice:
    """A way of speaking, relative to "mei".

    ``half_tone`` pitch; ``tract`` factor on the formants (above 1: a shorter vocal tract), which lifts the pitch too;
    ``speed`` factor; ``tilt`` of the spectrum, -1 (dull) to 1 (sharp), as y[t] = x[t] + tilt x[t-1] has it;
    ``melody`` factor on the rise and fall of the pitch; ``breath`` share of noise added to voiced sound;
    ``clarity`` factor on the depth of the formants (below 1: mumbled); ``level_db`` RMS relative to full scale.
    """

    half_tone: float
    tract: float
    speed: float
    tilt: float
    melody: float = 1.0
    breath: float = 0.0
    clarity: float = 1.0
    level_db: float = -23.0


class Place(NamedTuple):
    """What makes two voices the same person to an ear: pitch and vocal tract."""

    half_tone: float
    tract: float


_DAY = 0.4
"""Half tones by which a person is higher or lower from one sentence to the next."""

# The sample meeting's six, and the long committee's eight.
SAMPLE = (
    Place(-8.6, 0.865),
    Place(-10.3, 0.985),
    Place(1.3, 1.03),
    Place(-5.6, 0.815),
    Place(-4.4, 0.935),
    Place(-1.6, 1.115),
)
COMMITTEE = (
    Place(-9.4, 0.925),
    Place(-7.2, 1.01),
    Place(-6.3, 0.88),
    Place(-3.1, 0.985),
    Place(-2.3, 0.845),
    Place(0.2, 1.07),
    Place(3.1, 0.955),
    Place(-10.6, 0.84),
)
RESERVED = SAMPLE + COMMITTEE


def is_near(voice: Voice, places: Iterable[Place | Voice], half_tones: float, tract: float) -> bool:
    """Is the voice within both of one of ``places``, or may it be so on another day?"""
    return any(
        abs(voice.half_tone - place.half_tone) < half_tones + _DAY and abs(voice.tract - place.tract) < tract
        for place in places
    )


def is_reserved(voice: Voice) -> bool:
    """Is the voice so near to one of the meetings' that it could pass for the same person?"""
    return is_near(voice, RESERVED, 0.6, 0.02)


def anyone(rng: np.random.Generator) -> Voice:
    """A voice that is not reserved for a meeting."""
    while True:
        voice = Voice(
            half_tone=rng.uniform(-11.5, 6),
            tract=rng.uniform(0.79, 1.23),
            speed=float(np.exp(rng.uniform(np.log(0.85), np.log(1.9)))),
            tilt=rng.uniform(-0.6, 0.6),
            melody=rng.uniform(0.5, 1.5),
            breath=rng.choice([0.0, rng.uniform(0, 0.3)]),
            clarity=rng.uniform(0.86, 1.08),
            level_db=rng.uniform(-38, -16),
        )
        if not is_reserved(voice):
            return voice


def people(source: Iterator[Voice], count: int) -> tuple[Voice, ...]:
    """So many of a source of voices, each another person: never two of one pitch and one vocal tract."""
    found: list[Voice] = []
    for voice in source:
        if not is_near(voice, found, _DAY, 0.02):
            found.append(voice)
        if len(found) == count:
            break
    return tuple(found)


def different(pool: Sequence[Voice], count: int, rng: np.random.Generator) -> tuple[Voice, ...]:
    """So many of the pool that an ear could tell apart."""
    while True:
        chosen = [pool[index] for index in rng.choice(len(pool), count, replace=False)]
        pairs = ((a, b) for i, a in enumerate(chosen) for b in chosen[:i])
        if all(abs(a.half_tone - b.half_tone) > 1.0 or abs(a.tract - b.tract) > 0.04 for a, b in pairs):
            return tuple(chosen)


def _everyone(rng: np.random.Generator) -> Iterator[Voice]:
    while True:
        yield anyone(rng)


HELD_OUT = people(_everyone(np.random.default_rng(404)), 24)
"""Voices that nothing is trained on: curves, thresholds and rehearsals are measured on them."""


def drawn(rng: np.random.Generator) -> Iterator[Voice]:
    """Training voices without end."""
    return (voice for voice in _everyone(rng) if not is_near(voice, HELD_OUT, 0.4, 0.015))


def draw(rng: np.random.Generator) -> Voice:
    """A training voice."""
    return next(drawn(rng))


def today(voice: Voice, rng: np.random.Generator) -> Voice:
    """The same person in another sentence: a little higher or lower, quicker or slower, louder or softer."""
    return replace(
        voice,
        half_tone=voice.half_tone + rng.uniform(-_DAY, _DAY),
        speed=voice.speed * rng.uniform(0.93, 1.07),
        melody=voice.melody * rng.uniform(0.85, 1.15),
        level_db=voice.level_db + rng.uniform(-2, 2),
    )
