"""Made-up talk: who speaks when is known exactly."""

import numpy as np
import pytest

from minutes.domain.speech import SAMPLE_RATE
from training import mei
from training.diarizer.dialogues import dialogue
from training.diarizer.speech import Speech
from training.voices import HELD_OUT, different


@pytest.fixture(scope="module")
def speech():
    return Speech(seed=1)


def test_speech_is_where_it_is_said_to_be(speech):
    for _ in range(5):
        wave, spoken = speech.speak(HELD_OUT[0])
        assert wave.shape == spoken.shape
        assert np.mean(wave[spoken] ** 2) > 0.9 * np.mean(wave**2)


def test_long_pauses_are_nobodys_and_short_ones_are_part_of_the_talk(speech):
    pauses = []
    for _ in range(40):
        _, spoken = speech.speak(HELD_OUT[1])
        edges = np.flatnonzero(np.diff(spoken.astype(int)))
        pauses += (np.diff(edges.reshape(-1, 2), axis=1)[:, 0] / SAMPLE_RATE).tolist()
    assert len(pauses) > 3
    assert min(pauses) >= 0.3 - mei.FRAME_S


def test_a_dialogue_has_turns_pauses_and_overlap(speech):
    rng = np.random.default_rng(2)
    who = [dialogue(speech, different(HELD_OUT, 3, rng), 10.0, rng)[1] for _ in range(16)]
    together = np.mean([(one.sum(0) > 1).mean() for one in who])
    silent = np.mean([(one.sum(0) == 0).mean() for one in who])
    assert 0.01 < together < 0.3
    assert 0.02 < silent < 0.5
    assert np.mean([one.any(1).sum() for one in who]) > 1.8


def test_sound_and_labels_are_as_long_as_asked(speech):
    rng = np.random.default_rng(3)
    sound, who = dialogue(speech, HELD_OUT[:2], 4.0, rng)
    assert sound.shape == (64_000,)
    assert who.shape == (2, 64_000)
    assert np.isfinite(sound).all()
