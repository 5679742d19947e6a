"""How the microphones of a recording are set up: their noise, their gains, and how far they are apart."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minutes.microphones.loudness import DIGITAL_SILENCE, Decibels, Loudness

OVER_NOISE = 12.0
"""dB over a microphone's noise from which there is something to hear."""

_MOMENT = 100
"""Frames (2 s): whoever was clearly the loudest for so long in all has a microphone of their own."""

_UNUSED = -6.0
"""A microphone that even then is this many dB behind another one hears only its neighbours."""

_ROUNDS = 3
"""Correcting one gain changes what the others are compared with; three rounds settle it to a decibel."""

_BINS = np.arange(-DIGITAL_SILENCE, DIGITAL_SILENCE, -1.0)


@dataclass(frozen=True, slots=True)
class Gauge:
    """測定: of each microphone its ``noise`` and ``gain``; the level of ``speech`` after gains are taken off; and how
    far the neighbours' microphones are behind when somebody speaks (``apart``). All in dB."""

    noise: Decibels
    gain: Decibels
    speech: float
    apart: float


def gauged(loudness: Loudness) -> Gauge:
    """Gains are found from symmetry: a voice leaks from one microphone into the other as much as the other way."""
    noise = loudness.exceeded_for(0.9)
    gain = np.zeros(loudness.channels, np.float32)
    for _ in range(_ROUNDS):
        ahead = _ahead(loudness, noise, gain)
        used = ahead > _UNUSED
        if not used.any():
            break
        gain[used] += (ahead[used] - ahead[used].mean()) / 2
        gain[~used] = gain[used].mean()
    apart = float(ahead[used].mean()) if used.any() else 0.0
    return Gauge(noise, gain, _speech(loudness, noise, gain), apart)


def _ahead(loudness: Loudness, noise: Decibels, gain: Decibels) -> Decibels:
    """(channels,): by how much each microphone is louder than all others when its own speaker speaks."""
    counts = np.zeros((loudness.channels, len(_BINS)), np.int64)
    for level in loudness.stretches():
        heard = (level - noise > OVER_NOISE).any(axis=1)
        relative = (level - gain)[heard]
        for channel in range(loudness.channels):
            others = np.delete(relative, channel, axis=1).max(axis=1, initial=DIGITAL_SILENCE)
            counts[channel] += _counted(relative[:, channel] - others)
    return np.array([_exceeded_for(_MOMENT, of) for of in counts], np.float32)


def _speech(loudness: Loudness, noise: Decibels, gain: Decibels) -> float:
    """The level of loud speech in the speaker's own microphone."""
    counts = np.zeros(len(_BINS), np.int64)
    for level in loudness.stretches():
        relative = np.where(level - noise > OVER_NOISE, level - gain, DIGITAL_SILENCE).max(axis=1)
        counts += _counted(relative[relative > DIGITAL_SILENCE])
    return _exceeded_for(int(0.05 * counts.sum()), counts)


def _counted(levels: Decibels) -> npt.NDArray[np.int64]:
    """Histogram of levels between -120 and 120 dB in bins of 1 dB, loudest first."""
    bins = np.clip(np.rint(_BINS[0] - levels), 0, len(_BINS) - 1).astype(np.int64)
    return np.bincount(bins, minlength=len(_BINS)).astype(np.int64)


def _exceeded_for(frames: int, counts: npt.NDArray[np.int64]) -> float:
    if counts.sum() <= frames:
        return DIGITAL_SILENCE
    return float(_BINS[np.searchsorted(np.cumsum(counts), frames, side="right")])
