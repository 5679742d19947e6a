"""Loudness of microphones in short frames: half a decibel in one byte, so that hours of many channels fit in memory."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from minutes.domain.artefact import Progress
from minutes.domain.speech import SAMPLE_RATE

Samples = npt.NDArray[np.int16]

Decibels = npt.NDArray[np.float32]
"""(frames, channels), 0 dB being full scale; or (channels,)."""

FRAME = SAMPLE_RATE // 50
"""20 ms: shorter than a syllable, longer than a pitch period. Eight hours of eight microphones are 11 MB."""

DIGITAL_SILENCE = -120.0
"""dB of a frame of zeros: a microphone switched off by the conference system."""

_STEP = 0.5
_STRETCH = 3000
"""Frames (a minute) looked at together."""

_SMOOTH = 9
"""Frames (180 ms) over which power is averaged, so that a plosive does not take the floor."""


class Loudness:
    """音量: of every microphone in every frame; read in stretches that join to the whole."""

    def __init__(self, channels: Sequence[Samples], on_progress: Progress) -> None:
        self.frames = len(channels[0]) // FRAME  # a rest of less than 20 ms is not looked at
        self.channels = len(channels)
        self._steps = np.zeros((self.frames, self.channels), np.uint8)
        for first in range(0, self.frames, _STRETCH):
            level = _smoothed_level(channels, first, min(self.frames, first + _STRETCH), self.frames)
            self._steps[first : first + _STRETCH] = np.clip(np.rint((level - DIGITAL_SILENCE) / _STEP), 0, 255)
            on_progress(min(1.0, (first + _STRETCH) / self.frames))

    def stretches(self) -> Iterator[Decibels]:
        for first in range(0, self.frames, _STRETCH):
            yield _decibels(self._steps[first : first + _STRETCH])

    def exceeded_for(self, share: float) -> Decibels:
        """(channels,): the level that each microphone exceeds in ``share`` of all frames."""
        if not self.frames:
            return np.full(self.channels, DIGITAL_SILENCE, np.float32)
        return _decibels(np.sort(self._steps, axis=0)[min(self.frames - 1, int((1 - share) * self.frames))])


def _decibels(steps: npt.NDArray[np.uint8]) -> Decibels:
    levels: Decibels = steps.astype(np.float32) * np.float32(_STEP) + np.float32(DIGITAL_SILENCE)
    return levels


def _smoothed_level(channels: Sequence[Samples], first: int, stop: int, frames: int) -> npt.NDArray[np.float64]:
    """(stop - first, channels) in dB; neighbours on both sides are heard too, where there are any."""
    margin = _SMOOTH // 2
    start, end = max(0, first - margin), min(frames, stop + margin)
    power = np.stack([_power(channel[start * FRAME : end * FRAME]) for channel in channels], axis=1)
    missing = ((margin - (first - start) + 1, margin - (end - stop)), (0, 0))
    sums = np.cumsum(np.pad(power, missing), axis=0)
    mean = (sums[_SMOOTH:] - sums[:-_SMOOTH]) / _SMOOTH
    level: npt.NDArray[np.float64] = 10 * np.log10(np.maximum(mean, 10 ** (DIGITAL_SILENCE / 10)))
    return level


def _power(samples: Samples) -> npt.NDArray[np.float64]:
    frames = samples.reshape(-1, FRAME).astype(np.float32) / 32768.0
    power: npt.NDArray[np.float64] = np.mean(frames * frames, axis=1, dtype=np.float64)
    return power
