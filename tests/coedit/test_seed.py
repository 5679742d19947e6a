"""A draft as a document nobody has edited yet."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from minutes.coedit import Document, Line, seed
from minutes.domain.errors import UnreadableDraft
from minutes.domain.meeting import Member
from minutes.domain.record import Kind, Mark, Marked, name_voices
from tests.coedit.drafts import CHAIR, MAYOR, draft
from tests.exports.sample import meeting

GUEST = Member("参考人")


def document(minutes):
    return Document.of([seed(minutes)])


def test_every_paragraph_is_a_line():
    assert document(draft("開会します。", "はい。", voices=("S1", None))).lines() == (
        Line("p0001", Kind.SPEECH, "開会します。", "S1"),
        Line("p0002", Kind.SPEECH, "はい。"),
    )


def test_the_same_draft_gives_the_same_bytes_in_every_process():
    script = "from tests.exports.sample import meeting; from minutes.coedit import seed; print(seed(meeting()).hex())"
    runs = [
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": str(number)}, capture_output=True
        )
        for number in range(2)
    ]
    assert {bytes.fromhex(run.stdout.decode()) for run in runs} == {seed(meeting())}


def test_the_roster_are_the_people_in_its_order():
    assert document(draft("はい。")).people() == {"m001": CHAIR, "m002": MAYOR}
    assert list(document(draft("はい。", roster=(MAYOR, CHAIR, MAYOR))).people().values()) == [MAYOR, CHAIR]


def test_a_voice_that_the_draft_names_throughout_is_named_once():
    named = document(name_voices(draft("開会します。", "はい。", voices=("S1", "S2")), {"S1": MAYOR}))
    assert named.voices() == {"S1": "m002"}
    assert [line.speaker for line in named.lines()] == [None, None]


def test_a_voice_of_several_persons_is_named_line_by_line():
    plain = draft("開会します。", "はい。", "いいえ。")
    first, second, third = plain.paragraphs
    several = replace(plain, paragraphs=(first, replace(second, speaker=MAYOR), replace(third, speaker=GUEST)))
    named = document(several)
    assert named.voices() == {}
    assert [line.speaker for line in named.lines()] == [None, "m002", "m003"]
    assert named.people()["m003"] == GUEST


def test_a_draft_without_paragraphs_has_a_line_to_write_on():
    assert document(draft()).lines() == (Line("p0000", Kind.SPEECH, ""),)


def test_what_is_marked_in_a_draft_is_marked():
    plain = draft("𠮷野町長。")
    marks = (Marked(0, 2, Mark.CLOSED), Marked(1, 5, Mark.CHECK))
    marked = replace(plain, paragraphs=(replace(plain.paragraphs[0], marks=marks),))
    assert document(marked).lines()[0].marks == marks


@pytest.mark.parametrize("text", ["\0", "\u200f右", "🧑‍🌾", "𠮷野", "か\u3099", "「」\t　", "\x1b[31m"])
def test_what_can_be_written_is_kept(text):
    assert document(draft(text)).lines()[0].text == text


@pytest.mark.parametrize("text", ["一\n二", "一\r二", "一\r\n二", "一\v二", "一\u2028二", "一\u2029二", "一\x85二"])
def test_one_paragraph_stays_one_line(text):
    assert [line.text for line in document(draft(text)).lines()] == ["一 二"]


def test_half_a_character_becomes_a_geta():
    assert document(draft("\ud842野\ufffd")).lines()[0].text == "〓野〓"


def test_a_draft_that_calls_two_paragraphs_the_same_is_refused():
    twice = draft("はい。", "いいえ。")
    first, second = twice.paragraphs
    with pytest.raises(UnreadableDraft, match="番号「p0001」の行が二つあります"):
        seed(replace(twice, paragraphs=(first, replace(second, id="p0001"))))


@pytest.mark.parametrize("name", ["", "x" * 201, "大野\n茂", "\ud842野"])
def test_somebody_without_a_proper_name_is_left_out(name):
    """Hours of work are not lost for a roster with shifted columns."""
    assert document(draft("はい。", roster=(Member(name), CHAIR))).people() == {"m001": CHAIR}


def test_a_person_without_more_than_a_name_stays_so():
    plain = Member("山田", role="", reading="")
    assert document(draft("はい。", roster=(plain, GUEST))).people() == {"m001": plain, "m002": GUEST}
