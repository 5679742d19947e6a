"""The decoded recording, and where its files are kept. Knows nothing of how they are made."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from minutes.audio.writing import settle, writing
from minutes.domain.errors import CannotWrite
from minutes.domain.meeting import Recording
from minutes.domain.speech import SAMPLE_RATE, Span

Samples = npt.NDArray[np.int16]

VERSION = "v1"
"""Part of every key: raised when the files would come out differently, so that old ones are made anew."""

SAMPLE_BYTES = 2


class Files(Protocol):
    """Where finished files lie (``minutes.store.files.Files``, or anything that does the same)."""

    @property
    def scratch(self) -> Path: ...

    def local(self, key: str) -> Path | None: ...

    def adopt(self, key: str, finished: Path) -> Path: ...

    def forget(self, prefix: str) -> None: ...


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """読み込んだ録音: what every later step listens to; 16 kHz, one sample = 1/16000 s from the recording's start.

    ``samples`` int16 (n,), read-only, memory-mapped; ``channels`` the same for each channel (each microphone), empty
    unless asked for. ``proxy`` is for playback (AAC in M4A), ``peaks`` the waveform (see peaks.py).
    ``missing`` are the stretches in which the file has no sound that can be read, in order: silence stands there. One
    that ends after ``recording.duration_s`` is a tail that is missing from the file; one of no length is a spot where
    something was unreadable and nobody can say how much.
    """

    recording: Recording
    samples: Samples
    channels: tuple[Samples, ...]
    proxy: Path
    peaks: Path
    missing: tuple[Span, ...] = ()

    @property
    def identity(self) -> str:
        """The same for the same recording, decoded in the same way."""
        return key(self.recording.sha256, SAMPLES)

    def __reduce__(self) -> tuple[object, ...]:
        """To another process goes the name of the memory map, not half a gigabyte of copied samples."""
        paths = (_path_of(self.samples), tuple(map(_path_of, self.channels)), self.proxy, self.peaks)
        return _reopened, (self.recording, *paths, self.missing)


def _path_of(samples: Samples) -> Path:
    if not isinstance(samples, np.memmap) or samples.filename is None:
        raise TypeError("the samples of an Audio are a memory-mapped file")
    return Path(samples.filename)


def _reopened(
    recording: Recording,
    samples: Path,
    channels: tuple[Path, ...],
    proxy: Path,
    peaks: Path,
    missing: tuple[Span, ...],
) -> Audio:
    return Audio(recording, mapped(samples), tuple(map(mapped, channels)), proxy, peaks, missing)


def mapped(path: Path) -> Samples:
    return np.memmap(path, dtype="<i2", mode="r")


SAMPLES, PROXY, PEAKS, ABOUT = "samples.s16", "proxy.m4a", "peaks.dat", "about.json"


def channel_name(number: int) -> str:
    return f"channel-{number}.s16"


def write_about(folder: Path, *, samples: int, channels: int, missing: Sequence[Span]) -> None:
    """The last file to be written: where it is, all others are."""
    spans = [[span.start_s, span.end_s] for span in missing]
    with writing(folder), (folder / ABOUT).open("wb") as file:
        file.write(json.dumps({"samples": samples, "channels": channels, "missing": spans}).encode())
        settle(file)


def keep(files: Files, sha256: str, name: str, folder: Path, *, channels: bool) -> Audio:
    """Hand the finished files of ``folder`` over, ``about.json`` last."""
    for path in sorted(folder.iterdir(), key=lambda path: path.name == ABOUT):
        files.adopt(key(sha256, path.name), path)
    audio = find(files, sha256, name, channels=channels)
    if audio is None:
        raise CannotWrite(str(folder.parent), "書き込んだファイルが見つかりません。もう一度実行してください。")
    return audio


def find(files: Files, sha256: str, name: str, *, channels: bool) -> Audio | None:
    """The recording as it was decoded before; ``None`` where anything of it is missing or has the wrong length."""
    path = files.local(key(sha256, ABOUT))
    if path is None:
        return None
    about = json.loads(path.read_text())
    if channels and not about["channels"]:
        return None
    count = about["channels"] if channels else 0
    names = [SAMPLES, PROXY, PEAKS, *map(channel_name, range(count))]
    found = [local for each in names if (local := files.local(key(sha256, each)))]
    if len(found) < len(names):
        return None
    samples, proxy, peaks, *tracks = found
    if any(track.stat().st_size != about["samples"] * SAMPLE_BYTES for track in (samples, *tracks)):
        return None
    recording = Recording(sha256, name, about["samples"] / SAMPLE_RATE)
    missing = tuple(Span(start_s, end_s) for start_s, end_s in about["missing"])
    return Audio(recording, mapped(samples), tuple(map(mapped, tracks)), proxy, peaks, missing)


def forget(audio: Audio, files: Files) -> None:
    """Remove what was kept of the recording: nobody speaks in it."""
    files.forget(f"audio/{audio.recording.sha256}")


def key(sha256: str, name: str) -> str:
    return f"audio/{sha256}/{VERSION}/{name}"
