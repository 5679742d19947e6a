"""記録: read as sentences, found by person, kind and day, whole, and handed out for a spreadsheet."""

import csv
import io
import sqlite3

import pytest
from sqlalchemy import event

from api import moments
from api.pages import audit_log
from minutes.domain.people import Role
from minutes.store import audit
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.tables import AccountRow, DepartmentRow, MunicipalityRow, now


@pytest.fixture
def busy(town):
    """The clerk made a meeting, the administrator a department."""
    town.browser("administrator").post("/departments", data={"department": "総務課"})
    meeting = town.meeting("定例会")
    with town.database.writing(PROGRAM) as session:
        audit.note(session, town.actor("clerk"), Action.MEETING_MADE, meeting)
    return town


def test_newest_first_as_sentences_with_time_and_address(busy):
    text = busy.browser("administrator").get("/audit").text
    made, department = (
        text.index("佐藤一郎さんが会議「定例会」を作りました"),
        text.index("山田花子さんが課「総務課」を作りました"),
    )
    assert made < department
    assert "192.0.2.7" in text
    assert moments.plain_day(moments.today()) in text


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("person=clerk", "会議"),
        ("person=administrator&kind=&day=", "課"),
        ("kind=people", "課"),
        ("kind=meetings", "会議"),
        ("kind=sign-in", ""),
        ("day=2019-05-01", ""),
    ],
)
def test_by_person_kind_and_day(busy, asked, shown):
    text = busy.browser("administrator").get(f"/audit?{asked}").text
    assert ("会議「定例会」を作りました" in text) == (shown == "会議")
    assert ("課「総務課」を作りました" in text) == (shown == "課")
    assert ("当たる記録はありません" in text) == (shown == "")


def test_todays_entries_are_found_by_todays_date(busy):
    assert "課「総務課」を作りました" in busy.browser("administrator").get(f"/audit?day={moments.today()}").text


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_of_which_there_can_be_no_entries(busy, day):
    answer = busy.browser("administrator").get(f"/audit?day={day}")
    assert answer.status_code == 422
    assert "「日」の書き方が正しくありません" in answer.text


def test_meetings_of_other_departments_are_not_named(town):
    theirs = town.meeting("介護の相談", by="welfare")
    with town.database.writing(PROGRAM) as session:
        audit.note(session, town.actor("welfare"), Action.MEETING_MADE, theirs)
    text = town.browser("administrator").get("/audit").text
    assert "福田健さんが会議を作りました" in text
    assert "介護" not in text


@pytest.fixture
def neighbour(town):
    """緑町 shares the database; its administrator may read its log."""
    with town.database.writing(PROGRAM) as session:
        session.add(MunicipalityRow(id="midori", name="緑町"))
        session.flush()
        session.add(DepartmentRow(id="parks", municipality_id="midori", name="公園課"))
        session.flush()
        whose = {"municipality_id": "midori", "department_id": "parks", "password": "-"}
        session.add(AccountRow(id="midori", login="midori", name="緑川いずみ", role=Role.ADMINISTRATOR, **whose))
    return town.actor("midori")


def test_what_another_town_did_is_neither_shown_nor_downloaded_nor_counted(town, neighbour):
    """Entry by entry between ours, which just fill a page: theirs take no place on it and make no second one."""
    clerk = town.actor("clerk")
    with town.database.writing(PROGRAM) as session:
        for _ in range(audit_log.PAGE):
            audit.note(session, clerk, Action.SIGN_OUT)
            audit.note(session, neighbour, Action.DEPARTMENT_MADE, "parks")
    ours, theirs = "佐藤一郎さんが", "緑川いずみさんが課「公園課」を作りました"
    for login, shown, hidden in (("administrator", ours, theirs), ("midori", theirs, ours)):
        browser = town.browser(login)
        text = browser.get("/audit").text
        assert (text.count(shown), text.count(hidden)) == (audit_log.PAGE, 0)
        assert "さらに古い記録" not in text
        file = browser.get("/audit/file").text
        assert (file.count(shown), file.count(hidden)) == (audit_log.PAGE, 0)
    assert "緑川" not in town.browser("administrator").get("/audit").text
    assert "当たる記録はありません" in town.browser("administrator").get("/audit?person=midori").text


def test_page_by_page_without_gap(town, monkeypatch):
    with town.database.writing(PROGRAM) as session:
        for number in range(audit_log.PAGE + 1):
            audit.note(session, town.actor("clerk"), Action.DEPARTMENT_RENAMED, before=str(number), name="次")
    browser = town.browser("administrator")
    first = browser.get("/audit").text
    assert "さらに古い記録" in first
    assert "「0」から" not in first
    second = browser.get("/audit?before=2").text
    assert "「0」から" in second
    assert "「1」から" not in second


def test_who_failed_to_sign_in_without_being_anybody_is_told_too(town):
    town.stranger().post("/sign-in", data={"login": "intruder", "password": "x" * 12})
    text = town.browser("administrator").get("/audit").text
    assert "だれかがサインインできませんでした" in text
    assert "intruder" not in text


def test_the_chain_is_whole(busy):
    before, text = moments.lately(now()), busy.browser("administrator").get("/audit").text
    assert "記録はつながっています" in text
    assert any(f"{moment}にはじめからすべて" in text for moment in (before, moments.lately(now())))


def test_an_entry_changed_behind_the_programs_back_is_found(busy, tmp_path):
    with sqlite3.connect(tmp_path / "minutes.sqlite") as behind:
        for (name,) in behind.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            behind.execute(f"DROP TRIGGER {name}")
        behind.execute("UPDATE audit SET name = '別人' WHERE position = 1")
    assert "記録は1番で途切れています" in busy.browser("administrator").get("/audit").text


def test_for_a_spreadsheet(busy):
    answer = busy.browser("administrator").get("/audit/file?kind=meetings")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith("\ufeff".encode())
    heading, row = csv.reader(io.StringIO(answer.text.lstrip("\ufeff")))
    assert heading == ["番号", "日時", "名前", "接続元", "内容", "ハッシュ"]
    assert row[2:5] == ["佐藤一郎", "192.0.2.7", "佐藤一郎さんが会議「定例会」を作りました"]
    assert busy.done()[-1][0] is Action.AUDIT_DOWNLOADED


def test_a_long_log_is_asked_for_a_thousand_entries_at_a_time(town):
    with town.database.writing(PROGRAM) as session:
        for _ in range(100):
            audit.note(session, town.actor("clerk"), Action.SIGN_OUT)
    browser, asked = town.browser("administrator"), []
    event.listen(town.database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    assert len(browser.get("/audit/file").text.splitlines()) == 1 + 100 + 1
    assert len([statement for statement in asked if statement.startswith("SELECT")]) < 20


def test_no_name_becomes_a_formula(town):
    with town.database.writing(PROGRAM) as session:
        who = town.actor("clerk")
        audit.note(session, type(who)(who.account_id, "=HYPERLINK(1)", who.role, "aoba", "council"), Action.SIGN_OUT)
    assert ",'=HYPERLINK(1)," in town.browser("administrator").get("/audit/file").text
