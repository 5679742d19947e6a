"""What a browser may do to the document, and what it may not."""

from dataclasses import replace

import pytest

from minutes.coedit import Document, Line, seed
from minutes.coedit.form import LARGEST_UPDATE, MOST_BYTES
from minutes.domain.errors import BadInput, RefusedEdit
from minutes.domain.meeting import Member
from minutes.domain.record import Kind, Mark, Marked
from tests.coedit import updates
from tests.coedit.browser import Browser
from tests.coedit.drafts import MAYOR, draft

LOG = [seed(draft("開会します。", "はい。", voices=("S1", "S2")))]
GUEST = Member("参考人", reading="さんこうにん")


@pytest.fixture
def document():
    return Document.of(LOG)


@pytest.fixture
def browser(document):
    return Browser(document.state())


def refuse(document, update, why):
    before = document.state(), document.lines(), document.people(), document.voices()
    with pytest.raises(RefusedEdit, match=why) as caught:
        document.apply(update)
    assert before == (document.state(), document.lines(), document.people(), document.voices())
    assert isinstance(caught.value, BadInput)
    assert "ページを読み込み直して" in str(caught.value)


def test_what_is_typed_is_in_the_document(document, browser):
    browser.write(0, 0, "𠮷野")
    browser.erase(0, 2, 4)
    for update in browser.sent:
        document.apply(update)
    assert document.lines()[0] == Line("p0001", Kind.SPEECH, "𠮷野します。", "S1")


def test_a_line_is_split_and_the_new_part_has_an_id_of_its_own(document, browser):
    new = browser.split(0, 3)
    document.apply(browser.sent[0])
    assert [(line.id, line.text, line.voice) for line in document.lines()] == [
        (new, "開会し", "S1"),
        ("p0001", "ます。", "S1"),
        ("p0002", "はい。", "S2"),
    ]


def test_lines_are_joined_and_the_last_ones_newline_stays(document, browser):
    browser.join(0)
    document.apply(browser.sent[0])
    assert [(line.id, line.text) for line in document.lines()] == [("p0002", "開会します。はい。")]


def test_marks_within_a_line_change_nothing_else_of_it(document, browser):
    before = document.lines()
    browser.mark(0, 0, 2, cancelled=True, closed=True, check=True)
    document.apply(browser.sent[0])
    marks = tuple(sorted(Marked(0, 2, mark) for mark in Mark))
    assert document.lines() == (replace(before[0], marks=marks), *before[1:])
    assert Browser(document.state()).text.diff()[0] == ("開会", {"cancelled": True, "closed": True, "check": True})


def test_the_same_update_twice_changes_nothing(document, browser):
    browser.write(0, 0, "え")
    document.apply(browser.sent[0])
    once = document.state()
    document.apply(browser.sent[0])
    assert document.state() == once


def test_a_newline_without_an_id_is_refused(document, browser):
    browser.write(0, 0, "え\n")
    refuse(document, browser.sent[0], "番号のない行があります")


def test_a_newline_that_inherits_another_ones_id_is_refused(document, browser):
    browser.write(1, 0, "え\n")  # without attributes it takes those before it: Yjs's rule
    refuse(document, browser.sent[0], "番号「p0001」の行が二つあります")


def test_an_id_is_not_taken_away(document, browser):
    browser.say(0, id=None)
    refuse(document, browser.sent[0], "番号のない行があります")


def test_nothing_is_written_after_the_last_newline(document, browser):
    browser.text.insert(len(browser.text), "え")
    refuse(document, browser.doc.get_update(), "番号のない行があります")


def test_the_last_newline_is_not_deleted(document, browser):
    browser.erase(1, 0, 3)
    browser.join(0)
    del browser.text[browser.newline(0) : browser.newline(0) + 1]
    refuse(document, browser.doc.get_update(), "番号のない行があります|最後の行の改行は消せません")


def test_a_line_separator_is_refused(document, browser):
    browser.write(0, 0, "え\u2028")
    refuse(document, browser.sent[0], r"使えない文字（U\+2028）")


def test_a_kind_that_there_is_not_is_refused(document, browser):
    browser.say(0, kind="song")
    refuse(document, browser.sent[0], "行「p0001」の種類が正しくありません")


def test_a_speaker_whom_nobody_knows_is_refused(document, browser):
    browser.say(0, speaker="m999")
    refuse(document, browser.sent[0], "行「p0001」の話者が人の一覧にありません")
    browser = Browser(document.state())
    browser.name("S1", "m999")
    refuse(document, browser.sent[0], "声「S1」の人が一覧にありません")


def test_nobody_is_taken_off_the_list(document, browser):
    del browser.people["m002"]
    refuse(document, browser.doc.get_update(), "人の一覧からは誰も消せません")


def test_text_without_end_is_refused_and_deleting_is_not(document, browser):
    browser.write(0, 0, "え" * (MOST_BYTES // 3))
    refuse(document, browser.sent[0], "会議録が長くなりすぎます")
    overfull = Document.of([*LOG, browser.sent[0]])
    browser.erase(0, 0, 1)
    overfull.apply(browser.sent[1])


def test_an_update_without_end_is_refused(document):
    refuse(document, bytes(LARGEST_UPDATE + 1), "一度に送れる量を超えています")


@pytest.mark.parametrize("update", [b"", b"\xff" * 40, LOG[0][:-3], updates.entry(b"\x75\x01" * 50_000 + b"\x7e")])
def test_what_is_no_update_is_refused(document, update):
    refuse(document, update, "届いたデータが壊れています")


def test_a_place_that_holds_nothing_is_refused(document):
    inside_a_character = updates.number(0) + updates.number(1) + updates.number(0) + updates.string("え")
    refuse(document, updates.struct_of(4, inside_a_character), "届いたデータが壊れています|前の変更が届いていません")


def test_an_update_that_comes_too_early_is_refused_and_comes_again(document, browser):
    browser.write(0, 0, "一")
    browser.write(0, 1, "二")
    first, second = browser.sent
    refuse(document, second, "これより前の変更が届いていません")
    document.apply(first)
    document.apply(second)
    assert document.lines()[0].text == "一二開会します。"


def test_deleting_what_has_not_been_written_yet_is_refused(document):
    refuse(document, updates.deletion(client=77, clock=0, length=9), "これより前の変更が届いていません")


def test_after_a_refusal_others_work_on(document, browser):
    other = Browser(document.state(), "other")
    browser.write(0, 0, "\n")
    other.write(0, 0, "え")
    refuse(document, browser.sent[0], "番号のない行")
    document.apply(other.sent[0])
    assert document.lines()[0].text == "え開会します。"


def test_naming_a_voice_is_an_update_for_the_log(document):
    update = document.name_voice("S1", MAYOR)
    assert document.voices() == {"S1": "m002"}
    assert Document.of([*LOG, update]).voices() == {"S1": "m002"}


def test_somebody_new_is_added_to_the_people_once(document):
    document.name_voice("S1", GUEST)
    document.name_voice("S2", GUEST)
    key = document.voices()["S1"]
    assert document.voices() == {"S1": key, "S2": key}
    assert list(document.people().values()).count(GUEST) == 1


def test_a_voice_can_be_unnamed(document):
    document.name_voice("S1", MAYOR)
    document.name_voice("S1", None)
    assert document.voices() == {}
    assert Document.of([*LOG, document.name_voice("S1", None)]).voices() == {}, "nothing to change is an update, too"


def test_a_person_without_a_name_is_refused(document):
    with pytest.raises(RefusedEdit, match="の書き方が正しくありません"):
        document.name_voice("S1", Member(""))
    assert document.voices() == {}


def test_a_client_that_begins_gets_the_whole_and_one_that_comes_back_what_it_lacks(document, browser):
    other = Browser(document.state(), "other")
    other.write(0, 0, "え")
    document.apply(other.sent[0])
    browser.write(1, 0, "お")  # while it was away

    missing = document.missing(browser.doc.get_state())
    assert len(missing) < 100
    document.apply(browser.doc.get_update(document.vector()))
    browser.hear(missing)

    assert browser.lines() == [line.text for line in document.lines()] == ["え開会します。", "おはい。"]


@pytest.mark.parametrize("vector", [b"", b"\xff" * 20, b"\x05\x01"])
def test_what_is_no_state_vector_is_refused(document, vector):
    with pytest.raises(RefusedEdit, match="届いたデータが壊れています"):
        document.missing(vector)


def test_a_log_is_never_refused(browser):
    browser.write(0, 0, "え\n")  # no id: accepted by nobody, and yet it stands there
    browser.write(0, 0, "お")
    document = Document.of([*LOG, b"", b"torn", *browser.sent])
    assert document.unread == 2
    assert [(line.id, line.text) for line in document.lines()][:2] == [("?1", "おえ"), ("p0001", "開会します。")]


def test_a_document_with_a_fault_can_still_be_edited(browser):
    browser.write(0, 0, "え\n")
    document = Document.of([*LOG, *browser.sent])
    later = Browser(document.state(), "later")
    later.split(2, 1)
    document.apply(later.sent[0])
    assert [line.text for line in document.lines()] == ["え", "開会します。", "は", "い。"]


def test_a_document_without_updates_takes_its_seed():
    document = Document.of([])
    assert document.lines() == ()
    document.apply(LOG[0])
    assert document.lines() == Document.of(LOG).lines()


def test_an_update_says_something_new_once(document, browser):
    browser.write(0, 0, "一")
    browser.erase(1, 0, 1)
    assert [document.apply(update) for update in browser.sent] == [True, True]
    assert [document.apply(update) for update in browser.sent] == [False, False]
    assert not document.apply(browser.doc.get_update())


def test_what_another_process_has_accepted_is_heard_and_the_next_edit_is_tried_on_it(document, browser):
    browser.write(0, 0, "一")
    document.apply(browser.sent[-1])
    other = Browser(document.state(), "other")
    new = other.split(1, 1)
    document.hear(other.sent[-1])
    assert [line.text for line in document.lines()] == ["一開会します。", "は", "い。"]
    assert document.lines()[1].id == new
    browser.hear(other.sent[-1])
    browser.say(0, id=new)
    refuse(document, browser.sent[-1], "二つあります")


def test_whoever_is_new_on_a_roster_joins_the_people_after_those_before(document):
    before = tuple(document.people().values())
    update = document.join([MAYOR, GUEST, *before])
    assert tuple(document.people().values()) == (*before, *(one for one in (MAYOR, GUEST) if one not in before))
    assert Document.of([*LOG, update]).people() == document.people()
    assert document.join([GUEST]) == b"\x00\x00", "nobody is there twice"
