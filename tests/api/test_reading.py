"""読む形: speeches and phrases as the page shows them."""

from dataclasses import replace

from api.reading import passages, places, voices
from exports.notation import Notation
from minutes.domain.record import Mark, Marked
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
    found = list(passages(MINUTES, NOTATION))
    assert [one.doubts for one in found] == [0, 1, 0]
    assert [[(begin, end) for begin, end, _ in one.doubtful] for one in found] == [[], [(0, 4)], []]


def test_what_is_checked_is_shown_without_and_known_for_whoever_takes_that_back():
    checked = replace(MINUTES, paragraphs=tuple(replace(one, checked=True) for one in MINUTES.paragraphs))
    found = list(passages(checked, NOTATION))
    assert [one.doubts for one in found] == [0, 0, 0]
    assert not any(note for one in found for phrase in one.phrases for _, note in phrase.runs)
    assert [one.doubtful for one in found] == [one.doubtful for one in passages(MINUTES, NOTATION)]


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


def test_what_people_have_marked_is_parted_from_what_is_doubtful_and_known_by_its_time():
    first, second, third = MINUTES.paragraphs
    own = (Marked(0, 2, Mark.CANCELLED), Marked(2, 5, Mark.CHECK))
    marked = replace(MINUTES, paragraphs=(first, replace(second, marks=own), third))
    passage = list(passages(marked, NOTATION))[1]
    [[(cancelled, [(text, note)]), (check, [(_, other), *_])]] = [phrase.parts for phrase in passage.phrases]
    assert (text, cancelled.marks, cancelled.opens) == ("異議", (Mark.CANCELLED,), (Mark.CANCELLED,))
    assert (check.text, check.closes) == ("なし。", (Mark.CHECK,))
    assert note and note == other
    assert [(place.marked.mark, place.text, place.start_s) for place in places(marked)] == [
        (Mark.CANCELLED, "異議", second.start_s),
        (Mark.CHECK, "なし。", second.start_s),
    ]
