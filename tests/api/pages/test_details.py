"""会議の情報を変える: what was typed in a hurry is said better later, also of a draft that is there already."""

import pytest

from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.tables import MeetingRow, now
from tests.api.drafted import asked, drafted

ROSTER = "職,氏名,よみ\n議長,大野　茂,おおの しげる\n建設課長,小野恵美,おの えみ\n"


@pytest.fixture
def clerk(town):
    return town.browser("clerk")


@pytest.fixture
def meeting(town):
    there = town.meeting("定礼会")
    drafted(town, there)
    return there


def send(browser, meeting, *, files=None, **typed):
    typed = {"title": "定礼会", "kind": "plenary", "held_on": ""} | typed
    return browser.post(f"/meetings/{meeting}/details", data=typed, files=files or {})


def test_the_draft_has_the_new_name_and_day_at_once(town, clerk, meeting):
    answer = send(clerk, meeting, title="定例会", kind="committee", held_on="2026-12-10")
    assert answer.headers["location"] == f"/meetings/{meeting}"
    text = clerk.get(f"/meetings/{meeting}/files/txt").text
    assert "定例会" in text
    assert "定礼会" not in text
    assert "令和８年12月10日" in text
    assert (Action.MEETING_CHANGED, meeting) in town.done()
    assert "会議「定例会」の開催日・種類・会議の名前を変えました" in town.browser("administrator").get("/audit").text


def test_the_form_shows_what_is_known(clerk, meeting):
    page = clerk.get(f"/meetings/{meeting}/details").text
    assert 'value="定礼会"' in page
    assert "いまの名簿：議長　大野　茂" in page
    assert f'href="/meetings/{meeting}/details"' in clerk.get(f"/meetings/{meeting}").text


@pytest.mark.parametrize(
    ("work", "told"),
    [
        (None, "粗原稿を作るときの聞き取りに使われます"),
        ({}, "粗原稿を作るときの聞き取りに使われます"),
        ({"started_at": now(), "failed_at": now()}, "粗原稿を作るときの聞き取りに使われます"),
        ({"started_at": now()}, "粗原稿ができてから、会議のページで「もう一度起こす」"),
    ],
    ids=["not begun", "waiting", "failed", "under way"],
)
def test_before_there_is_a_draft_no_button_is_named_that_is_not_there(town, clerk, work, told):
    meeting = town.meeting("定礼会")
    if work is not None:
        asked(town, meeting, **work)
    page = clerk.get(f"/meetings/{meeting}/details").text
    assert told in page
    assert "すでに付けた名前" not in page


@pytest.mark.parametrize(
    ("work", "told"),
    [
        (None, "使うには、会議のページで「もう一度起こす」"),
        ({}, "順番を待っている粗原稿の聞き取りに使われます"),
        ({"started_at": now()}, "いまの作業が終わってから、会議のページで「もう一度起こす」"),
    ],
    ids=["nothing", "waiting", "under way"],
)
def test_beside_a_draft_it_says_when_the_roster_counts_and_that_names_are_chosen_anew(town, clerk, meeting, work, told):
    if work is not None:
        asked(town, meeting, "j2", **work)
    page = clerk.get(f"/meetings/{meeting}/details").text
    assert told in page
    assert "すでに付けた名前は、話者の欄で選び直してください" in page


def test_whoever_is_new_on_the_roster_can_be_chosen_and_nobody_is_lost(clerk, meeting):
    before = clerk.get(f"/api/meetings/{meeting}/voices").json()
    assert "小野恵美" not in clerk.get(f"/meetings/{meeting}").text
    send(clerk, meeting, files={"roster": ("名簿.csv", ROSTER.encode(), "text/csv")})
    page = clerk.get(f"/meetings/{meeting}").text
    assert "建設課長　小野恵美" in page
    assert "𠮷野　太郎" in page
    assert clerk.get(f"/api/meetings/{meeting}/voices").json() == before
    assert "話者として選べる人を2人加えました" in clerk.get(f"/meetings/{meeting}/history").text


def test_what_to_look_at_in_another_roster_is_told_beside_the_draft(town, clerk, meeting):
    doubled = (ROSTER + "書記,小野恵美,\n").encode("cp932")
    there = send(clerk, meeting, files={"roster": ("名簿.csv", doubled, "text/csv")}).headers["location"]
    page = clerk.get(there).text
    assert "名簿は、Shift_JIS" in page
    assert "名簿に氏名「小野恵美」が2回あります。" in page
    assert "会議の情報を開いて、確かめる" in page
    assert "会議の情報を開いて、確かめる" not in town.browser("reader").get(there).text


def test_a_roster_stays_where_no_other_was_chosen(town, clerk, meeting):
    nothing = ("", b"", "application/octet-stream")
    send(clerk, meeting, title="定例会", files={"roster": nothing, "glossary": nothing})
    with town.database.reading(PROGRAM) as session:
        assert len(session.get_one(MeetingRow, meeting).roster) == 2


def test_in_the_bin_nothing_is_said_anew(town, clerk, meeting):
    clerk.post(f"/meetings/{meeting}/bin")
    answers = [
        clerk.get(f"/meetings/{meeting}/details"),
        send(clerk, meeting, title="定例会"),
        clerk.patch(f"/api/meetings/{meeting}", json={"title": "定例会"}),
    ]
    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert all("ごみ箱から戻してから" in answer.text for answer in answers)
    assert (Action.MEETING_CHANGED, meeting) not in town.done()
    clerk.post(f"/bin/{meeting}/take-back")
    assert send(clerk, meeting, title="定例会").status_code == 303


def test_what_is_said_again_is_no_change(town, clerk, meeting):
    send(clerk, meeting)
    assert (Action.MEETING_CHANGED, meeting) not in town.done()


def test_a_tab_out_of_a_spreadsheet_is_a_space(town, clerk, meeting):
    send(clerk, meeting, title="\t令和８年　第４回\t定例会\n")
    with town.database.reading(PROGRAM) as session:
        assert session.get_one(MeetingRow, meeting).title == "令和８年　第４回 定例会"


def test_a_roster_that_cannot_be_read_changes_nothing(town, clerk, meeting):
    answer = send(clerk, meeting, title="定例会", files={"roster": ("名簿.csv", b"\x00\xff\x00", "text/csv")})
    assert answer.status_code == 422
    assert 'value="定例会"' in answer.text, "what was typed is still there"
    with town.database.reading(PROGRAM) as session:
        assert session.get_one(MeetingRow, meeting).title == "定礼会"
