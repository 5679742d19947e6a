"""Samples as raw files: little-endian int16, nothing else, so that they can be memory-mapped as they are."""

from contextlib import ExitStack
from io import BufferedWriter
from pathlib import Path
from types import TracebackType
from typing import Self

from minutes.audio.heard import SAMPLE_BYTES, SAMPLES, Samples, channel_name
from minutes.audio.mix import Block, whole
from minutes.audio.writing import settle, writing


class Tracks:
    """The file of the mixed samples and, where ``channels`` are wanted, one for each channel.

    A channel that begins or ends in the middle of the recording is silent where it does not exist; the files of all
    channels are equally long when the block ends without an error.
    """

    def __init__(self, folder: Path, *, channels: bool) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._mixed = self._open(SAMPLES)
        self._wanted = channels
        self._channels: list[BufferedWriter] = []
        self.samples = 0

    @property
    def channels(self) -> int:
        return len(self._channels)

    def write(self, block: Block, mixed: Samples) -> None:
        with writing(self._folder):
            if self._wanted:
                for number in range(block.shape[1]):
                    self._write_channel(number, whole(block[:, number]))
            self._mixed.write(mixed.tobytes())
        self.samples += len(mixed)

    def _write_channel(self, number: int, samples: Samples) -> None:
        if number == len(self._channels):
            self._channels.append(self._open(channel_name(number)))
        file = self._channels[number]
        file.seek(self.samples * SAMPLE_BYTES)
        file.write(samples.tobytes())

    def _open(self, name: str) -> BufferedWriter:
        with writing(self._folder):
            return self._stack.enter_context((self._folder / name).open("wb"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, at: TracebackType | None) -> None:
        with writing(self._folder), self._stack:
            if kind is None:
                for file in (self._mixed, *self._channels):
                    file.flush()
                    file.truncate(self.samples * SAMPLE_BYTES)
                    settle(file)
