"""Words lie in order inside their window, also where the recogniser gave no usable times."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.asr.timing import SLOWEST_S, settle
from minutes.domain.speech import Span, Word

LENGTH_S = 10.0


def untimed(text):
    return tuple(Word(letter, 0.0, 0.0, 0.9) for letter in text)


def starts(words, text):
    """When the words of ``text`` begin, by the place of ``text`` in what they say together."""
    return words["".join(word.text for word in words).index(text)].start_s


moments = st.floats(-2.0, LENGTH_S + 3)
words = st.lists(st.builds(Word, st.sampled_from("あい。、う語"), moments, moments, st.floats(0, 1)), max_size=60)
speeches = st.lists(st.floats(0.1, 1.0), max_size=6).map(
    lambda lengths: tuple(Span(at * 1.5, at * 1.5 + length) for at, length in enumerate(lengths))
)


@given(words, speeches)
def test_settled_words_are_the_same_words_in_order_disjoint_and_inside(given_words, speech):
    settled = settle(given_words, speech, LENGTH_S)
    assert [(word.text, word.confidence) for word in settled] == [(word.text, word.confidence) for word in given_words]
    assert all(0 <= word.start_s <= word.end_s <= LENGTH_S for word in settled)
    assert all(before.end_s <= after.start_s for before, after in pairwise(settled))


def test_good_times_stay():
    good = (Word("町", 0.5, 0.7, 0.9), Word("長", 0.7, 0.7, 0.9), Word("、", 0.8, 0.9, 0.9))
    assert settle(good, (Span(0.4, 1.0),), LENGTH_S) == good


def test_words_without_times_fill_the_speech_evenly():
    settled = settle(untimed("ただいまから開会します"), (Span(1.0, 3.2),), LENGTH_S)
    assert settled[0].start_s == 1.0
    assert settled[-1].end_s == pytest.approx(3.2)
    assert {round(word.end_s - word.start_s, 2) for word in settled} == {0.2}


def test_sentences_begin_after_the_pauses():
    # at an even pace the second sentence would begin at 1.9 s, before the first was over
    settled = settle(
        untimed("起立全員であります。よって、可決されました。"), (Span(0.0, 1.5), Span(2.5, 4.6)), LENGTH_S
    )
    assert starts(settled, "よ") == 2.5
    assert all(word.end_s <= 1.5 for word in settled[:9])


def test_too_little_text_leaves_the_rest_of_the_speech_empty():
    settled = settle(untimed("はい"), (Span(0.0, 8.0),), LENGTH_S)
    assert settled[-1].end_s == 2 * SLOWEST_S


def test_words_without_times_or_speech_fill_the_window():
    assert settle(untimed("町長佐藤君町長佐藤君町長佐藤君町長佐藤君町長佐藤君"), (), 5.0)[-1].end_s == 5.0


def test_no_words():
    assert settle((), (Span(0.0, 1.0),), LENGTH_S) == ()
