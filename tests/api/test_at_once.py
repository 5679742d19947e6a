"""Several at the same moment, on PostgreSQL, where many write at once: as if it were one after another."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlmodel import Session, func, select

from minutes.domain.meeting import MeetingKind
from minutes.domain.people import Role
from minutes.domain.speech import Word
from minutes.store import audit
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.queries import jobs, meetings
from minutes.store.tables import AccountRow, ChangeRow, HeardRow, JobRow
from tests.api.drafted import asked, drafted, recorded
from tests.api.pages.test_set_up import FORM
from tests.api.town import PASSWORD

MANY = 6


@pytest.fixture
def town(town_on_postgresql):
    return town_on_postgresql


def at_once(ask):
    """-> how often which status was the answer."""
    with ThreadPoolExecutor(MANY) as clerks:
        return Counter(answer.status_code for answer in clerks.map(ask, range(MANY)))


def count(town, row):
    with town.database.reading(PROGRAM) as session:
        return session.exec(select(func.count()).select_from(row)).one()


@contextmanager
def waiting(town, ask):
    """Somebody who asks, and has come so far that they wait for what the block does; -> their answer afterwards."""
    blocked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with ThreadPoolExecutor(1) as other:
        asking = other.submit(ask)
        with Session(town.database.engine) as session:
            while not session.connection().exec_driver_sql(blocked).scalar():
                session.rollback()
        yield asking


def test_a_draft_is_asked_for_once_however_often_the_button_is_pressed(town):
    meeting = town.meeting()
    recorded(town, meeting)
    browsers = [town.browser("clerk") for _ in range(MANY)]
    assert at_once(lambda one: browsers[one].post(f"/meetings/{meeting}/again")) == {303: 1, 409: MANY - 1}
    assert count(town, JobRow) == 1


def test_everybody_who_names_a_voice_is_heard(town):
    meeting = town.meeting()
    drafted(town, meeting)
    browsers = [town.browser("clerk") for _ in range(MANY)]
    name = {"voice": "S1", "other": "傍聴太郎"}
    assert at_once(lambda one: browsers[one].post(f"/meetings/{meeting}/voices", data=name)) == {303: MANY}
    assert count(town, ChangeRow) == 1 + MANY
    page = browsers[0].get(f"/meetings/{meeting}").text
    assert page.count(">傍聴太郎</option>") == 2  # once for each of the two voices


def test_recordings_are_taken_away_while_a_worker_writes_down_what_was_heard(town):
    meeting = town.meeting()
    asked(town, meeting, "j1")

    def hear():
        with town.database.writing(PROGRAM) as session:
            jobs.hear(session, "j1", (Word("開会", 0.0, 1.0, 0.9),))

    with town.database.writing(town.actor("clerk")) as session:
        meetings.forget_recordings(session, meeting)
        with waiting(town, hear) as hearing:
            session.commit()
    hearing.result()
    assert count(town, HeardRow) == 0


def test_a_town_is_set_up_once(new_town_on_postgresql):
    browsers = [new_town_on_postgresql.stranger() for _ in range(MANY)]
    answers = at_once(lambda one: browsers[one].post("/set-up", data=FORM | {"login": f"yamada{one}"}))
    assert answers == {303: 1, 403: MANY - 1}
    assert count(new_town_on_postgresql, AccountRow) == 1


def test_an_account_is_closed_while_its_person_is_at_work(town):
    """Each holds what the other waits for, unless both wait for the same thing first."""
    town.account("second", "次田まもる", Role.ADMINISTRATOR)
    browser, second = town.browser("administrator"), town.actor("second")
    with town.database.writing(second) as session:
        audit.note(session, second, Action.RECORDING_UPLOADED)
        with waiting(town, lambda: browser.post("/accounts/second/close")) as closing:
            meetings.make(session, second, title="本会議", kind=MeetingKind.PLENARY)
            session.commit()
    assert closing.result().status_code == 303


def test_whoever_signs_in_while_the_account_is_changed(town):
    browser, stranger, administrator = town.browser("administrator"), town.stranger(), town.actor("administrator")
    with town.database.writing(PROGRAM) as session:
        audit.note(session, administrator, Action.ACCOUNT_CHANGED, "clerk")
        signs_in = {"login": "clerk", "password": PASSWORD}
        with waiting(town, lambda: stranger.post("/sign-in", data=signs_in)) as signing_in:
            session.get_one(AccountRow, "clerk").name = "佐藤次郎"
            session.commit()
    assert signing_in.result().status_code == 303
    assert "佐藤次郎" in browser.get("/accounts").text
