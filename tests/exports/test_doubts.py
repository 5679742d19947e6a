from dataclasses import replace

from exports.doubts import BELOW, doubtful, stretches
from minutes.domain.record import Kind, Paragraph
from minutes.domain.speech import Doubt, Span, Word


def heard(*confidences: float, texts: str = "あいうえおかきくけこ", overlapped: tuple[Span, ...] = ()) -> Paragraph:
    """One character a second."""
    words = tuple(Word(texts[n], float(n), n + 1.0, c) for n, c in enumerate(confidences))
    return Paragraph("p1", Kind.SPEECH, texts[: len(words)], 0.0, float(len(words)), "S1", None, words, overlapped)


def test_doubtful_neighbours_are_one_phrase_with_its_least_sure_word():
    (mark,) = doubtful(heard(0.9, 0.4, 0.2, 0.9), [])
    assert (mark.start, mark.end, mark.confidence) == (1, 3, 0.2)
    assert mark.note == "0:00:01　確信度20％"


def test_a_sure_particle_between_doubtful_words_does_not_split_the_phrase():
    assert len(doubtful(heard(0.4, 0.9, 0.9, 0.4), [])) == 1
    assert len(doubtful(heard(0.4, 0.9, 0.9, 0.9, 0.4), [])) == 2


def test_a_stretch_that_the_recogniser_doubts_is_marked_with_its_reason():
    (mark,) = doubtful(heard(0.9, 0.9, 0.9, 0.9), [Doubt(Span(1.0, 3.0), "loop")])
    assert (mark.start, mark.end, mark.confidence) == (1, 3, None)
    assert mark.note == "0:00:01　同じ言葉を繰り返して認識しています"


def test_overlapping_voices_are_marked():
    (mark,) = doubtful(heard(0.9, 0.9, 0.9, overlapped=(Span(2.0, 3.0),)), [])
    assert (mark.start, mark.end, mark.note) == (2, 3, "0:00:02　声が重なっています")


def test_what_people_write_into_a_doubtful_stretch_is_not_doubted():
    paragraph = replace(heard(0.4, 0.9, 0.4), text="あえおう")
    (mark,) = doubtful(paragraph, [Doubt(Span(0.0, 3.0), "loop")])
    assert (mark.start, mark.end, mark.words) == (0, 4, ((0, 1), (3, 4)))


def test_what_somebody_has_said_is_right_is_not_doubted():
    assert doubtful(replace(heard(0.4, 0.9), checked=True), [Doubt(Span(0.0, 2.0), "loop")]) == ()


def test_half_sure_is_sure_enough():
    assert doubtful(heard(BELOW, 0.9), []) == ()
    assert len(doubtful(heard(BELOW - 0.01, 0.9), [])) == 1


def test_failed_stretches_come_before_unsure_words_and_overlap_comes_last():
    (failed,) = doubtful(heard(0.9), [Doubt(Span(0.0, 1.0), "cut")])
    (unsure,) = doubtful(heard(0.1), [])
    (overlap,) = doubtful(heard(0.9, overlapped=(Span(0.0, 1.0),)), [])
    assert sorted((overlap, unsure, failed), key=lambda mark: mark.urgency) == [failed, unsure, overlap]


def test_neighbouring_stretches_of_one_reason_are_listed_as_one():
    doubts = [Doubt(Span(20.0, 40.0), "cut"), Doubt(Span(0.0, 20.0), "cut"), Doubt(Span(10.0, 15.0), "loop")]
    assert list(stretches(doubts)) == [Doubt(Span(0.0, 40.0), "cut"), Doubt(Span(10.0, 15.0), "loop")]
