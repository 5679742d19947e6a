"""会議の情報を変える: what was typed in a hurry is said better later, also of a draft that is there already."""

import pytest

from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.tables import MeetingRow
from tests.api.drafted import drafted

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


def test_whoever_is_new_on_the_roster_can_be_chosen_and_nobody_is_lost(clerk, meeting):
    before = clerk.get(f"/api/meetings/{meeting}/voices").json()
    assert "小野恵美" not in clerk.get(f"/meetings/{meeting}").text
    send(clerk, meeting, files={"roster": ("名簿.csv", ROSTER.encode(), "text/csv")})
    page = clerk.get(f"/meetings/{meeting}").text
    assert "建設課長　小野恵美" in page
    assert "𠮷野　太郎" in page
    assert clerk.get(f"/api/meetings/{meeting}/voices").json() == before


def test_a_roster_stays_where_no_other_was_chosen(town, clerk, meeting):
    nothing = ("", b"", "application/octet-stream")
    send(clerk, meeting, title="定例会", files={"roster": nothing, "glossary": nothing})
    with town.database.reading(PROGRAM) as session:
        assert len(session.get_one(MeetingRow, meeting).roster) == 2


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
