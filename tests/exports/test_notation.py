from dataclasses import replace

import pytest

from exports.notation import Notation, attendance, openings, title
from minutes.domain.meeting import Meeting, Member
from minutes.domain.record import Kind, Paragraph
from tests.exports.sample import meeting


def said(voice: str | None = "S1", speaker: Member | None = None, kind: Kind = Kind.SPEECH) -> Paragraph:
    return Paragraph("p1", kind, "はい。", 0.0, 1.0, voice, speaker)


@pytest.mark.parametrize(
    ("speaker", "label"),
    [
        (Member("大野　茂", role="議長", seat=10), "○議長（大野茂君）"),
        (Member("山田 花子", seat=1), "○１番（山田花子君）"),
        (Member("宮本さゆり", seat=12), "○12番（宮本さゆり君）"),
        (Member("青木太郎", role="町長"), "○町長（青木太郎君）"),
        (Member("小川愛"), "○小川愛君"),
    ],
)
def test_a_person_is_named_by_office_or_seat(speaker, label):
    assert Notation().label(said(speaker=speaker)) == label


@pytest.mark.parametrize(
    ("voice", "label"), [("S1", "○話者１"), ("S12", "○話者１２"), ("マイク３", "○マイク３"), (None, "○話者不明")]
)
def test_a_voice_that_nobody_has_named_is_numbered(voice, label):
    assert Notation().label(said(voice)) == label


def test_mark_and_honorific_are_the_councils_own():
    assert (
        Notation(mark="〇", honorific="").label(said(speaker=Member("青木太郎", role="町長"))) == "〇町長（青木太郎）"
    )


def test_a_speech_opens_where_the_speaker_changes_and_after_whatever_is_not_speech():
    paragraphs = [said("S1"), said("S1"), said("S2"), said(None, kind=Kind.DIRECTION), said("S2"), said("S2")]
    assert [opens for _, opens in openings(paragraphs)] == [True, False, True, False, True, False]


def test_two_voices_given_to_one_person_are_one_speech():
    chair = Member("大野茂", role="議長")
    assert [opens for _, opens in openings([said("S1", chair), said("S4", chair)])] == [True, False]


def test_the_title_says_that_it_is_a_draft():
    minutes = meeting()
    assert title(minutes) == "令和６年第４回青葉町議会定例会会議録（第２日）（粗原稿）"
    assert title(replace(minutes, meeting=Meeting("税務課打合せ"))) == "税務課打合せ会議録（粗原稿）"
    assert title(replace(minutes, revision=3)).endswith("（粗原稿）")
    assert title(replace(minutes, revision=3, edited=True)).endswith("（未定稿）")


def test_the_roster_lists_seats_in_order_and_then_the_others():
    seated, others = attendance(meeting().meeting, Notation())
    assert seated[0] == "１番　山田花子君"
    assert seated[-2:] == ("10番　大野茂君（議長）", "12番　宮本さゆり君（副議長）")
    assert others[0] == ("町長", "青木太郎君")
