import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.domain.speech import Turn
from minutes.evaluation.speakers import Attribution, SpeakerScore, attribution, speaker_score, voices_taken
from minutes.evaluation.text import align


def turns(*rows):
    return tuple(Turn(voice, start, end) for voice, start, end in rows)


def test_the_parts_of_the_error_in_an_example_worked_by_hand():
    true = turns(("chair", 0, 10), ("mayor", 10, 20))
    found = turns(("S1", 0, 8), ("S2", 8, 18), ("S1", 21, 22))
    # S1 = chair, S2 = mayor: 8-10 confused, 18-20 missed, 21-22 where nobody spoke
    assert speaker_score(true, found) == SpeakerScore(
        speech_s=20, missed_s=2, false_alarm_s=1, confusion_s=2, voices=2, voices_found=2
    )
    assert speaker_score(true, found).der == pytest.approx(0.25)


def test_there_is_no_forgiveness_at_the_edges():
    score = speaker_score(turns(("chair", 0, 10)), turns(("S1", 0.1, 10)))
    assert score.missed_s == pytest.approx(0.1)


def test_speech_of_two_at_once_counts_twice():
    true = turns(("chair", 0, 10), ("mayor", 8, 10))
    score = speaker_score(true, turns(("S1", 0, 10)))
    assert score.speech_s == 12
    assert score.missed_s == 2


def test_one_voice_split_in_two_is_confused_for_its_smaller_part():
    score = speaker_score(turns(("chair", 0, 10)), turns(("S1", 0, 7), ("S2", 7, 10)))
    assert (score.confusion_s, score.voices, score.voices_found) == (3, 1, 2)


def test_turns_of_one_voice_that_overlap_count_once():
    assert speaker_score(turns(("chair", 0, 6), ("chair", 4, 10)), turns(("S1", 0, 10))).der == 0.0


def test_nobody_heard_is_all_missed_and_nobody_there_has_no_rate():
    assert speaker_score(turns(("chair", 0, 4)), ()).der == 1.0
    silence = speaker_score((), turns(("S1", 0, 4)))
    assert (silence.der, silence.false_alarm_s) == (None, 4)
    assert speaker_score((), ()).der is None


rows = st.tuples(st.sampled_from("ABC"), st.integers(0, 50), st.integers(1, 20))


@given(st.lists(rows, min_size=1, max_size=8))
def test_names_of_voices_do_not_matter(rows):
    true = turns(*((voice, start, start + length) for voice, start, length in rows))
    renamed = tuple(Turn(f"S{ord(turn.voice)}", turn.start_s, turn.end_s) for turn in true)
    assert speaker_score(true, renamed).der == pytest.approx(0.0)


def test_characters_of_the_wrong_voice_are_counted_under_the_best_matching():
    steps = align("あいうえお", "あいうえお")
    assert attribution(voices_taken(steps, "AAABB", ["S2", "S2", "S1", "S1", "S1"])) == Attribution(wrong=1, length=5)


def test_a_character_that_is_misheard_still_has_a_voice_and_one_that_is_lost_has_none():
    steps = align("町長です", "町村で")  # 長 misheard, す lost
    assert attribution(voices_taken(steps, "AAAA", ["S1", "S1", "S1"])) == Attribution(wrong=0, length=3)


def test_a_draft_without_voices_is_wrong_everywhere():
    steps = align("あい", "あい")
    assert attribution(voices_taken(steps, "AB", [None, None])) == Attribution(wrong=2, length=2)


def test_where_nothing_is_aligned_there_is_no_share():
    assert attribution(voices_taken(align("あ", ""), "A", [])).error is None
