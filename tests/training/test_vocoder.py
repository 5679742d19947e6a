"""Sound from parameters: the engine's own spectrum, in any voice."""

import numpy as np
import pytest
import torch

from training import mei, sitting, vocoder
from training.recogniser.features import log_mel
from training.voices import Voice

TEXT = "これより採決いたします。"


def spectrum(wave):
    return log_mel(torch.from_numpy(np.asarray(wave, np.float32))[None])[0].numpy()


def render(voice, seed=1):
    return vocoder.render(mei.read(TEXT, voice.speed), voice, np.random.default_rng(seed))


def test_it_sounds_as_the_engines_own_vocoder_does():
    voice = Voice(0.0, 1.0, 1.0, 0.0)
    ours, theirs = spectrum(render(voice)), spectrum(sitting.speak(TEXT, voice)[0])
    frames = min(ours.shape[1], theirs.shape[1])
    assert abs(ours.shape[1] - theirs.shape[1]) <= 1
    assert np.abs(ours[:, :frames] - theirs[:, :frames]).mean() < 0.12  # 5 dB; another voice is 0.3 away
    assert np.corrcoef(ours[:, :frames].ravel(), theirs[:, :frames].ravel())[0, 1] > 0.95


@pytest.mark.parametrize("voice", [Voice(-9, 0.85, 1.0, 0.3), Voice(5, 1.2, 1.3, -0.4, melody=0.5, breath=0.3)])
def test_level_and_length_are_as_asked(voice):
    wave = render(voice)
    first, last = mei.read(TEXT, voice.speed).span()
    assert len(wave) == (last - first) * 80
    assert 20 * np.log10(np.sqrt(np.mean(wave**2))) == pytest.approx(voice.level_db, abs=0.1)
    assert np.isfinite(wave).all()


def test_a_longer_tract_moves_the_formants_down():
    low, high = (np.abs(np.fft.rfft(render(Voice(-3, tract, 1.0, 0.0)))) ** 2 for tract in (0.8, 1.2))
    hertz = np.arange(len(low))
    assert (low * hertz).sum() / low.sum() < 0.85 * (high * hertz).sum() / high.sum()


def test_the_same_seed_gives_the_same_sound():
    voice = Voice(0.0, 1.0, 1.0, 0.0)
    np.testing.assert_array_equal(render(voice, 7), render(voice, 7))
