"""The audit log: every entry proves the one before, and what was done behind its back shows."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from minutes.store import audit
from minutes.store.access import PROGRAM
from minutes.store.audit import Action, Checkpoint
from minutes.store.tables import AuditRow
from tests.store import behind
from tests.store.noting import note


def noted(town, count):
    """So many entries, one by one; -> the digests."""
    for number in range(1, count + 1):
        with town.database.writing(town.council) as session:
            audit.note(session, town.council, Action.MEETING_MADE, f"meeting {number}", number=number, 題="本会議")
    with town.database.reading(PROGRAM) as session:
        return session.exec(select(AuditRow.digest).order_by(col(AuditRow.position))).all()


def broken_at(database):
    with database.reading(PROGRAM) as session:
        return audit.broken_at(session)


def test_an_entry_says_who_did_what_to_what_when_and_from_where(town):
    noted(town, 1)
    with town.database.writing(PROGRAM) as session:
        audit.note(session, None, Action.SIGN_IN_REFUSED, address="192.0.2.9")
    with town.database.reading(PROGRAM) as session:
        first, second = session.exec(select(AuditRow).order_by(col(AuditRow.position))).all()
    assert (first.position, first.account_id, first.name, first.address) == (1, "council", "council", "192.0.2.1")
    assert (first.action, first.subject, first.detail) == (
        "meeting_made",
        "meeting 1",
        {"number": 1, "題": "本会議"},
    )
    assert (first.municipality_id, first.department_id) == ("aoba", "council")
    assert (second.position, second.account_id, second.address) == (2, None, "192.0.2.9")
    assert first.at <= second.at


def test_an_empty_log_is_whole(town):
    assert broken_at(town.database) is None
    with town.database.reading(PROGRAM) as session:
        assert audit.checkpoint(session) is None


def test_entries_stand_or_fall_with_what_they_tell_of(town):
    with pytest.raises(RuntimeError), town.database.writing(town.council) as session:
        audit.note(session, town.council, Action.MEETING_MADE, "x")
        raise RuntimeError
    assert noted(town, 1)
    assert broken_at(town.database) is None


TAMPERED = {
    "another did it": ("UPDATE audit SET account_id = 'tax' WHERE position = 3", 3),
    "nobody did it": ("UPDATE audit SET account_id = NULL WHERE position = 3", 3),
    "under another name": ("UPDATE audit SET name = 'x' WHERE position = 3", 3),
    "for another department": ("UPDATE audit SET department_id = 'tax' WHERE position = 3", 3),
    "for another town": ("UPDATE audit SET municipality_id = 'midori' WHERE position = 3", 3),
    "from elsewhere": ("UPDATE audit SET address = '' WHERE position = 3", 3),
    "something else": ("UPDATE audit SET action = 'downloaded' WHERE position = 3", 3),
    "to something else": ("UPDATE audit SET subject = 'meeting 4' WHERE position = 3", 3),
    "in another way": ("UPDATE audit SET detail = '{\"number\": 4}' WHERE position = 3", 3),
    "at another time": ("UPDATE audit SET at = '2026-01-01 00:00:00.000000+00:00' WHERE position = 3", 3),
    "with another digest": ("UPDATE audit SET digest = 'x' WHERE position = 3", 3),
    "the first is missing": ("DELETE FROM audit WHERE position = 1", 1),
    "one is missing": ("DELETE FROM audit WHERE position = 3", 3),
    "one is missing and the rest moved up": (
        "DELETE FROM audit WHERE position = 3; UPDATE audit SET position = position - 1 WHERE position > 3",
        3,
    ),
    "one was put in": (
        "UPDATE audit SET position = 6 WHERE position = 5; UPDATE audit SET position = 5 WHERE position = 4; "
        "UPDATE audit SET position = 4 WHERE position = 3; "
        "INSERT INTO audit SELECT 3, at, municipality_id, department_id, account_id, name, address, action, subject, "
        "detail, digest FROM audit WHERE position = 2",
        3,
    ),
    "two changed places": (
        "UPDATE audit SET position = 0 WHERE position = 3; UPDATE audit SET position = 3 WHERE position = 4; "
        "UPDATE audit SET position = 4 WHERE position = 0",
        3,
    ),
}


@pytest.mark.parametrize(("statements", "at"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_done_behind_its_back_shows(town, statements, at):
    noted(town, 5)
    behind.change(town.database, *statements.split("; "))
    assert broken_at(town.database) == at


def test_what_was_whole_before_a_mark_is_not_looked_at_again_unless_the_mark_does_not_fit(town):
    noted(town, 4)
    with town.database.reading(PROGRAM) as session:
        mark = audit.checkpoint(session)
    noted(town, 2)
    forge = "UPDATE audit SET digest = 'x' WHERE position = "
    for position, at in (("1", None), ("6", 6), ("4", 1)):
        behind.change(town.database, forge + position)
        with town.database.reading(PROGRAM) as session:
            assert audit.broken_at(session, since=mark) == at
            assert audit.broken_at(session, since=mark, whole=True) == 1


def test_a_log_that_was_cut_short_or_written_anew_does_not_fit_its_mark(town):
    digests = noted(town, 3)
    with town.database.reading(PROGRAM) as session:
        mark = audit.checkpoint(session)
        assert mark == Checkpoint(3, digests[2])
        assert audit.holds(session, mark)
        assert audit.holds(session, Checkpoint(2, digests[1]))
    behind.change(town.database, "DELETE FROM audit WHERE position = 3")
    with town.database.reading(PROGRAM) as session:
        assert audit.broken_at(session) is None  # a shorter chain is whole
        assert not audit.holds(session, mark)
    noted(town, 1)
    with town.database.reading(PROGRAM) as session:
        assert not audit.holds(session, mark)


REFUSED = {
    "change": "UPDATE audit SET name = 'x'",
    "change of nothing": "UPDATE audit SET name = name WHERE position = 1",
    "removal": "DELETE FROM audit WHERE position = 3",
    "gap": "INSERT INTO audit SELECT 5, at, municipality_id, department_id, account_id, name, address, action, subject,"
    " detail, digest FROM audit WHERE position = 3",
    "second first": "INSERT INTO audit SELECT 0, at, municipality_id, department_id, account_id, name, address, action,"
    " subject, detail, digest FROM audit WHERE position = 1",
}
ONLY = {
    "sqlite": "REPLACE INTO audit SELECT position, at, municipality_id, department_id, account_id, 'x', address, "
    "action, subject, detail, digest FROM audit WHERE position = 3",
    "postgresql": "TRUNCATE audit",
}


def test_the_database_itself_refuses_to_change_entries(town):
    noted(town, 3)
    for statement in (*REFUSED.values(), ONLY[town.database.engine.dialect.name]):
        with pytest.raises(DBAPIError, match="audit_refuses_"), town.database.engine.begin() as connection:
            connection.execute(text(statement))
    assert broken_at(town.database) is None
    assert len(noted(town, 1)) == 4


def test_many_at_once_keep_one_chain(town):
    with ThreadPoolExecutor(10) as threads:
        list(threads.map(lambda _: list(note(town.database, 5)), range(10)))
    assert broken_at(town.database) is None
    assert len(noted(town, 1)) == 51


def test_many_processes_keep_one_chain(town):
    command = [sys.executable, "-m", "tests.store.noting", town.database.address, "20"]
    processes = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert broken_at(town.database) is None
    assert len(noted(town, 1)) == 61
