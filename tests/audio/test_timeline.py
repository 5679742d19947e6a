"""Time stamps decide where sound belongs; what they cannot mean is not believed; nothing heard is dropped."""

import struct

import numpy as np
import pytest

from tests.audio.recordings import Kind, loudest_hertz, loudness, record, tones

KIND = Kind("mka", "flac", rate=16_000, channels=1)


def seconds(samples, start_s, end_s):
    return samples[round(start_s * 16_000) : round(end_s * 16_000)]


def test_a_hole_between_time_stamps_is_silence_and_is_named(tmp_path, heard):
    path = record(tmp_path / "a.mka", KIND, tones(KIND, 8.0), starts=((0, 0), (4, 7)))
    audio = heard(path)
    assert audio.recording.duration_s == pytest.approx(11.0, abs=0.3)
    (hole,) = audio.missing
    assert (hole.start_s, hole.end_s) == pytest.approx((4.0, 7.0), abs=0.3)
    assert not np.any(seconds(audio.samples, 4.4, 6.6))
    assert loudness(seconds(audio.samples, 7.4, 10.6)) == pytest.approx(0.3 / np.sqrt(2), rel=0.01)


def test_the_channels_have_the_hole_too(tmp_path, heard):
    audio = heard(record(tmp_path / "a.mka", KIND, tones(KIND, 8.0), starts=((0, 0), (4, 7))), channels=True)
    (channel,) = audio.channels
    assert np.array_equal(channel, audio.samples)


def test_parts_joined_without_new_time_stamps_follow_each_other(tmp_path, heard):
    kind = Kind("ogg", "libopus", channels=1)
    first = record(tmp_path / "1.ogg", kind, tones(kind, 4.0))
    second = record(tmp_path / "2.ogg", kind, tones(kind, 6.0, hertz=880))
    joined = tmp_path / "joined.ogg"
    joined.write_bytes(first.read_bytes() + second.read_bytes())
    audio = heard(joined)
    assert audio.recording.duration_s == pytest.approx(10.0, abs=0.2)
    assert loudest_hertz(seconds(audio.samples, 0, 4)) == pytest.approx(440, abs=1)
    assert loudest_hertz(seconds(audio.samples, 4.2, 10)) == pytest.approx(880, abs=1)


def test_a_sound_track_that_begins_after_its_pictures_keeps_its_distance(tmp_path, heard):
    kind = Kind("mkv", "flac", rate=16_000, channels=1, video=True)
    audio = heard(record(tmp_path / "a.mkv", kind, tones(kind, 4.0), starts=((0, 2),)))
    assert not np.any(seconds(audio.samples, 0, 1.9))
    assert loudness(seconds(audio.samples, 2.1, 5.9)) == pytest.approx(0.3 / np.sqrt(2), rel=0.01)
    assert audio.missing == ()


def test_a_recording_whose_clock_does_not_begin_at_zero_begins_at_zero(tmp_path, heard):
    kind = Kind("ts", "aac", channels=1)
    audio = heard(record(tmp_path / "a.ts", kind, tones(kind, 4.0), starts=((0, 50_000),)))
    assert audio.recording.duration_s == pytest.approx(4.0, abs=0.1)
    assert audio.missing == ()


def test_a_time_stamp_far_beyond_the_recording_is_not_believed(tmp_path, heard):
    path = record(tmp_path / "a.mka", KIND, tones(KIND, 8.0), starts=((0, 0), (4, 90_000)))
    data = path.read_bytes()
    at = data.index(b"\x44\x89\x88") + 3  # Matroska's Duration, in milliseconds
    path.write_bytes(data[:at] + struct.pack(">d", 8_000.0) + data[at + 8 :])
    audio = heard(path)
    assert audio.recording.duration_s == pytest.approx(8.0, abs=0.1)


def test_a_recording_may_change_its_channels_and_rate_on_the_way(tmp_path, heard):
    """MPEG-TS from a broadcast: mono announcements, then the stereo floor."""
    mono, stereo = Kind("aac", "aac", rate=32_000, channels=1), Kind("aac", "aac", rate=48_000, channels=2)
    first = record(tmp_path / "1.aac", mono, tones(mono, 4.0))
    second = record(tmp_path / "2.aac", stereo, tones(stereo, 4.0, hertz=880))
    joined = tmp_path / "joined.aac"
    joined.write_bytes(first.read_bytes() + second.read_bytes())
    audio = heard(joined, channels=True)
    assert loudest_hertz(seconds(audio.samples, 0, 3.8)) == pytest.approx(440, abs=1)
    assert loudest_hertz(seconds(audio.samples, 4.2, 8)) == pytest.approx(880, abs=1)
    left, right = audio.channels
    assert len(left) == len(right) == len(audio.samples)
    assert not np.any(seconds(right, 0, 3.8))
