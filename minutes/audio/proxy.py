"""再生用音声: AAC mono in M4A with its index in front, so that a browser plays and seeks before all is loaded."""

from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import av

from minutes.audio.heard import Samples
from minutes.audio.writing import settle, writing
from minutes.domain.speech import SAMPLE_RATE

BIT_RATE = 48_000


class Proxy:
    """The same 16 kHz samples that the recogniser hears, in pieces of any length -> the file.

    Raises ``CannotWrite``; the file is complete when the block ends without an error.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._written = 0
        with writing(self._path):
            self._container = av.open(str(path), "w", format="ipod", options={"movflags": "+faststart"})
            self._stream = self._container.add_stream("aac", rate=SAMPLE_RATE, layout="mono", bit_rate=BIT_RATE)

    def write(self, samples: Samples) -> None:
        frame = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = self._written
        self._written += len(samples)
        with writing(self._path):
            self._container.mux(self._stream.encode(frame))

    def _finish(self) -> None:
        with writing(self._path):
            self._container.mux(self._stream.encode(None))
            self._container.close()
            with self._path.open("rb+") as file:
                settle(file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self._finish()
        with suppress(av.FFmpegError):  # the error that brought us here is the one to tell
            self._container.close()
