"""聞き直し: words of a newer draft find their places in a text, however people and two recognisers have parted it."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from minutes.domain.record import Kind, Paragraph
from minutes.domain.rehearing import places, verbatim
from minutes.domain.speech import Word


def said(number, text, start_s, voice="S1", speed=8):
    """One word to two characters, eight characters a second."""
    parts = [(at, text[at : at + 2]) for at in range(0, len(text), 2)]
    words = tuple(Word(part, start_s + at / speed, start_s + (at + len(part)) / speed, 0.9) for at, part in parts)
    return Paragraph(f"p{number}", Kind.SPEECH, text, start_s, words[-1].end_s, voice, words=words)


CHAIR, CALL, MAYOR = (
    said(1, "これより会議を開きます。", 0),
    said(2, "異議なし。", 2, "S2"),
    said(3, "町長、どうぞ。", 3),
)
TEXT = (CHAIR, CALL, MAYOR)


def found(text, *newer):
    return [(one.at, one.inside, one.text) for one in places(text, newer)]


def test_the_same_words_half_a_second_late():
    later = (said(1, "これより会議を開きます。", 0.5), said(2, "異議なし。", 2.5, "S2"), said(3, "町長どうぞ。", 3.5))
    expected = [(0, True, "これより会議を開きます。"), (1, True, "異議なし。"), (2, True, "町長どうぞ。")]
    assert found(TEXT, *later) == expected


def test_one_paragraph_is_parted_as_the_text_is():
    words = (*said(1, "これより会議を開きます。", 0.2).words, *said(2, "異義なし。", 1.8).words, *MAYOR.words)
    whole = replace(CHAIR, end_s=MAYOR.end_s, words=words)
    assert [text for *_, text in found(TEXT, whole)] == ["これより会議を開きます。", "異義なし。", "町長、どうぞ。"]


def test_two_paragraphs_are_joined_as_the_text_is():
    joined = replace(CHAIR, text="これより会議を開きます。異議なし。", end_s=CALL.end_s, words=CHAIR.words + CALL.words)
    assert found((joined, MAYOR), *TEXT)[0] == (0, True, "これより会議を開きます。異議なし。")


def test_speech_where_the_text_has_none_stands_between():
    assert found((CHAIR, said(3, "散会します。", 30)), CHAIR, said(7, "日程第一、一般質問。", 12, "S2")) == [
        (0, True, "これより会議を開きます。"),
        (1, False, "日程第一、一般質問。"),
    ]
    assert found((), CHAIR) == [(0, False, "これより会議を開きます。")]
    assert found((CHAIR,), CHAIR, said(7, "散会します。", 60))[1] == (1, False, "散会します。")


def test_a_listeners_word_in_the_middle_of_a_speech():
    """It stands after the speech into which it fell, in both drafts."""
    speech, aside = said(1, "昨年度は三百件で、今年度は二百件でした。", 0), said(2, "そうだ。", 1.0, "S2")
    after = said(3, "以上です。", 4)
    assert [at for at, *_ in found((speech, aside, after), speech, aside, after)] == [0, 1, 2]
    assert [at for at, *_ in found((speech, aside, after), speech, after)] == [0, 2]


def test_what_people_wrote_without_sound_is_passed_over():
    written = Paragraph("n1", Kind.DIRECTION, "（拍手）", CHAIR.end_s, CHAIR.end_s)
    assert [at for at, *_ in found((CHAIR, written, CALL), CHAIR, CALL)] == [0, 2]


def test_words_that_say_exactly_what_stands_there():
    assert verbatim(TEXT, TEXT) == {number: paragraph.words for number, paragraph in enumerate(TEXT)}
    for text, words in (("どうぞ。", MAYOR.words[1:]), ("市長、どうぞ。", None), ("会議を開きます。", None)):
        assert verbatim((CHAIR, CALL, replace(MAYOR, text=text)), TEXT).get(2) == words
    written = Paragraph("n1", Kind.SPEECH, "日程第一、一般質問。", CHAIR.end_s, CHAIR.end_s)
    newly = said(7, "日程第一、一般質問。", 12)
    assert verbatim((CHAIR, written, said(3, "散会します。", 30)), (newly,)) == {1: newly.words}
    assert verbatim((CHAIR, written, said(3, "散会します。", 5)), (newly,)) == {}


SPEECHES = st.lists(st.tuples(st.text("会議を開。、", min_size=1, max_size=9), st.floats(0, 60)), max_size=8)


@given(SPEECHES, SPEECHES)
def test_every_word_has_one_place_and_their_order_stays(text, newer):
    text, newer = (
        [said(number, words, at_s) for number, (words, at_s) in enumerate(speeches)] for speeches in (text, newer)
    )
    dealt = places(text, newer)
    assert [word for one in dealt for word in one.words] == [word for one in newer for word in one.words]
    assert all((a.at, a.inside) <= (b.at, b.inside) for a, b in pairwise(dealt))
