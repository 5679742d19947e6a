"""Voices: many made from one, by pitch, length of the vocal tract, speed, tilt, melody and breath.

The voices of everything the models are measured on are reserved here; no training voice comes near them.
"""

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


# The sample meeting's six, the long committee's eight, and the six that thresholds are tuned on.
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


def is_reserved(voice: Voice) -> bool:
    """Is the voice so near to a reserved one that it could pass for the same person?"""
    return any(
        abs(voice.half_tone - place.half_tone) < 0.6 and abs(voice.tract - place.tract) < 0.02 for place in RESERVED
    )


def draw(rng: np.random.Generator) -> Voice:
    """A training voice."""
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


def today(voice: Voice, rng: np.random.Generator) -> Voice:
    """The same person in another sentence: a little higher or lower, quicker or slower, louder or softer."""
    return replace(
        voice,
        half_tone=voice.half_tone + rng.uniform(-0.4, 0.4),
        speed=voice.speed * rng.uniform(0.93, 1.07),
        melody=voice.melody * rng.uniform(0.85, 1.15),
        level_db=voice.level_db + rng.uniform(-2, 2),
    )
