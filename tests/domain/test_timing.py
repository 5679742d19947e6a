from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.domain.record import Kind, Paragraph
from minutes.domain.speech import Span, Word
from minutes.domain.timing import follow, pieces

WORDS = (
    Word("本日の", 0.0, 0.5, 0.9),
    Word("議事を", 0.5, 1.0, 0.4),
    Word("始めます。", 1.0, 2.0, 0.9),
)
HEARD = Paragraph("p1", Kind.SPEECH, "本日の議事を始めます。", 0.0, 2.0, words=WORDS)
NEXT = Paragraph("p2", Kind.SPEECH, "はい。", 4.0, 5.0, words=(Word("はい。", 4.0, 5.0, 0.9),))
WRITTEN = st.text(alphabet="本日の議事を始めます。会", max_size=30)


def test_untouched_text_gives_the_words_as_heard():
    assert pieces(HEARD) == WORDS


def test_words_that_survive_an_edit_keep_their_times_and_the_rest_lies_between():
    edited = pieces(replace(HEARD, text="本日の会議を始めます。"))
    assert edited[0] == WORDS[0]
    assert edited[-1] == WORDS[2]
    assert "".join(piece.text for piece in edited[1:-1]) == "会議を"
    assert (edited[1].start_s, edited[-2].end_s) == (0.5, 1.0)
    assert {piece.confidence for piece in edited[1:-1]} == {1.0}


def test_a_paragraph_written_by_hand_shares_its_time_out_evenly():
    written = pieces(Paragraph("p1", Kind.SPEECH, "はい。そう", 10.0, 15.0))
    assert [piece.start_s for piece in written] == [10.0, 11.0, 12.0, 13.0, 14.0]


@given(WRITTEN)
def test_whatever_people_write_the_pieces_are_the_text_in_order(text):
    found = pieces(replace(HEARD, text=text))
    assert "".join(piece.text for piece in found) == text
    assert [piece.start_s for piece in found] == sorted(piece.start_s for piece in found)


def test_a_text_parted_takes_its_words_along():
    first, second = follow(["本日の", "議事を始めます。"], [HEARD], after_s=0.0)
    assert (first.span, first.words) == (Span(0.0, 0.5), WORDS[:1])
    assert (second.span, second.words) == (Span(0.5, 2.0), WORDS[1:])


def test_a_cut_within_a_word_shares_its_time_out():
    first, second = follow(["本日の議", "事を始めます。"], [HEARD], after_s=0.0)
    assert (first.words, second.words) == (WORDS[:1], WORDS[2:])
    assert 0.5 < first.span.end_s <= second.span.start_s < 1.0


def test_texts_joined_put_their_words_together():
    (joined,) = follow(["本日の議事を始めます。はい。"], [HEARD, NEXT], after_s=0.0)
    assert (joined.span, joined.words) == (Span(0.0, 5.0), (*WORDS, *NEXT.words))


def test_what_was_written_between_two_words_was_said_between_them():
    _, written, _ = follow(["本日の議事を始めます。", "（拍手）", "はい。"], [HEARD, NEXT], after_s=0.0)
    assert written.words == ()
    assert 2.0 <= written.span.start_s < written.span.end_s <= 4.0


def test_what_is_made_of_nothing_stands_where_it_is_told_to():
    assert [anchor.span for anchor in follow(["（休憩）", ""], [], after_s=7.5)] == [Span(7.5, 7.5)] * 2


def test_a_text_pasted_over_another_is_not_compared_for_minutes():
    long = replace(HEARD, words=tuple(replace(WORDS[0], text=character) for character in "あいうえお" * 4_000))
    (pasted,) = follow(["かきくけこ" * 4_000], [long], after_s=0.0)
    assert pasted.words == ()


@given(st.lists(WRITTEN, min_size=1, max_size=4))
def test_whatever_people_make_of_paragraphs_words_stay_in_order_and_within_their_text(texts):
    found = follow(texts, [HEARD, NEXT], after_s=0.0)

    kept = [word for anchor in found for word in anchor.words]
    assert kept == [word for word in (*WORDS, *NEXT.words) if word in kept]
    for text, anchor in zip(texts, found, strict=True):
        assert 0.0 <= anchor.span.start_s <= anchor.span.end_s <= 5.0
        assert all(word.text in text for word in anchor.words)


def test_nothing_written_is_nowhere():
    assert follow([], [HEARD], after_s=0.0) == ()


@pytest.mark.parametrize("text", ["", "　"])
def test_an_empty_text_stands_somewhere(text):
    (anchor,) = follow([text], [HEARD], after_s=0.0)
    assert anchor.words == ()
