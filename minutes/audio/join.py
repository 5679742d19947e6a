"""つなぐ: the recordings of one meeting, one after the other on one time line: morning and afternoon."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import numpy as np

from minutes.audio.heard import PEAKS, PROXY, Audio, Files, Samples, find, keep, write_about
from minutes.audio.mix import Block
from minutes.audio.peaks import Peaks
from minutes.audio.proxy import Proxy
from minutes.audio.scratch import own_folder
from minutes.audio.tracks import Tracks
from minutes.domain.artefact import Progress
from minutes.domain.errors import UnreadableRecording
from minutes.domain.meeting import joined
from minutes.domain.speech import SAMPLE_RATE, Span

_BLOCK = 60 * SAMPLE_RATE


def join(parts: Sequence[Audio], files: Files, *, on_progress: Progress) -> Audio:
    """All of ``parts`` as one recording, known by the hashes of its parts; a single one stays what it is.

    Raises ``UnreadableRecording`` where some parts have other microphones than the first.
    """
    if len(parts) == 1:
        return parts[0]
    _check_channels(parts)
    sha256 = joined([part.recording.sha256 for part in parts])
    name, channels = "、".join(part.recording.name for part in parts), bool(parts[0].channels)
    audio = find(files, sha256, name, channels=channels)
    if audio is None:
        with own_folder(files.scratch, f"audio-{sha256[:16]}") as folder:
            _write(parts, folder, on_progress)
            audio = keep(files, sha256, name, folder, channels=channels)
    on_progress(1.0)
    return replace(audio, recording=replace(audio.recording, parts=tuple(part.recording for part in parts)))


def _check_channels(parts: Sequence[Audio]) -> None:
    for part in parts:
        if len(part.channels) != len(parts[0].channels):
            why = "ほかの録音とマイクの数が違います。マイクの数が同じ録音どうしで、会議を分けてください。"
            raise UnreadableRecording(part.recording.name, why)


def _write(parts: Sequence[Audio], folder: Path, on_progress: Progress) -> None:
    total = sum(len(part.samples) for part in parts)
    channels = bool(parts[0].channels)
    with Tracks(folder, channels=channels) as tracks, Proxy(folder / PROXY) as proxy, Peaks(folder / PEAKS) as peaks:
        for block, samples in _blocks(parts):
            tracks.write(block, samples)
            proxy.write(samples)
            peaks.write(samples)
            on_progress(tracks.samples / total)
    write_about(folder, samples=tracks.samples, channels=tracks.channels, missing=_missing(parts))


def _blocks(parts: Sequence[Audio]) -> Iterator[tuple[Block, Samples]]:
    for part in parts:
        for first in range(0, len(part.samples), _BLOCK):
            samples = np.asarray(part.samples[first : first + _BLOCK])
            tracks = [np.asarray(channel[first : first + _BLOCK]) for channel in part.channels]
            yield np.stack(tracks or [samples], axis=1).astype(np.float32) / np.float32(32_768), samples


def _missing(parts: Sequence[Audio]) -> list[Span]:
    lengths = [len(part.samples) / SAMPLE_RATE for part in parts]
    starts = [0.0, *accumulate(lengths[:-1])]
    shifted = ((start, span) for part, start in zip(parts, starts, strict=True) for span in part.missing)
    return [Span(span.start_s + start, span.end_s + start) for start, span in shifted]
