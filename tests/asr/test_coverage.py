"""Speech without words is found, wherever it is, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.asr.coverage import REACH_S, SHORTEST_S, is_like, is_misplaced, stretches, uncovered
from minutes.domain.speech import Span, Word

TICK_S = 0.05


def rising(draw, most, longest):
    """-> disjoint (start, end) in ticks, in order."""
    at, found = 0, []
    for gap, length in draw(st.lists(st.tuples(st.integers(0, 60), st.integers(0, longest)), max_size=most)):
        found.append((at + gap, at + gap + length))
        at += gap + length
    return found


@st.composite
def speech_and_words(draw):
    speech = tuple(Span(start * TICK_S, end * TICK_S) for start, end in rising(draw, 8, 120))
    words = tuple(Word("語", start * TICK_S, end * TICK_S, 0.9) for start, end in rising(draw, 30, 10))
    return speech, words


def is_near(moment_s, words):
    return any(word.start_s - REACH_S <= moment_s <= word.end_s + REACH_S for word in words)


@given(speech_and_words())
def test_what_is_uncovered_is_speech_that_no_word_is_near_and_long_enough(case):
    speech, words = case
    for gap in uncovered(words, speech):
        assert gap.duration_s >= SHORTEST_S
        assert any(span.start_s <= gap.start_s and gap.end_s <= span.end_s for span in speech)
        assert not any(is_near(gap.start_s + gap.duration_s * share, words) for share in (0.01, 0.3, 0.5, 0.8, 0.99))


@given(speech_and_words(), st.floats(0.0, 1.0), st.integers(0, 7))
def test_every_moment_of_speech_is_near_a_word_or_uncovered_or_in_a_scrap(case, share, number):
    speech, words = case
    if not speech:
        return
    span = speech[number % len(speech)]
    moment_s = span.start_s + share * span.duration_s
    scrap = any(is_near(moment_s + step * TICK_S, words) for step in range(-12, 13)) or span.duration_s < SHORTEST_S
    listed = any(gap.start_s <= moment_s <= gap.end_s for gap in uncovered(words, speech))
    assert scrap or listed


def test_without_words_all_speech_is_uncovered():
    speech = (Span(1.0, 2.0), Span(3.0, 3.5), Span(5.0, 9.0))
    assert uncovered((), speech) == (Span(1.0, 2.0), Span(5.0, 9.0))


def test_the_end_of_a_sentence_that_was_dropped_is_found():
    assert uncovered((Word("はい。", 0.0, 1.0, 0.9),), (Span(0.0, 5.0),)) == (Span(1.3, 5.0),)


GUESSED = (Span(0.0, 100.0),)


def said(text):
    return tuple(Word(letter, at * 0.2, at * 0.2 + 0.2, 0.9) for at, letter in enumerate(text))


def misplaced(text, before, after, guessed=GUESSED):
    return is_misplaced(said(text), said(before), said(after), guessed)


def like(text, before, after):
    return is_like(said(text), said(before), said(after))


def test_text_that_is_heard_again_beside_its_own_place_was_misplaced_where_times_are_guessed():
    assert misplaced("異議なしと認めます。", "これに御異議ありませんか。異議なしと認めます。", "よって、")
    assert misplaced("よって、さよう決定", "", "よって、さよう決定いたしました。")
    assert not misplaced("町長、佐藤君。", "これに御異議ありませんか。", "ただいまの御質問にお答えいたします。")
    assert not misplaced("はい。", "山田議員の御質問に", "お答えします")
    assert not misplaced("、。", "異議", "なし")


def test_what_is_said_twice_is_no_echo_where_times_were_measured():
    assert not misplaced("異議なし。", "ご異議ありませんか。異議なし。", "", guessed=())
    # guessed are only the words of the first sentence, and 異議なし does not come there
    assert not misplaced("異議なし。", "ご異議ありませんか。異議なし。", "", guessed=(Span(0.0, 1.5),))


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("議案第２号について採決します。", "議案第１号について採決します。"),
        ("次に、伊藤花子議員の質問を許します。", "次に、佐藤花子議員の質問を許します。"),
        ("賛成多数であります。", "賛成少数であります。"),
    ],
)
def test_standing_phrases_that_differ_in_what_matters_are_alike_but_never_an_echo(text, before):
    assert not misplaced(text, before, "")
    assert not misplaced(text, "", before)
    assert like(text, before, "")


def test_other_text_is_not_alike():
    assert not like("町長、佐藤君。", "これに御異議ありませんか。", "ただいまの御質問にお答えいたします。")
    assert not like("はい。", "山田議員の御質問に", "お答えします")
    assert not like("", "異議", "なし")


def test_gaps_that_a_short_pause_divides_are_heard_together():
    gaps = (Span(0.0, 1.0), Span(1.4, 3.0), Span(3.5, 5.0), Span(8.0, 9.0))
    assert stretches(gaps, (Word("語", 3.1, 3.4, 0.9),)) == (Span(0.0, 3.0), Span(3.5, 5.0), Span(8.0, 9.0))
    assert stretches((), ()) == ()
