"""Document and draft become minutes again."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.coedit import Document, is_edited, minutes_of, seed
from minutes.domain.meeting import Member
from minutes.domain.record import Kind, Mark, Marked, name_voices
from minutes.domain.speech import Span
from tests.coedit.browser import Browser
from tests.coedit.drafts import CHAIR, MAYOR, draft
from tests.exports.sample import meeting


class Desk:
    """A draft on one person's desk."""

    def __init__(self, minutes):
        self.draft = minutes
        self.document = Document.of([seed(minutes)])
        self.browser = Browser(self.document.state())

    def minutes(self):
        while self.browser.sent:
            self.document.apply(self.browser.sent.pop(0))
        return minutes_of(self.document, self.draft, revision=3)

    def paragraphs(self):
        return self.minutes().paragraphs


@pytest.mark.parametrize("named", [True, False], ids=["named", "as the machine made it"])
def test_an_unedited_draft_comes_back_to_the_last_word(named):
    minutes = meeting(named=named)
    assert minutes_of(Document.of([seed(minutes)]), minutes, revision=0) == minutes


@given(st.lists(st.text(min_size=1, max_size=12).filter(str.strip), max_size=5))
def test_any_text_comes_back_with_its_words_but_for_what_no_line_can_hold(texts):
    minutes = draft(*texts)
    back = minutes_of(Document.of([seed(minutes)]), minutes, revision=0)
    assert not back.edited
    for before, after in zip(minutes.paragraphs, back.paragraphs, strict=True):
        assert replace(after, text=before.text) == before
        assert len(after.text) == len(before.text) - before.text.count("\r\n")


def test_the_revision_is_told():
    assert Desk(draft("はい。")).minutes().revision == 3


@pytest.mark.parametrize(
    ("work", "is_work"),
    [
        (lambda desk: desk.document.join([Member("新人")]), False),
        (lambda desk: desk.document.name_voice("S1", CHAIR), True),
        (lambda desk: desk.browser.write(0, 0, "では、"), True),
        (lambda desk: desk.browser.say(0, checked=True), True),
        (lambda desk: (desk.browser.write(0, 0, "え"), desk.browser.erase(0, 0, 1)), False),
    ],
    ids=["a roster", "a name", "text", "checked", "taken back"],
)
def test_edited_are_minutes_in_which_peoples_work_shows(work, is_work):
    desk = Desk(draft("開会します。"))
    begun = desk.document.state()
    work(desk)
    assert desk.minutes().edited is is_work
    assert is_edited([begun], [desk.document.state()]) is is_work


def test_what_somebody_has_checked_is_told():
    desk = Desk(draft("開会します。", "はい。"))
    desk.browser.say(1, checked=True)
    assert [one.checked for one in desk.paragraphs()] == [False, True]


def test_edited_text_keeps_the_words_that_still_stand_in_it():
    desk = Desk(draft("本日の会議を開きます。"))
    desk.browser.erase(0, 4, 6)
    desk.browser.write(0, 4, "審議")
    (paragraph,) = desk.paragraphs()
    (before,) = desk.draft.paragraphs
    assert paragraph.text == "本日の会審議開きます。"
    assert paragraph.words == (before.words[0], before.words[2])
    assert (paragraph.start_s, paragraph.end_s) == (before.start_s, before.end_s)


def test_marks_stay_on_their_characters_and_words_and_times_as_they_are():
    desk = Desk(draft("失礼な発言でした。", "はい。"))
    desk.browser.mark(0, 0, 2, cancelled=True)
    desk.browser.mark(1, 0, 3, closed=True)
    first, second = desk.paragraphs()
    before, after = desk.draft.paragraphs
    assert first == replace(before, marks=(Marked(0, 2, Mark.CANCELLED),))
    assert second == replace(after, marks=(Marked(0, 3, Mark.CLOSED),))
    desk.browser.write(0, 0, "大変", {})
    desk.browser.split(0, 3)
    first, second, _ = desk.paragraphs()
    assert (first.marks, second.marks) == ((Marked(2, 3, Mark.CANCELLED),), (Marked(0, 1, Mark.CANCELLED),))
    assert (first.start_s, second.end_s) == (before.start_s, before.end_s)


def test_other_paragraphs_are_not_touched():
    desk = Desk(draft("一つ目です。", "二つ目です。", "三つ目です。"))
    desk.browser.write(1, 0, "えー、")
    first, _, third = desk.paragraphs()
    assert (first, third) == (desk.draft.paragraphs[0], desk.draft.paragraphs[2])


def test_a_split_gives_each_part_its_words_and_times():
    desk = Desk(draft("本日の会議を開きます。"))
    desk.browser.split(0, 4)
    first, second = desk.paragraphs()
    (whole,) = desk.draft.paragraphs
    assert (first.text, first.words, first.start_s, first.end_s) == ("本日の会", whole.words[:1], 0.0, 1.0)
    assert (second.text, second.words, second.start_s, second.end_s) == ("議を開きます。", whole.words[1:], 1.0, 2.75)
    assert first.voice == second.voice == "S1"


def test_a_join_puts_words_together():
    desk = Desk(draft("開会します。", "はい。"))
    desk.browser.join(0)
    (joined,) = desk.paragraphs()
    one, other = desk.draft.paragraphs
    assert (joined.id, joined.words) == ("p0002", one.words + other.words)
    assert (joined.start_s, joined.end_s) == (one.start_s, other.end_s)


def test_the_next_line_deleted_leaves_this_one_its_words():
    """「はい。」 and the newline before it go, so what is left has the other's newline."""
    desk = Desk(draft("開会します。", "はい。"))
    desk.browser.erase(1, 0, 3)
    desk.browser.join(0)
    (left,) = desk.paragraphs()
    assert (left.id, left.words) == ("p0002", desk.draft.paragraphs[0].words)


def test_a_line_deleted_leaves_the_next_as_it_was():
    desk = Desk(draft("開会します。", "はい。"))
    desk.browser.erase(0, 0, 6)
    desk.browser.join(0)
    assert desk.paragraphs() == (desk.draft.paragraphs[1],)


def test_a_line_written_by_hand_stands_where_the_one_before_it_ends():
    desk = Desk(draft("開会します。", "はい。"))
    new = desk.browser.split(1, 0)
    desk.browser.write(1, 0, "（拍手）")
    desk.browser.say(1, kind="direction", voice=None)
    before, written, after = desk.paragraphs()
    assert (before, after) == desk.draft.paragraphs
    assert (written.id, written.kind, written.text, written.voice) == (new, Kind.DIRECTION, "（拍手）", None)
    assert (written.start_s, written.end_s, written.words) == (before.end_s, before.end_s, ())


def test_a_line_without_text_is_no_paragraph():
    desk = Desk(draft("開会します。", "はい。"))
    desk.browser.split(1, 0)
    desk.browser.write(1, 0, "　")
    desk.browser.erase(2, 0, 3)
    assert desk.paragraphs() == desk.draft.paragraphs[:1]
    assert Desk(draft()).paragraphs() == ()


def test_a_named_voice_names_its_paragraphs():
    desk = Desk(draft("開会します。", "はい。", voices=("S1", "S2")))
    desk.document.name_voice("S1", CHAIR)
    assert desk.minutes() == replace(name_voices(desk.draft, {"S1": CHAIR}), revision=3, edited=True)


def test_a_line_may_have_a_speaker_of_its_own():
    desk = Desk(draft("開会します。", "はい。"))
    desk.document.name_voice("S1", CHAIR)
    desk.browser.say(1, speaker="m002")
    assert [paragraph.speaker for paragraph in desk.paragraphs()] == [CHAIR, MAYOR]


def test_a_line_may_have_another_voice_or_none():
    desk = Desk(draft("開会します。", "はい。", voices=("S1", "S2")))
    desk.browser.say(0, voice="S2")
    desk.browser.say(1, voice=None)
    assert [paragraph.voice for paragraph in desk.paragraphs()] == ["S2", None]


def test_what_was_spoken_over_stays_with_the_part_it_lies_in():
    plain = draft("本日の会議を開きます。")
    overlapped = Desk(replace(plain, paragraphs=(replace(plain.paragraphs[0], overlapped=(Span(2.0, 2.5),)),)))
    overlapped.browser.split(0, 4)
    assert [paragraph.overlapped for paragraph in overlapped.paragraphs()] == [(), (Span(2.0, 2.5),)]


def test_an_asides_times_do_not_set_the_next_line_back():
    plain = draft("本日の会議を開きます。", "はい。")
    speech, aside = plain.paragraphs
    desk = Desk(replace(plain, paragraphs=(speech, replace(aside, start_s=1.0, end_s=1.5, words=()))))
    desk.browser.split(1, 3)
    desk.browser.write(2, 0, "（拍手）")
    assert desk.paragraphs()[0].end_s == 2.75
