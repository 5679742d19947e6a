from minutes.domain.record import Kind, Paragraph
from minutes.domain.speech import Span, Word
from minutes.evaluation.coverage import invented, missed_s


def paragraph(*words):
    heard = tuple(Word(text, start, end, 1.0) for text, start, end in words)
    return Paragraph(
        "p", Kind.SPEECH, "".join(word.text for word in heard), heard[0].start_s, heard[-1].end_s, words=heard
    )


def test_speech_further_than_half_a_second_from_any_word_is_missed():
    draft = [paragraph(("開会", 1.0, 2.0), ("します", 2.8, 3.5))]
    assert missed_s([Span(1.0, 6.0)], draft) == 2.0  # 3.5 + 0.5 .. 6.0


def test_a_pause_within_the_text_is_not_missed_speech():
    assert missed_s([Span(0.0, 3.0)], [paragraph(("はい", 0.0, 1.0), ("そう", 2.0, 3.0))]) == 0.0


def test_overlapping_speech_is_missed_once():
    assert missed_s([Span(0, 4), Span(2, 6)], []) == 6


def test_punctuation_alone_is_no_text():
    assert missed_s([Span(0, 4)], [paragraph(("。", 0.0, 4.0))]) == 4


def test_words_where_nobody_spoke_are_invented():
    draft = [paragraph(("はい。", 1.0, 2.0), ("ご視聴", 10.0, 11.0), ("ありがとう。", 11.0, 12.0))]
    assert invented([Span(0.0, 3.0)], draft) == 8
    assert invented([], draft) == 10


def test_a_word_near_speech_is_not_invented():
    assert invented([Span(0.0, 3.0)], [paragraph(("はい", 3.4, 4.0))]) == 0
    assert invented([Span(0.0, 3.0)], [paragraph(("はい", 3.6, 4.0))]) == 2


def test_a_paragraph_written_by_hand_counts_as_a_whole():
    by_hand = Paragraph("p", Kind.SPEECH, "異議なし。", 5.0, 6.0)
    assert missed_s([Span(5.0, 6.0)], [by_hand]) == 0.0
    assert invented([Span(0.0, 1.0)], [by_hand]) == 4
