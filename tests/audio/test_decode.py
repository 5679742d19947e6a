"""Whatever a town's recorder writes becomes the same 16 kHz samples, of the same length, with the same tone in it."""

import hashlib
import wave

import numpy as np
import pytest

from minutes.audio import decode
from tests.audio.recordings import Kind, loudest_hertz, loudness, record, tone, tones

KINDS = (
    Kind("wav", "pcm_s16le"),
    Kind("wav", "pcm_s16le", rate=44_100, channels=1),
    Kind("wav", "pcm_s24le", rate=96_000),
    Kind("wav", "pcm_f32le"),
    Kind("wav", "pcm_u8", rate=8_000, channels=1),
    Kind("wav", "pcm_mulaw", rate=8_000, channels=1),
    Kind("wav", "adpcm_ms", rate=22_050, channels=1),
    Kind("wav", "pcm_s16le", channels=8),
    Kind("mp3", "libmp3lame", rate=44_100),
    Kind("mp3", "libmp3lame", rate=8_000, channels=1),
    Kind("m4a", "aac", rate=44_100),
    Kind("m4a", "aac", channels=8),
    Kind("m4a", "alac", rate=44_100),
    Kind("aac", "aac", rate=32_000),
    Kind("flac", "flac", rate=96_000),
    Kind("flac", "flac", channels=8),
    Kind("ogg", "libopus", channels=1),
    Kind("opus", "libopus"),
    Kind("wma", "wmav2", rate=44_100),
    Kind("amr", "libopencore_amrnb", rate=8_000, channels=1),
    Kind("3gp", "libopencore_amrnb", rate=8_000, channels=1),
    Kind("mp4", "aac", video=True),
    Kind("mov", "pcm_s16le", video=True),
    Kind("mkv", "flac", video=True),
    Kind("mkv", "ac3", channels=6),
    Kind("webm", "libopus", video=True),
    Kind("avi", "libmp3lame", video=True),
    Kind("ts", "aac", video=True),
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.suffix}-{kind.codec}-{kind.rate}-{kind.channels}")
def test_every_format_keeps_its_tone_its_level_and_its_length(kind, tmp_path, heard):
    path = record(tmp_path / f"会議.{kind.suffix}", kind, tones(kind, 3.0))
    audio = heard(path)
    assert loudest_hertz(audio.samples) == pytest.approx(440, abs=1)
    assert loudness(audio.samples[8_000:40_000]) == pytest.approx(0.3 / np.sqrt(2), rel=0.3)  # AMR is made for voices
    assert audio.recording.duration_s == pytest.approx(3.0, abs=0.08)  # encoders fill up their last frame
    assert len(audio.samples) == audio.recording.duration_s * 16_000
    assert audio.missing == ()


def test_16_khz_mono_comes_through_bit_for_bit(tmp_path, heard):
    sound = np.random.default_rng(1).integers(-32768, 32768, 16_000 * 2, np.int16)
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(sound.tobytes())
    assert np.array_equal(heard(path).samples, sound)


@pytest.mark.parametrize("channels", [3, 5, 7, 9, 12, 24])
def test_any_number_of_channels_without_a_layout_is_decoded(channels, tmp_path, heard):
    hertz = [200 + 100 * number for number in range(channels)]
    sound = np.stack([tone(each, 2.0, 16_000) for each in hertz], axis=1)
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, 16_000, 0, "NONE", ""))
        file.writeframes((sound * 32767).astype("<i2").tobytes())
    audio = heard(path, channels=True)
    assert [round(loudest_hertz(channel)) for channel in audio.channels] == hertz
    assert all(len(channel) == len(audio.samples) for channel in audio.channels)


def test_channels_are_kept_apart_only_when_asked_for(tmp_path, heard):
    path = record(tmp_path / "a.flac", Kind("flac", "flac", channels=8), tones(Kind("flac", "flac", channels=8), 2.0))
    assert heard(path).channels == ()
    assert len(heard(path, channels=True).channels) == 8
    assert heard(path).channels == ()


def test_the_samples_are_a_read_only_memory_map(tmp_path, heard):
    audio = heard(record(tmp_path / "a.wav", Kind("wav", "pcm_s16le"), tones(Kind("wav", "pcm_s16le"), 2.0)))
    assert isinstance(audio.samples, np.memmap)
    assert audio.samples.dtype == np.int16
    assert not audio.samples.flags.writeable


def test_silence_decodes_like_anything_else(tmp_path, heard):
    kind = Kind("m4a", "aac")
    audio = heard(record(tmp_path / "a.m4a", kind, np.zeros((2, 3 * kind.rate), np.float32)))
    assert audio.recording.duration_s == pytest.approx(3.0, abs=0.08)
    assert not np.any(audio.samples)


def test_a_recording_is_known_by_its_bytes_and_decoded_once(tmp_path, heard):
    kind = Kind("ogg", "libopus")
    path = record(tmp_path / "a.ogg", kind, tones(kind, 2.0))
    first = heard(path)
    renamed = path.rename(tmp_path / "改名.ogg")
    second = heard(renamed)
    assert first.recording.sha256 == hashlib.sha256(renamed.read_bytes()).hexdigest() == second.recording.sha256
    assert second.recording.name == "改名.ogg"
    assert second.proxy.stat().st_mtime_ns == first.proxy.stat().st_mtime_ns


def test_it_is_decoded_again_where_a_piece_is_missing_or_short(tmp_path, heard):
    kind = Kind("ogg", "libopus")
    path = record(tmp_path / "a.ogg", kind, tones(kind, 2.0))
    first = heard(path)
    whole = bytes(first.samples)
    first.proxy.unlink()
    assert heard(path).proxy.is_file()
    with (first.proxy.parent / "samples.s16").open("r+b") as file:
        file.truncate(1000)
    assert bytes(heard(path).samples) == whole


@pytest.mark.parametrize("options", [{}, {"live": "1"}], ids=["length stated", "length unknown"])
def test_progress_never_falls_and_ends_at_one(options, tmp_path, files):
    kind = Kind("webm", "libopus")
    shares = []
    path = record(tmp_path / "a.webm", kind, tones(kind, 20.0), options=options)
    decode(path, files, on_progress=shares.append)
    decode(path, files, on_progress=shares.append)
    assert shares == sorted(shares)
    assert min(shares) < 0.3
    assert shares[-2:] == [1.0, 1.0]


def test_nothing_unfinished_is_left_after_a_decode(tmp_path, files, heard):
    kind = Kind("ogg", "libopus")
    heard(record(tmp_path / "a.ogg", kind, tones(kind, 2.0)))
    assert not list(files.scratch.iterdir())
