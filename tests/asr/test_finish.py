"""Windows that came out wrong are put right, and what cannot be is said."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.asr.finish import Window, finish, quietest
from minutes.asr.heard import Attempt
from minutes.domain.speech import SAMPLE_RATE, Doubt, Span, Word
from tests.asr.fakes import TERMS, Listener, heard, numbered, numbers_in, speech

FIRST, CAREFUL = Attempt.FIRST, Attempt.CAREFUL


def window(seconds):
    return Window(numbered(seconds), speech(seconds))


def said(*numbers):
    return "".join(f"{TERMS[number - 1]}、" for number in numbers)


def finished(ears, seconds=10, hints=""):
    listener = Listener(ears)
    (result,) = finish([window(seconds)], listener, hints)
    return result, listener


def reasons(result):
    return [doubt.reason for doubt in result.doubts]


def test_good_windows_are_recognised_once_as_one_batch():
    listener = Listener()
    results = tuple(finish([window(3), window(5), window(4)], listener, "山田太郎"))
    assert [result.heard.text for result in results] == [said(1, 2, 3), said(1, 2, 3, 4, 5), said(1, 2, 3, 4)]
    assert all(result.doubts == () and result.unheard == () for result in results)
    assert listener.calls == [(3, "山田太郎", FIRST)]


def test_a_window_cut_at_the_token_limit_is_split_until_it_is_whole():
    def ears(clip, attempt):
        numbers = [number for number, _, _ in numbers_in(clip)]
        return heard(clip, numbers[:6], tokens=224) if len(numbers) > 6 else heard(clip)

    result, _ = finished(ears, seconds=20)
    assert result.heard.text == said(*range(1, 21))
    assert [word.start_s for word in result.heard.words] == pytest.approx(range(20), abs=0.01)
    assert result.doubts == ()


def test_a_window_that_stays_cut_is_flagged_and_keeps_its_text():
    result, listener = finished(lambda clip, attempt: heard(clip, tokens=224), seconds=8)
    assert set(reasons(result)) == {"cut"}
    assert result.heard.text == said(*range(1, 9))
    assert len(listener.calls) < 20


def test_a_loop_is_replaced_by_a_careful_second_attempt_without_hints():
    def ears(clip, attempt):
        return heard(clip, text="はい、" * 16) if attempt is FIRST else heard(clip)

    result, listener = finished(ears, seconds=5, hints="山田太郎")
    assert result.heard.text == said(1, 2, 3, 4, 5)
    assert result.doubts == ()
    assert listener.calls == [(1, "山田太郎", FIRST), (1, "", CAREFUL)]


def test_a_loop_in_a_long_window_is_split_when_care_does_not_help():
    def ears(clip, attempt):
        return heard(clip, text="これより質疑に入ります。" * 3) if len(clip) > 7 * SAMPLE_RATE else heard(clip)

    result, _ = finished(ears, seconds=10)
    assert result.heard.text == said(*range(1, 11))
    assert result.doubts == ()


def test_a_loop_that_stays_is_flagged_and_never_deleted():
    result, _ = finished(lambda clip, attempt: heard(clip, text="はい、" * 16), seconds=5)
    assert result.heard.text == "はい、" * 16
    assert reasons(result) == ["loop"]


def test_a_better_second_attempt_without_text_deletes_nothing():
    def ears(clip, attempt):
        return heard(clip, text="はい、" * 16) if attempt is FIRST else heard(clip, [])

    result, _ = finished(ears, seconds=5)
    assert result.heard.text == "はい、" * 16
    assert reasons(result) == ["loop"]


def test_an_improbable_window_is_tried_again_and_flagged_when_it_stays_so():
    result, listener = finished(lambda clip, attempt: replace(heard(clip), avg_logprob=-1.5), seconds=4)
    assert result.heard.text == said(1, 2, 3, 4)
    assert reasons(result) == ["unsure"]
    assert [attempt for _, _, attempt in listener.calls] == [FIRST, CAREFUL]


def test_hints_given_back_instead_of_speech_are_heard_again_without_them():
    hints = "山田太郎、佐藤花子、鈴木一郎"
    result, _ = finished(lambda clip, attempt: heard(clip, text=hints) if attempt is FIRST else heard(clip), 4, hints)
    assert result.heard.text == said(1, 2, 3, 4)


def test_a_phrase_of_silence_is_flagged_and_stays():
    def ears(clip, attempt):
        return replace(heard(clip, text="ご視聴ありがとうございました。"), no_speech_prob=0.9)

    result, _ = finished(ears, seconds=3)
    assert result.heard.text == "ご視聴ありがとうございました。"
    assert result.doubts == (Doubt(Span(0.0, 3.0), "silence"),)


def test_thanks_said_in_earnest_are_not_flagged():
    result, _ = finished(lambda clip, attempt: heard(clip, text="ありがとうございました。"), seconds=2)
    assert result.doubts == ()


@pytest.mark.parametrize("missed", [{1, 2, 3}, {4, 5, 6}, {8, 9, 10}, {1, 2, 3, 8, 9, 10}, set(range(1, 11))])
def test_speech_that_came_out_without_text_is_heard_again_on_its_own(missed):
    def ears(clip, attempt):
        numbers = {number for number, _, _ in numbers_in(clip)}
        return heard(clip, numbers - missed if len(clip) > 6 * SAMPLE_RATE else numbers)

    result, _ = finished(ears)
    assert result.heard.text == said(*range(1, 11))
    assert result.unheard == ()


def test_a_stretch_that_only_care_hears_is_heard():
    def ears(clip, attempt):
        return heard(clip, None if attempt is CAREFUL else {1, 2, 3, 7, 8})

    result, _ = finished(ears, seconds=8)
    assert result.heard.text == said(*range(1, 9))


def test_what_nobody_can_hear_is_listed():
    result, _ = finished(lambda clip, attempt: heard(clip, {1, 2, 6}), seconds=6)
    assert result.heard.text == said(1, 2, 6)
    assert [(round(gap.start_s), round(gap.end_s)) for gap in result.unheard] == [(2, 3), (3, 4), (4, 5)]


def test_a_recogniser_that_hears_nothing_leaves_all_speech_listed():
    result, _ = finished(lambda clip, attempt: heard(clip, []), seconds=4)
    assert result.heard.words == ()
    assert result.unheard == speech(4)


def test_a_loop_is_no_answer_to_a_gap_and_yet_a_doubt():
    def ears(clip, attempt):
        return heard(clip, {1, 2, 3}) if len(clip) > 3 * SAMPLE_RATE else heard(clip, text="あ" * 30)

    result, _ = finished(ears, seconds=5)
    assert result.heard.text == said(1, 2, 3)
    assert len(result.unheard) == 2
    assert reasons(result) == ["loop"]


def test_what_is_heard_unsurely_in_a_gap_is_flagged_and_never_thrown_away():
    def ears(clip, attempt):
        return heard(clip, {1, 2, 3}) if len(clip) > 3 * SAMPLE_RATE else replace(heard(clip), avg_logprob=-1.5)

    result, _ = finished(ears, seconds=5)
    assert result.heard.text == said(1, 2, 3, 4, 5)
    assert result.unheard == ()
    assert reasons(result) == ["unsure"]


def test_of_several_attempts_at_a_gap_the_best_counts():
    def ears(clip, attempt):
        if len(clip) > 3 * SAMPLE_RATE:
            return heard(clip, {1, 2, 3})
        return heard(clip, text="あ" * 30) if attempt is FIRST else replace(heard(clip), avg_logprob=-1.5)

    result, _ = finished(ears, seconds=5)
    assert result.heard.text == said(1, 2, 3, 4, 5)
    assert reasons(result) == ["unsure"]


@pytest.mark.parametrize(
    ("first", "again", "flags"),
    [
        ("ご異議ありませんか。異議なし。", "異議なし。", ["echo"]),
        ("議案第１号について採決します。", "議案第２号について採決します。", ["echo"]),
        ("賛成の方は御起立願います。", "起立全員であります。", []),
    ],
)
def test_a_phrase_that_is_really_said_again_is_there_twice(first, again, flags):
    speech = (Span(0.0, 3.2), Span(4.5, 6.0))
    samples = np.ones(6 * SAMPLE_RATE, np.int16)

    def ears(clip, attempt):
        return heard(clip[: round(3.2 * SAMPLE_RATE)], text=first) if len(clip) > 90_000 else heard(clip, text=again)

    (result,) = finish([Window(samples, speech)], Listener(ears), "")
    assert result.heard.text == first + again
    assert result.doubts == tuple(Doubt(Span(4.5, 6.0), flag) for flag in flags)
    assert result.unheard == ()


def slow(clip, numbers, *, timed):
    """The words of ``numbers``, all at the beginning of the clip: with times, or without."""
    words = heard(clip, numbers).words
    early = (replace(word, start_s=at * 0.5, end_s=at * 0.5 + 0.4 * timed) for at, word in enumerate(words))
    return replace(heard(clip), words=tuple(early))


@pytest.mark.parametrize("timed", [True, False])
def test_text_heard_again_that_is_already_there_is_an_echo_only_where_times_were_guessed(timed):
    """The recogniser heard the end of the window, and its times are early: the end looks empty."""
    last = {9, 10}
    result, _ = finished(lambda clip, attempt: slow(clip, last, timed=timed) if len(clip) > 8e4 else heard(clip, last))
    assert result.heard.text == (said(9, 10, 9, 10) if timed else said(9, 10))
    (echo,) = result.doubts
    assert echo.reason == "echo"
    assert echo.span.end_s == pytest.approx(9.75)


def test_words_heard_again_keep_the_order_of_time():
    def ears(clip, attempt):
        numbers = {number for number, _, _ in numbers_in(clip)}
        return heard(clip, {1, 5, 9} if len(clip) > 6 * SAMPLE_RATE else numbers)

    result, _ = finished(ears)
    assert [word.start_s for word in result.heard.words] == pytest.approx(range(10), abs=0.01)


def test_a_part_of_a_window_takes_its_speech_along():
    part = window(4).part(SAMPLE_RATE // 2, 3 * SAMPLE_RATE)
    assert part.speech == (Span(0.0, 0.25), Span(0.5, 1.25), Span(1.5, 2.25))
    assert part.length_s == 2.5


def test_the_quietest_place_is_in_the_pause():
    loud, pause = np.full(12_000, 1000, np.int16), np.zeros(4_000, np.int16)
    assert 12_000 <= quietest(np.concatenate([loud, pause, loud])) <= 16_000


@settings(max_examples=40)
@given(
    never=st.sets(st.integers(1, 20)),
    long_only=st.sets(st.integers(1, 20)),
    limit=st.integers(3, 25),
    whole_s=st.integers(3, 9),
)
def test_whatever_the_recogniser_misses_every_word_comes_once_or_its_place_is_listed(never, long_only, limit, whole_s):
    """It never hears some words, some not in clips over ``whole_s``, and is cut after ``limit`` words."""

    def ears(clip, attempt):
        missed = never | (long_only if len(clip) > whole_s * SAMPLE_RATE else set())
        numbers = [number for number, _, _ in numbers_in(clip) if number not in missed]
        return heard(clip, numbers[:limit], tokens=224 if len(numbers) > limit else None)

    result, _ = finished(ears, seconds=20)
    found = [TERMS.index(word.text[:-1]) + 1 for word in result.heard.words]
    assert found == sorted(set(found))
    assert all(before.end_s <= after.start_s for before, after in pairwise(result.heard.words))
    listed = {
        number for number in range(1, 21) for gap in result.unheard if gap.overlap_s(Span(number - 1, number)) > 0
    }
    assert set(found) | listed == set(range(1, 21))
    assert never <= listed


PHRASES = ("異議なし。", "はい。", "議案第１号。", "議案第２号。", "賛成。")


@settings(max_examples=40)
@given(
    spoken=st.lists(st.sampled_from(PHRASES), min_size=1, max_size=12),
    missed=st.sets(st.integers(1, 12)),
    never=st.sets(st.integers(1, 12)),
    weak=st.booleans(),
)
def test_standing_phrases_are_there_as_often_as_they_were_heard_or_their_place_is_listed(spoken, missed, never, weak):
    """Phrase ``n`` is said in second ``n``; some are missed in clips over 4 s, some ever, and gaps are heard badly."""

    def ears(clip, attempt):
        is_long = len(clip) > 4 * SAMPLE_RATE
        numbers = {number for number, _, _ in numbers_in(clip)} - never - (missed if is_long else set())
        words = (
            Word(spoken[number - 1], first / SAMPLE_RATE, last / SAMPLE_RATE, 0.9)
            for number, first, last in numbers_in(clip)
            if number in numbers
        )
        return replace(heard(clip), words=tuple(words), avg_logprob=-1.5 if weak and not is_long else -0.3)

    result, _ = finished(ears, seconds=len(spoken))
    for number, phrase in enumerate(spoken, start=1):
        place = Span(number - 1, number)
        written = [word.text for word in result.heard.words if word.span.overlap_s(place) > 0]
        listed = any(gap.overlap_s(place) > 0 for gap in result.unheard)
        assert written == [phrase] or (written == [] and listed)
        assert listed or number not in never
