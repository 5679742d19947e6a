"""確かめ: the figures of a recogniser whose mistakes are known."""

from dataclasses import replace

import numpy as np
import pytest

from minutes.asr.heard import Heard
from minutes.domain.speech import SAMPLE_RATE, Word
from tests.asr.fakes import Listener
from training.recogniser.check import Figures, figures, row
from training.rehearsal import rehearse
from training.sitting import sampled

TEXTS = ("阿部浩一議員の質問を許します。", "道路が冠水しました。", "阿部議員にお答えします。")
LENGTH = len("阿部浩一議員の質問を許します道路が冠水しました阿部議員にお答えします")


@pytest.fixture(scope="module")
def rehearsal():
    return replace(rehearse(3, TEXTS, speakers=2, sentences=1), roster=("阿部浩一", "高橋誠"))


def ears(rehearsal, late_s=0.0, **mistakes):
    """Who hears every word that begins in the clip, but for some that are mistaken, and ``late_s`` too late."""
    samples = sampled(rehearsal.sound)
    spoken = [word for sentence in rehearsal.sentences for word in sentence.words]

    def listen(clip, attempt):
        first = next(
            at for at in np.flatnonzero(samples == clip[0]) if np.array_equal(samples[at : at + len(clip)], clip)
        )
        start_s, end_s = first / SAMPLE_RATE, (first + len(clip)) / SAMPLE_RATE
        words = tuple(
            Word(mistakes.get(word.text, word.text), word.start_s - start_s + late_s, word.end_s - start_s, 0.9)
            for word in spoken
            if start_s <= word.start_s < end_s
        )
        heard = tuple(word for word in words if word.text)
        return Heard(heard, len(heard), avg_logprob=-0.2, no_speech_prob=0.0)

    return listen


def test_of_perfect_ears_nothing_is_wrong(rehearsal):
    found = figures(Listener(ears(rehearsal)), rehearsal)
    assert found == Figures(0, LENGTH, 0, LENGTH - 6, 0.0, told=2, asked=2, start_s=pytest.approx(0.0, abs=0.01))


def test_a_name_that_is_misspelled_counts_as_a_name_alone(rehearsal):
    found = figures(Listener(ears(rehearsal, 阿部="安部")), rehearsal)
    assert (found.wrong, found.wrong_elsewhere) == (2, 0)
    assert (found.told, found.asked) == (0, 2)


def test_what_is_wrong_elsewhere_counts_there(rehearsal):
    found = figures(Listener(ears(rehearsal, 道路="街路")), rehearsal)
    assert (found.wrong, found.wrong_elsewhere, found.told) == (1, 1, 2)


def test_late_words_are_late(rehearsal):
    assert figures(Listener(ears(rehearsal, late_s=0.1)), rehearsal).start_s == pytest.approx(0.1, abs=0.03)


def test_a_sentence_that_is_not_written_is_missed(rehearsal):
    deaf = {word.text: "" for word in rehearsal.sentences[1].words}
    sentence = rehearsal.sentences[1]
    assert figures(Listener(ears(rehearsal, **deaf)), rehearsal).missed_s > 0.5 * (sentence.end_s - sentence.start_s)


def test_a_recogniser_that_takes_hints_gets_the_roster_and_another_does_not(rehearsal):
    for hinted, hints in ((True, "阿部浩一、高橋誠"), (False, "")):
        listener = Listener(ears(rehearsal), hinted=hinted)
        figures(listener, rehearsal)
        assert {asked for _, asked, _ in listener.calls} == {hints}


def test_several_rehearsals_are_one_row():
    one = Figures(10, 100, 4, 80, 0.5, told=1, asked=3, start_s=0.04)
    other = Figures(20, 300, 8, 160, 1.0, told=2, asked=2, start_s=None)
    assert row([one, other]) == "7.5% | 5.0% | 1.5 | 3/5 | 0.04"
    assert row([other]) == "6.7% | 5.0% | 1.0 | 2/2 | —"
