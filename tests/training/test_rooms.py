"""Rooms change a sound and keep its length; sounds without speech are sounds."""

import numpy as np
import pytest

from training import rooms


@pytest.fixture
def wave():
    times = np.arange(24_001) / 16_000
    return (0.1 * np.sin(2 * np.pi * 440 * times)).astype(np.float32)


def test_whatever_is_heard_is_as_long_and_finite(wave):
    for seed in range(40):
        heard = rooms.heard(wave, np.random.default_rng(seed))
        assert heard.shape == wave.shape
        assert np.isfinite(heard).all()
        assert heard.std() > 0


def test_a_telephone_has_no_bass_and_no_sharpness():
    low, high = (np.sin(2 * np.pi * hertz * np.arange(16_000) / 16_000).astype(np.float32) for hertz in (100, 6_000))
    assert rooms.telephone(low).std() < 0.05
    assert rooms.telephone(high).std() < 0.1


def test_opus_gives_back_the_same_length(wave):
    assert rooms.compressed(wave, np.random.default_rng(1)).shape == wave.shape


def test_nobody_is_many_different_sounds():
    sounds = [rooms.nobody(16_000, np.random.default_rng(seed)) for seed in range(30)]
    assert all(len(sound) == 16_000 and np.isfinite(sound).all() for sound in sounds)
    assert len({round(float(sound.std()), 4) for sound in sounds}) > 20
