"""The bad recordings are as bad as they say, no more and no less."""

import numpy as np
import pytest
from scipy.signal import welch

from benchmarks.degraded import (
    DEGRADED,
    SPEECHLESS,
    Laid,
    clipped,
    distant,
    humming,
    impulse,
    overlapped,
    telephone,
)
from minutes.domain.speech import SAMPLE_RATE


@pytest.fixture(scope="module")
def tones():
    """4 s: half a second of five tones, half a second of nothing, and so on."""
    times = np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE
    wave = sum(np.sin(2 * np.pi * hertz * times) for hertz in (120, 500, 1500, 3000, 6000)) * (times % 1 < 0.5)
    return np.round(0.1 * wave * 32_767).astype(np.int16)


def level_db(samples):
    return 20 * np.log10(np.sqrt(np.mean((samples / 32_768) ** 2)))


def power(samples, low, high):
    hertz, density = welch(samples / 32_768, SAMPLE_RATE, nperseg=4096)
    return density[(hertz >= low) & (hertz < high)].sum()


@pytest.mark.parametrize("name", DEGRADED)
def test_a_degraded_copy_has_the_same_length_and_is_made_the_same_again(tones, name):
    copy = DEGRADED[name](tones)
    assert copy.dtype == np.int16
    assert copy.shape == tones.shape
    assert not np.array_equal(copy, tones)
    assert np.array_equal(copy, DEGRADED[name](tones))


@pytest.mark.parametrize("name", DEGRADED)
def test_silence_and_the_shortest_sound_can_be_degraded_too(name):
    for samples in (np.zeros(SAMPLE_RATE, np.int16), np.ones(10, np.int16)):
        assert DEGRADED[name](samples).shape == samples.shape


@pytest.mark.parametrize("name", SPEECHLESS)
def test_a_recording_without_speech_has_the_length_asked_for(name):
    samples = SPEECHLESS[name](3.5)
    assert samples.dtype == np.int16
    assert len(samples) == 3.5 * SAMPLE_RATE
    assert np.array_equal(samples, SPEECHLESS[name](3.5))


def test_the_hall_fades_by_sixty_decibels_in_its_time():
    tail = impulse(1, rt60_s=0.8, direct_db=0.0)[1:] ** 2
    left_db = 10 * np.log10(np.cumsum(tail[::-1])[::-1] / tail.sum())
    fall_s = (np.argmax(left_db < -35) - np.argmax(left_db < -5)) / SAMPLE_RATE  # 30 dB
    assert 2 * fall_s == pytest.approx(0.8, rel=0.05)


def test_far_away_is_quieter_by_what_it_says_and_noisy_in_the_pauses(tones):
    far = distant(tones, quieter_db=26, snr_db=12)
    speech, pause = slice(0, SAMPLE_RATE // 2), slice(SAMPLE_RATE // 2, SAMPLE_RATE)
    assert level_db(far[speech]) - level_db(tones[speech]) == pytest.approx(-26, abs=1)
    assert level_db(far[speech]) - level_db(far[pause]) == pytest.approx(12, abs=1.5)


def test_the_telephone_keeps_the_middle_and_nothing_else(tones):
    called = telephone(tones)
    assert power(called, 400, 3200) == pytest.approx(power(tones, 400, 3200), rel=0.2)
    assert power(called, 60, 180) < 0.01 * power(tones, 60, 180)
    assert power(called, 5000, 8000) < 0.001 * power(tones, 5000, 8000)


def test_too_loud_is_cut_off_at_full_scale(tones):
    loud = clipped(tones)
    assert loud.max() == 32_767
    assert loud.min() == -32_768
    assert np.mean(np.abs(loud.astype(int)) >= 32_767) > 0.2


@pytest.mark.parametrize("mains_hz", [50, 60])
def test_the_hum_is_at_the_mains_and_at_its_level(mains_hz):
    hum = humming(np.zeros(4 * SAMPLE_RATE, np.int16), mains_hz=mains_hz, level_db=-26)
    hertz, density = welch(hum / 32_768, SAMPLE_RATE, nperseg=SAMPLE_RATE)
    assert hertz[density.argmax()] == mains_hz
    assert level_db(hum) == pytest.approx(-26, abs=0.1)


def test_an_overlap_is_the_sum_of_both_and_stops_at_the_end(tones):
    both = overlapped(tones, [Laid(0.0, 0.5, 1.5), Laid(0.0, 2.0, 3.9)], quieter_db=6.0)
    pause = slice(int(1.5 * SAMPLE_RATE), 2 * SAMPLE_RATE)
    assert level_db(both[pause]) == pytest.approx(level_db(tones[: SAMPLE_RATE // 2]) - 6, abs=0.1)
    assert np.array_equal(both[:SAMPLE_RATE], tones[:SAMPLE_RATE])
    assert len(both) == len(tones)
