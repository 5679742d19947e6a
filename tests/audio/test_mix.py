"""Eight microphones or one: what anybody says is in the mix, and the mix never clips."""

import numpy as np
import pytest

from minutes.audio.mix import mixed, whole
from tests.audio.recordings import Kind, loudness, record, tone

RATE = 16_000


def stack(*channels):
    return np.stack(channels, axis=1).astype(np.float32)


def test_loud_channels_do_not_clip():
    loud = tone(440, 1, RATE, level=1.0)
    assert np.array_equal(mixed(stack(loud, loud, loud)), whole(loud))


def test_one_voice_at_one_of_eight_microphones_is_heard():
    silent = np.zeros(RATE)
    assert loudness(mixed(stack(*[silent] * 3, tone(440, 1, RATE), *[silent] * 4))) == pytest.approx(
        0.3 / np.sqrt(2) / 8, rel=0.01
    )


def test_a_line_wired_with_reversed_polarity_does_not_cancel_the_voice():
    voice = tone(440, 1, RATE)
    assert np.array_equal(mixed(stack(voice, -voice)), whole(voice))


def test_unrelated_microphones_are_mixed_not_chosen_from():
    noise = np.random.default_rng(1).standard_normal((RATE, 8)).astype(np.float32) * 0.1
    assert np.array_equal(mixed(noise), whole(noise.mean(axis=1)))


def test_beyond_full_scale_is_held_and_no_number_is_silence():
    odd = np.array([2.0, -2.0, np.inf, -np.inf, np.nan, 0.5], np.float32)
    assert whole(odd).tolist() == [32767, -32768, 32767, -32768, 0, 16384]


def test_a_float_recording_with_odd_values_decodes(tmp_path, heard):
    kind = Kind("wav", "pcm_f32le", rate=RATE, channels=1)
    sound = tone(440, 2, RATE, level=3.0)[None]
    sound[0, 100] = np.nan
    audio = heard(record(tmp_path / "a.wav", kind, sound))
    assert audio.samples.max() == 32767
    assert audio.samples.min() == -32768


def test_a_stereo_recording_in_opposite_phase_is_heard(tmp_path, heard):
    kind = Kind("wav", "pcm_s16le", rate=RATE)
    voice = tone(440, 3, RATE)
    audio = heard(record(tmp_path / "a.wav", kind, np.stack((voice, -voice))))
    assert loudness(audio.samples) == pytest.approx(0.3 / np.sqrt(2), rel=0.01)
