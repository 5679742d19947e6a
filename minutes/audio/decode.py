"""Any upload -> ``Audio``, in one pass and with memory that does not grow with the recording."""

import shutil
from io import FileIO
from pathlib import Path

from minutes.audio.heard import PEAKS, PROXY, SAMPLE_BYTES, Audio, Files, find, keep, write_about
from minutes.audio.mix import mixed
from minutes.audio.peaks import Peaks
from minutes.audio.proxy import BIT_RATE, Proxy
from minutes.audio.scratch import own_folder
from minutes.audio.source import Source, opened
from minutes.audio.timeline import Timeline
from minutes.audio.tracks import Tracks
from minutes.audio.upload import check_unchanged, name_of, open_file, sha256_of, stamp_of
from minutes.domain.artefact import Progress
from minutes.domain.errors import CannotWrite, UnreadableRecording
from minutes.domain.speech import SAMPLE_RATE

MINIMUM_S = 1.0
"""Shorter recordings are a button pressed twice, not a meeting."""

RESERVE = 32 * 1024**2
"""Bytes that should stay free beside what is written: peaks, indexes, rounding."""


def decode(
    path: Path, files: Files, *, name: str | None = None, channels: bool = False, on_progress: Progress
) -> Audio:
    """読み込み: the recording as 16 kHz samples, playback proxy and waveform; at once where they exist already.

    ``name`` is what people call the recording, where the file is called otherwise. With ``channels`` also each channel
    by itself, for recordings with a microphone per person. Raises ``UnreadableRecording`` or ``CannotWrite``; then
    nothing is left behind. What of a damaged file can be decoded is used; ``Audio.missing`` says what could not.
    """
    name = name or name_of(path)
    with open_file(path, name) as file:
        stamp = stamp_of(file)
        sha256 = sha256_of(file, name)
        audio = find(files, sha256, name, channels=channels)
        if audio is None:
            with own_folder(files.scratch, f"audio-{sha256[:16]}") as folder:
                audio = find(files, sha256, name, channels=channels)  # made by another while we waited for the folder
                if audio is None:
                    _make(file, name, folder, channels=channels, on_progress=on_progress)
                    check_unchanged(file, name, stamp)
                    audio = keep(files, sha256, name, folder, channels=channels)
    on_progress(1.0)
    return audio


def _make(file: FileIO, name: str, folder: Path, *, channels: bool, on_progress: Progress) -> None:
    with opened(file, name) as source:
        _check_room(source, folder, channels=channels)
        timeline = Timeline(source)
        told = 0.0
        with (
            Tracks(folder, channels=channels) as tracks,
            Proxy(folder / PROXY) as proxy,
            Peaks(folder / PEAKS) as peaks,
        ):
            for block in timeline.blocks():
                samples = mixed(block)
                tracks.write(block, samples)
                proxy.write(samples)
                peaks.write(samples)
                told = max(told, source.share(timeline.at_s))
                on_progress(told)
            _check_length(tracks.samples, name)
    write_about(folder, samples=tracks.samples, channels=tracks.channels, missing=timeline.missing)


def _check_length(samples: int, name: str) -> None:
    if not samples:
        raise UnreadableRecording(name, "音声を取り出せません。壊れているか、対応していない形式です。")
    if samples < MINIMUM_S * SAMPLE_RATE:
        why = f"長さが{samples / SAMPLE_RATE:.1f}秒しかありません（{MINIMUM_S:.0f}秒以上が必要です）。"
        raise UnreadableRecording(name, why + "ファイルの選び間違いがないかを確かめてください。")


def _check_room(source: Source, folder: Path, *, channels: bool) -> None:
    """Better now than after half an hour. Where the length is not known, the disk itself will say so."""
    if source.length_s is None:
        return
    tracks = 1 + (source.stream.channels if channels else 0)
    needed = source.length_s * (tracks * SAMPLE_RATE * SAMPLE_BYTES + BIT_RATE / 8) + RESERVE
    free = shutil.disk_usage(folder).free
    if needed > free:
        why = (
            f"この録音（{source.length_s / 60:.0f}分）には約{_size(needed)}の空きが必要ですが、"
            f"{_size(free)}しかありません。不要なファイルを消すか、`--data` で空きのある場所を指定してください。"
        )
        raise CannotWrite(str(folder.parent), why)


def _size(count: float) -> str:
    return f"{count / 1e9:.1f}GB" if count >= 1e9 else f"{count / 1e6:.0f}MB"
