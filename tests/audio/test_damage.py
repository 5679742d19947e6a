"""Of a damaged recording all that can be heard is used, in its right place, and what cannot be is named."""

import struct

import numpy as np
import pytest

from minutes.domain.errors import UnreadableRecording
from tests.audio.recordings import Kind, loudest_hertz, loudness, record, tones

FAST_START = {"movflags": "faststart"}


def cut(path, share=0.5):
    """Only the first part was copied."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def scratched(path, start=0.5, end=0.6):
    """A part in the middle is zeros, as from a worn memory card."""
    data = bytearray(path.read_bytes())
    first, last = int(len(data) * start), int(len(data) * end)
    data[first:last] = bytes(last - first)
    path.write_bytes(data)
    return path


CUT = (
    (Kind("m4a", "aac"), FAST_START),
    (Kind("mov", "pcm_s16le"), FAST_START),
    (Kind("wav", "pcm_s16le"), {}),
    (Kind("flac", "flac"), {}),
    (Kind("mka", "aac"), {}),
    (Kind("webm", "libopus"), {}),
    (Kind("mp3", "libmp3lame", rate=44_100), {}),
)


@pytest.mark.parametrize(("kind", "options"), CUT, ids=[kind.suffix for kind, _ in CUT])
def test_a_cut_recording_is_used_up_to_the_cut_and_the_missing_end_is_named(kind, options, tmp_path, heard):
    audio = heard(cut(record(tmp_path / f"a.{kind.suffix}", kind, tones(kind, 30.0), options=options)))
    assert audio.recording.duration_s == pytest.approx(15.0, abs=1.5)
    assert loudest_hertz(audio.samples) == pytest.approx(440, abs=1)
    (tail,) = audio.missing
    assert tail.start_s == pytest.approx(audio.recording.duration_s, abs=0.1)
    assert tail.end_s == pytest.approx(30.0, abs=0.1)


def test_how_much_a_cut_wma_lacks_is_only_a_guess(tmp_path, heard):
    """FFmpeg does not believe the length in its header once the file is shorter than the header says."""
    kind = Kind("wma", "wmav2", rate=44_100)
    audio = heard(cut(record(tmp_path / "a.wma", kind, tones(kind, 30.0))))
    (tail,) = audio.missing
    assert tail.start_s == pytest.approx(15.0, abs=0.2)
    assert tail.end_s > tail.start_s


@pytest.mark.parametrize(
    "kind", [Kind("amr", "libopencore_amrnb", rate=8_000, channels=1), Kind("aac", "aac")], ids=str
)
def test_where_the_file_does_not_say_its_length_a_cut_is_a_spot_without_length(kind, tmp_path, heard):
    audio = heard(cut(record(tmp_path / f"a.{kind.suffix}", kind, tones(kind, 30.0)), 0.5001))
    (spot,) = audio.missing
    assert spot.start_s == spot.end_s == pytest.approx(audio.recording.duration_s, abs=0.1)


@pytest.mark.parametrize(
    "kind",
    [Kind("m4a", "aac"), Kind("flac", "flac"), Kind("mka", "aac"), Kind("ogg", "libopus"), Kind("webm", "libopus")],
    ids=lambda kind: kind.suffix,
)
def test_behind_a_damaged_spot_every_second_is_still_in_its_place(kind, tmp_path, heard):
    sound = tones(kind, 40.0)
    sound[:, 32 * kind.rate :] = tones(kind, 8.0, hertz=880)
    audio = heard(scratched(record(tmp_path / f"a.{kind.suffix}", kind, sound, options=FAST_START)))
    assert audio.recording.duration_s == pytest.approx(40.0, abs=0.1)
    (hole,) = audio.missing
    assert 17.0 < hole.start_s < hole.end_s < 31.0
    assert not np.any(audio.samples[int(hole.start_s * 16_000) + 2_000 : int(hole.end_s * 16_000) - 2_000])
    assert loudest_hertz(audio.samples[31 * 16_000 : 32 * 16_000 - 400]) == pytest.approx(440, abs=2)
    assert loudest_hertz(audio.samples[32 * 16_000 + 400 :]) == pytest.approx(880, abs=2)


def test_a_damaged_mp3_is_used_and_the_loss_named_where_it_can_be(tmp_path, heard):
    kind = Kind("mp3", "libmp3lame", rate=44_100)
    audio = heard(scratched(record(tmp_path / "a.mp3", kind, tones(kind, 30.0))))
    spot, tail = audio.missing  # frames without time stamps: what is lost in the middle is missing at the end
    assert spot.start_s == pytest.approx(15.0, abs=0.5)
    assert tail.end_s - tail.start_s == pytest.approx(3.0, abs=0.5)


def test_an_mp4_without_its_index_cannot_be_read(tmp_path, heard, nothing_left):
    kind = Kind("mp4", "aac", video=True)
    path = cut(record(tmp_path / "議会.mp4", kind, tones(kind, 10.0)), 0.9)  # the index is at the end
    with pytest.raises(UnreadableRecording, match=r"録音「議会.mp4」を読み込めません。.*最後までコピー"):
        heard(path)
    assert nothing_left()


def test_a_wav_whose_recorder_lost_power_is_read_to_its_end(tmp_path, heard):
    kind = Kind("wav", "pcm_s16le", rate=16_000, channels=1)
    path = record(tmp_path / "a.wav", kind, tones(kind, 20.0))
    data = bytearray(path.read_bytes())
    at = data.index(b"data") + 4
    for claimed in (0, 16_000, 0xFFFFFFFF):  # never written, written once a while, left open
        data[4:8], data[at : at + 4] = struct.pack("<I", claimed + 36 & 0xFFFFFFFF), struct.pack("<I", claimed)
        path.write_bytes(data)
        audio = heard(path)
        assert audio.recording.duration_s == pytest.approx(20.0, abs=0.1), claimed
        assert loudness(audio.samples) == pytest.approx(0.3 / np.sqrt(2), rel=0.05)
        assert audio.missing == ()


def test_tags_in_shift_jis_do_not_stop_it(tmp_path, heard):
    kind = Kind("wav", "pcm_s16le", rate=16_000, channels=1)
    path = record(tmp_path / "a.wav", kind, tones(kind, 2.0))
    title = "定例会　第１日".encode("cp932") + b"\0"
    tags = b"INFO" + b"INAM" + struct.pack("<I", len(title)) + title + bytes(len(title) % 2)
    data = bytearray(path.read_bytes() + b"LIST" + struct.pack("<I", len(tags)) + tags)
    data[4:8] = struct.pack("<I", len(data) - 8)
    path.write_bytes(data)
    assert heard(path).recording.duration_s == pytest.approx(2.0)
