"""The uploaded file as sound: its best audio stream, frame by frame. Knows nothing of what becomes of them."""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

from minutes.audio.upload import unreadable_medium
from minutes.domain.errors import UnreadableRecording

CONTAINERS = (
    "aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,au,avi,caf,dsf,eac3,flac,flv,gsm,matroska,mov,mp3,mpeg,mpegts,ogg,rm,tta,voc,"
    "w64,wav,wv"
)
"""What a recording may come in. Deliberately no playlists (HLS, DASH, concat): such a text file, renamed, would make
FFmpeg open other files and connect to other machines."""

STATES_LENGTH = ("mov", "matroska", "wav", "w64", "flac", "asf", "aiff", "caf", "avi")
"""Containers whose header says how long the recording is; of others FFmpeg only guesses, from the bit rate."""

RESUMES = 100
"""Failed reads in a row after which the rest of a damaged file is given up; each finds the next page or cluster."""

_RIFF = struct.Struct("<4sI")


@dataclass(frozen=True, slots=True)
class Source:
    """An opened recording.

    ``length_s`` is how long it says it is, ``None`` where it says nothing; where it is not ``exact`` it is a guess.
    ``origin_s`` is the time stamp at which it begins.
    """

    name: str
    file: FileIO
    container: InputContainer
    stream: AudioStream
    origin_s: float
    length_s: float | None
    exact: bool

    def share(self, at_s: float) -> float:
        """How far along ``at_s`` is, 0..1; by the bytes read where the length is not known."""
        if self.length_s:
            return min(1.0, at_s / self.length_s)
        return self.file.tell() / os.fstat(self.file.fileno()).st_size


@contextmanager
def opened(file: FileIO, name: str) -> Iterator[Source]:
    """Its best audio stream. Raises ``UnreadableRecording`` where there is none."""
    file.seek(0)
    announced = _announced_share(file)
    options = {"format_whitelist": CONTAINERS, "protocol_whitelist": "file"}
    if announced < 1.0:  # its header was never brought up to date, or ran over at 4 GiB: read to the end all the same
        options["ignore_length"] = "1"
    try:
        # Tags are often in Shift_JIS; they are not needed, and must not stop us.
        container = av.open(file, "r", options=options, metadata_errors="replace")
    except av.FFmpegError as exc:
        why = "音声ファイルとして認識できません。録音のファイルかどうか、最後までコピーされているかを確かめてください。"
        raise UnreadableRecording(name, why) from exc
    except OSError as exc:
        raise unreadable_medium(name, exc) from exc
    with container:
        yield _source(container, file, name, max(announced, 1.0))


def _source(container: InputContainer, file: FileIO, name: str, announced: float) -> Source:
    stream = container.streams.best("audio")
    if not isinstance(stream, AudioStream):
        raise UnreadableRecording(name, "音声が入っていません。音声の入ったファイルを指定してください。")
    if stream.codec_context is None:
        raise UnreadableRecording(name, "この音声の形式には対応していません。WAV、MP3、M4Aなどに変換してください。")
    length_s = None
    if stream.duration is not None and stream.time_base is not None:
        length_s = float(stream.duration * stream.time_base) * announced
    elif container.duration is not None:
        length_s = container.duration / av.time_base * announced
    return Source(
        name=name,
        file=file,
        container=container,
        stream=stream,
        origin_s=(container.start_time or 0) / av.time_base,
        length_s=length_s,
        exact=_states_length(container, stream),
    )


def _states_length(container: InputContainer, stream: AudioStream) -> bool:
    formats = container.format.name.split(",")
    if "mp3" in formats:  # only a header that counts frames also counts the encoder's delay, which is then the start
        return bool(stream.start_time)
    return any(known in formats for known in STATES_LENGTH)


def _announced_share(file: FileIO) -> float:
    """How long a WAV says it is, as a share of the file that is there: 2.0 where half of it is missing.

    FFmpeg silently goes by the smaller of both. 1.0 for everything else and for sizes that were left open.
    """
    size = os.fstat(file.fileno()).st_size
    head = file.read(_RIFF.size)
    file.seek(0)
    if len(head) < _RIFF.size:
        return 1.0
    magic, announced = _RIFF.unpack(head)
    uncounted = 0 <= size - announced < 1 << 16  # chunks that some recorders put after the sound
    if magic != b"RIFF" or announced in (0, 0xFFFFFFFF) or uncounted:
        return 1.0
    return float(announced / size)


def frames(source: Source) -> Iterator[av.AudioFrame | None]:
    """Every frame that can be decoded, in order; ``None`` stands for a spot that cannot.

    A damaged file is read on behind the damage as far as its container lets one find the next frame.
    """
    failed = 0
    while failed <= RESUMES:
        try:
            for packet in source.container.demux(source.stream):
                failed = 0
                yield from _decoded(source, packet)
        except av.FFmpegError:  # also where FFmpeg calls a file that ends too early an input/output error
            failed += 1
            yield None
        except OSError as exc:  # from the file itself: the stick was pulled out
            raise unreadable_medium(source.name, exc) from exc
        else:
            return


def _decoded(source: Source, packet: "av.Packet[AudioStream]") -> Iterator[av.AudioFrame | None]:
    try:
        yield from source.stream.decode(packet)
    except av.FFmpegError:
        yield None
