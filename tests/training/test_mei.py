"""The synthesiser's parameters, and where in them each word is."""

import numpy as np
import pytest

from training import mei

TEXT = "川沿いの道路が三か所で冠水し、通学路が使えなくなりました。"


@pytest.fixture(scope="module")
def utterance():
    return mei.read(TEXT)


def test_the_parameters_last_as_long_as_the_engines_own_sound(utterance):
    assert len(utterance.cepstra) * mei.FRAME_S == pytest.approx(len(mei.speak(TEXT, 1.0, 0.0)) / 48_000)
    assert utterance.cepstra.shape == (utterance.ends[-1], 35)


def test_speech_stands_between_two_silences(utterance):
    assert utterance.phonemes[0] == utterance.phonemes[-1] == "sil"
    first, last = utterance.span()
    assert 0 < first < last < len(utterance.cepstra)


def test_words_are_the_text_in_order_with_punctuation_on_the_word_before(utterance):
    words = mei.words(utterance)
    assert "".join(word for word, _, _ in words) == TEXT
    assert [word for word, _, _ in words[:3]] == ["川", "沿い", "の"]
    assert "し、" in [word for word, _, _ in words]
    assert all(start < end for _, start, end in words)
    assert [start for _, start, _ in words] == sorted(start for _, start, _ in words)


def test_a_pause_is_no_part_of_a_word(utterance):
    words = {word: (start, end) for word, start, end in mei.words(utterance)}
    assert words["通学"][0] - words["し、"][1] > 40  # 0.2 s


def test_voiced_sounds_have_a_pitch_and_others_none(utterance):
    inside = utterance.log_f0[slice(*utterance.span())]
    assert 0.5 < np.mean(~np.isnan(inside)) < 0.95
    assert 150 < np.exp(np.nanmean(inside)) < 450


def test_quicker_speech_is_shorter():
    assert len(mei.read(TEXT, 1.3).cepstra) < 0.85 * len(mei.read(TEXT).cepstra)
