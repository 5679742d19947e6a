from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from minutes.domain.timing import pieces
from minutes.domain.record import Kind, Paragraph
from minutes.domain.speech import Word

WORDS = (
    Word("本日の", 0.0, 0.5, 0.9),
    Word("議事を", 0.5, 1.0, 0.4),
    Word("始めます。", 1.0, 2.0, 0.9),
)
HEARD = Paragraph("p1", Kind.SPEECH, "本日の議事を始めます。", 0.0, 2.0, words=WORDS)


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


@given(st.text(alphabet="本日の議事を始めます。会", max_size=30))
def test_whatever_people_write_the_pieces_are_the_text_in_order(text):
    found = pieces(replace(HEARD, text=text))
    assert "".join(piece.text for piece in found) == text
    assert [piece.start_s for piece in found] == sorted(piece.start_s for piece in found)
