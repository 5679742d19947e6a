"""Each rule of docs/document-form.md on the smallest document that breaks it."""

from dataclasses import replace

import pytest

from minutes.coedit.content import Content, Marking
from minutes.coedit.form import LONGEST_NAME
from minutes.coedit.rules import objection, standing

SOUND = Content(
    lines=(
        ("開会します。", {"id": "p1", "kind": "speech", "voice": "S1"}),
        ("はい。", {"id": "p2", "speaker": "m001", "later": [1]}),
    ),
    voices={"S1": "m001"},
    people={"m001": {"name": "大野　茂", "role": "議長", "seat": 10.0}, "m002": {"name": "山田"}},
    hidden=0,
)


def refused(after: Content, before: Content = SOUND) -> str | None:
    return objection(standing(before), standing(after))


def changed(number: int, text: str = "はい。", **attributes: object) -> Content:
    lines = list(SOUND.lines)
    lines[number] = (text, {**lines[number][1], **attributes})
    return replace(SOUND, lines=tuple(lines))


def test_a_sound_document_has_no_faults():
    assert not standing(SOUND).faults
    assert refused(SOUND) is None


@pytest.mark.parametrize("key", [None, "", "第1", "a b", "x" * 65, 7.0, ["p1"]])
def test_every_line_has_an_id(key):
    assert refused(changed(0, id=key)) == "番号のない行があります。"


def test_no_two_lines_have_the_same_id():
    assert refused(replace(SOUND, lines=(SOUND.lines[1], *SOUND.lines))) == "番号「p2」の行が二つあります。"


@pytest.mark.parametrize("kind", ["song", 1.0, ["speech"]])
def test_a_kind_is_one_of_four(kind):
    assert refused(changed(1, kind=kind)) == "行「p2」の種類が正しくありません。"


def test_speech_need_not_be_called_so():
    assert refused(changed(0, kind=None)) is None


@pytest.mark.parametrize("voice", ["", "x" * (LONGEST_NAME + 1), "S\n1", 1.0])
def test_a_voice_is_a_label(voice):
    assert refused(changed(1, voice=voice)) == "行「p2」の声が正しくありません。"


@pytest.mark.parametrize("checked", [False, 1.0, "true", [True]])
def test_checked_is_true_or_not_said(checked):
    assert refused(changed(1, checked=checked)) == "行「p2」の確認済みの印が正しくありません。"
    assert refused(changed(1, checked=True)) is None


@pytest.mark.parametrize("value", [False, 1.0, "true", [True]])
def test_a_mark_is_true_or_not_said(value):
    marked = (Marking(1, 0, 2, "closed", value),)
    assert refused(replace(SOUND, marked=marked)) == "行「p2」の印「closed」が正しくありません。"
    assert refused(replace(SOUND, marked=(replace(marked[0], value=True),))) is None


@pytest.mark.parametrize("speaker", ["m003", 1.0, ["m001"]])
def test_a_speaker_is_one_of_the_people(speaker):
    assert refused(changed(1, speaker=speaker)) == "行「p2」の話者が人の一覧にありません。"


@pytest.mark.parametrize("label, key", [("S1", "m003"), ("S1", None), ("S1", ["m001"]), ("", "m001")])
def test_a_voice_is_named_as_one_of_the_people(label, key):
    assert refused(replace(SOUND, voices={label: key})) == f"声「{label}」の人が一覧にありません。"


@pytest.mark.parametrize(
    "person",
    [
        None,
        "大野",
        {},
        {"name": ""},
        {"name": ["大野"]},
        {"name": "x" * (LONGEST_NAME + 1)},
        {"name": "大野", "role": 3.0},
        {"name": "大野", "seat": "10"},
        {"name": "大野", "seat": 1.5},
        {"name": "大野", "seat": -1.0},
        {"name": "大野", "seat": True},
        {"name": "大野", "reading": True},
    ],
)
def test_a_person_has_a_name_and_perhaps_a_role_a_seat_and_a_reading(person):
    assert refused(replace(SOUND, people={**SOUND.people, "m003": person})) == "人「m003」の書き方が正しくありません。"


@pytest.mark.parametrize("character", ["\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029", "\ufffc", "\ufffd"])
def test_nothing_in_a_line_parts_it_or_is_no_character(character):
    assert (
        refused(changed(1, text=f"は{character}い")) == f"行「p2」に使えない文字（U+{ord(character):04X}）があります。"
    )


@pytest.mark.parametrize("text", ["", "\0", "\u200f右から", "🧑‍🌾", "𠮷", "か\u3099", "\t　"])
def test_everything_else_may_be_written(text):
    assert refused(changed(1, text=text)) is None


def test_nothing_in_the_text_is_hidden():
    assert refused(replace(SOUND, hidden=1)) == "本文に文字でないものが入っています。"


@pytest.mark.parametrize("lines", [(), SOUND.lines[:1]])
def test_the_last_newline_stays(lines):
    assert refused(replace(SOUND, lines=lines)) == "最後の行の改行は消せません。"


def test_nobody_is_taken_off_the_list():
    assert refused(replace(SOUND, people={"m001": SOUND.people["m001"]})) == "人の一覧からは誰も消せません。"


def test_a_fault_that_was_there_before_does_not_keep_anybody_from_working():
    broken = changed(0, kind="song")
    assert refused(broken, before=broken) is None
    assert refused(SOUND, before=broken) is None
