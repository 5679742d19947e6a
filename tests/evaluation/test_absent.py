"""What was said and is not in the draft, also while somebody else speaks; each figure counted by hand."""

import pytest

from minutes.domain.speech import Turn
from minutes.evaluation import Reference, SpokenWord, Utterance, evaluate, read_reference
from minutes.evaluation.examination import examine, together
from tests.conftest import SAMPLE
from tests.evaluation.small_meeting import speech

COST = Utterance("費用は、およそ千八百万円です。", "mayor", None, 0.0, 7.0)
REMARK = Utterance("高いな。", "member", None, 3.0, 3.6)
WRITTEN = speech("S1", (COST.text, 0.0, 7.0))


def missed(reference, *draft, turns=None):
    scores = evaluate(draft, Reference(reference), turns=turns)
    return scores.missed_s, scores.missed_utterances


def said(*words):
    """One utterance of words with their times."""
    spoken = tuple(SpokenWord(*word) for word in words)
    text = "".join(word.text for word in spoken)
    return Utterance(text, "chair", None, spoken[0].start_s, spoken[-1].end_s, words=spoken)


def test_a_remark_over_anothers_speech_is_missed_although_there_is_text_at_that_moment():
    assert missed((COST, REMARK), WRITTEN) == (pytest.approx(0.6), 1)
    assert missed((COST, REMARK), WRITTEN, speech("S2", ("高いな。", 3.0, 3.6))) == (0.0, 0)


def test_a_character_of_it_that_stands_there_by_chance_does_not_save_a_remark():
    end = speech("S1", ("費用は、およそ千八百万円です。", 0.0, 6.5), ("な", 6.5, 7.0))
    assert missed((COST, REMARK), end) == (pytest.approx(0.4), 1)


def test_text_in_its_place_in_which_nothing_is_right_is_the_others_if_somebody_else_spoke():
    muddled = speech("S1", (COST.text, 0.0, 6.5), ("ごめん", 6.5, 7.0))
    assert missed((COST, REMARK), muddled) == (pytest.approx(0.6), 1)
    alone = Utterance("町長。", "chair", None, 8.0, 8.6)
    assert missed((COST, alone), WRITTEN, speech("S2", ("情報。", 8.0, 8.6))) == (0.0, 0)


@pytest.mark.parametrize("answer", ["はい、議長。", "はいはい、議長。", "いいえ。"])
def test_a_remark_is_missed_as_a_whole_where_the_next_sentence_begins_alike(answer):
    short = Utterance("はい。", "member", None, 3.0, 3.4)
    next_one = Utterance(answer, "chair", None, 8.0, 9.0)
    draft = (WRITTEN, speech("S2", (answer, 8.0, 9.0)))
    assert missed((COST, short, next_one), *draft) == (pytest.approx(0.4), 1)


def test_whichever_sentence_of_the_sample_is_left_out_it_is_missed():
    utterances = read_reference(SAMPLE / "reference.json").utterances
    whole = tuple(
        speech(one.voice, *((word.text, word.start_s, word.end_s) for word in one.words)) for one in utterances
    )
    for at, one in enumerate(utterances):
        missed_s, count = missed(utterances, *whole[:at], *whole[at + 1 :])
        assert count == 1, one.text
        assert missed_s == pytest.approx(one.end_s - one.start_s, rel=0.1), one.text


def test_of_an_utterance_a_stretch_of_a_second_is_missed_and_less_is_a_word_heard_wrongly():
    utterance = said(("道路を", 0.0, 1.0), ("直すべきで", 1.0, 2.0), ("あるという", 2.0, 2.9), ("意見です。", 2.9, 4.0))
    over = Utterance("あ", "member", None, 0.0, 4.0)  # so that there is text at every moment
    for left_out, seconds in (("直すべきで", 1.0), ("あるという", 0.0), ("直すべきであるという", 1.9)):
        text = utterance.text.replace(left_out, "")
        assert missed((utterance, over), speech("S1", (text, 0.0, 4.0)), speech("S2", ("あ", 0.0, 4.0))) == (
            pytest.approx(seconds),
            int(len(left_out) >= 9),
        )


def test_without_times_of_words_a_stretch_has_its_share_of_the_utterance():
    text = COST.text.replace("およそ千八百", "")  # 6 of 13 characters of 7 s, the words spread over all of it
    assert missed((COST,), speech("S1", (text, 0.0, 7.0))) == (pytest.approx(7 * 6 / 13), 0)


def test_pauses_in_it_are_no_missed_speech():
    turns = (Turn("mayor", 0.0, 7.0), Turn("member", 3.0, 3.2), Turn("member", 3.5, 3.6))
    assert missed((Utterance("高いな。", "member", None, 9.0, 9.9),), turns=(Turn("member", 9.0, 9.2),)) == (
        pytest.approx(0.2),
        1,
    )
    assert missed((COST, REMARK), WRITTEN, turns=turns)[0] == pytest.approx(0.6)  # the mayor speaks on


def test_where_nobody_knows_when_it_was_said_it_is_counted_without_seconds():
    lines = (Utterance(COST.text), Utterance(REMARK.text))
    assert missed(lines, WRITTEN) == (None, 1)
    assert missed(lines, WRITTEN, turns=(Turn("A", 0.0, 7.0),)) == (0.0, 1)


def test_what_has_no_character_that_is_spoken_cannot_be_missed():
    assert missed((COST, Utterance("……", "member", None, 3.0, 4.0)), WRITTEN) == (0.0, 0)


def test_what_was_missed_in_several_meetings_is_added_up():
    figures = examine((WRITTEN,), Reference((COST, REMARK))).figures
    total = together([figures, figures]).scores
    assert (total.missed_s, total.missed_utterances) == (pytest.approx(1.2), 2)
