"""波形: what the editor draws. Knows nothing of where samples come from.

The file is an audiowaveform ``.dat``, version 2 (the BBC's documented format, which browser libraries read):
six little-endian 32-bit numbers (version 2, flags 1 = 8 bit, sample rate 16000, samples per point 1600, number of
points, channels 1), then for each point its lowest and highest sample, two signed bytes. Ten points a second: 4.5 hours
are 324 kB.
"""

import struct
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from minutes.audio.heard import Samples
from minutes.audio.writing import settle, writing
from minutes.domain.speech import SAMPLE_RATE

HOP = SAMPLE_RATE // 10

_HEADER = struct.Struct("<iIiiIi")


class Peaks:
    """Samples in pieces of any length -> the file, complete when the block ends without an error."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with writing(path):
            self._file = path.open("wb")
            self._file.write(bytes(_HEADER.size))
        self._rest: Samples = np.zeros(0, np.int16)
        self._points = 0

    def write(self, samples: Samples) -> None:
        pending = np.concatenate((self._rest, samples))
        full = len(pending) // HOP * HOP
        self._draw(pending[:full].reshape(-1, HOP))
        self._rest = pending[full:].copy()

    def _draw(self, points: Samples) -> None:
        extremes = np.stack((points.min(axis=1), points.max(axis=1)), axis=1)
        eighths = np.clip((extremes.astype(np.int32) + 128) >> 8, -128, 127)  # 16 bit -> 8 bit, rounded
        with writing(self._path):
            self._file.write(eighths.astype(np.int8).tobytes())
        self._points += len(points)

    def _finish(self) -> None:
        if len(self._rest):
            self._draw(self._rest[None])
        self._file.seek(0)
        self._file.write(_HEADER.pack(2, 1, SAMPLE_RATE, HOP, self._points, 1))
        settle(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, at: TracebackType | None) -> None:
        with writing(self._path), self._file:
            if kind is None:
                self._finish()
