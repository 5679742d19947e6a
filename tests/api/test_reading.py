"""読む形: speeches and phrases as the page shows them."""

from dataclasses import replace

from api.reading import passages, voices
from exports.notation import Notation
from minutes.domain.speech import Voice
from tests.api.drafted import MINUTES
from tests.coedit.drafts import draft

NOTATION = Notation()


def test_phrases_end_with_their_marks_and_know_their_time():
    [passage] = passages(draft("これは、十名です。"), NOTATION)
    said = [("".join(run for run, _ in phrase.runs), phrase.start_s, phrase.end_s) for phrase in passage.phrases]
    assert said == [("これは、", 0.0, 1.0), ("十名です。", 1.0, 2.25)]


def test_a_speech_opens_with_its_speaker_once():
    minutes = draft("一。", "二。", "三。", voices=("S1", "S1", "S2"))
    assert [one.who for one in passages(minutes, NOTATION)] == ["話者１", "", "話者２"]


def test_what_is_doubtful_carries_its_note():
    counted = [one.doubts for one in passages(MINUTES, NOTATION)]
    assert counted == [0, 1, 0]


def test_voices_that_are_heard_with_how_long():
    first, second = voices(MINUTES, NOTATION)
    assert (first.label, first.called, first.colour, first.first_s) == ("S1", "話者１", 0, 0.0)
    lasting = [one.end_s - one.start_s for one in MINUTES.paragraphs]
    assert first.spoken_s == lasting[0] + lasting[2]
    assert second.first_s == MINUTES.paragraphs[1].start_s


def test_a_voice_without_a_paragraph_is_not_offered():
    minutes = draft("一。")
    heard = replace(minutes, provenance=replace(minutes.provenance, voices=(Voice("S1", None), Voice("S9", None))))
    assert [one.label for one in voices(heard, NOTATION)] == ["S1"]
