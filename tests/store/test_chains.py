"""変更のつながり: what was done to a text behind the program's back shows."""

import hashlib

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from minutes.coedit import Document, Proof, seed
from minutes.store.access import PROGRAM
from minutes.store.queries import chains, drafts
from tests.coedit.browser import Browser
from tests.coedit.drafts import draft
from tests.store import behind

# ruff: noqa: S608 (our own words)
COUNCILS = "draft_id IN (SELECT id FROM draft WHERE meeting_id = 'council')"


@pytest.fixture
def changed(town):
    """The council's text has changes at positions 0 to 4, and a snapshot at 0 and at 3."""
    begun = seed(draft("開会します。"))
    sato = Browser(begun)
    for letter in "一二三":
        sato.write(0, 0, letter)
    log = [begun, *sato.sent]
    with town.database.writing(town.council) as session:
        row = drafts.every(session, "council")[0]
        for update in log[:3]:
            drafts.change(session, town.council, row, update)
        drafts.take_snapshot(session, row, 3, Document.of(log[:3]).state())
        session.flush()
        drafts.change(session, town.council, row, log[3])
    return town


def broken(town):
    """Where, and whether in a snapshot; of the council's text alone."""
    with town.database.reading(PROGRAM) as session:
        found = list(chains.breaks(session, Proof))
    assert all((one.title, one.draft) == ("council", 1) for one in found)
    return [(one.position, one.is_snapshot) for one in found]


def tamper(town, *statements):
    behind.change(town.database, *(f"{statement} AND {COUNCILS}" for statement in statements))


def test_a_text_that_only_the_program_wrote_is_whole(changed):
    assert broken(changed) == []
    with changed.database.reading(PROGRAM) as session:
        assert chains.count(session) == 3


TAMPERED = (  # at position 6, then at 5 …: the first is told
    "SET account_id = 'tax'",
    "SET account_id = NULL",
    "SET at = '2026-01-01 00:00:00.000000+00:00'",
    "SET restores = 0",
    "SET takes = 1",
    "SET digest = 'x'",
    'SET "update" = (SELECT c."update" FROM change AS c WHERE c.position = 3 AND c.draft_id = change.draft_id)',
)


def test_a_change_that_is_not_the_one_that_was_written_shows(changed):
    """Another did it, nobody, at another time, to restore a version, to take over words; it says something else."""
    with changed.database.writing(changed.council) as session:
        for _ in range(2):
            drafts.change(session, changed.council, drafts.every(session, "council")[0], b"more")
    for position, statement in zip(range(6, -1, -1), TAMPERED, strict=True):
        tamper(changed, f"UPDATE change {statement} WHERE position = {position}")
        assert broken(changed) == [(position, False)]


def test_a_change_that_is_missing_shows(changed):
    tamper(changed, "DELETE FROM change WHERE position = 2")
    assert broken(changed) == [(2, False)]


def test_a_text_without_any_change_shows(changed):
    tamper(changed, "DELETE FROM change WHERE position >= 0")
    assert broken(changed) == [(0, False)]


def test_a_snapshot_that_says_something_else_shows_and_so_does_the_same_text_with_another_history(changed):
    """What was written next would stand elsewhere in it, or nowhere."""
    for said in ("閉会します。", "二一開会します。"):
        forged = seed(draft(said)).hex()
        state = {"sqlite": f"X'{forged}'", "postgresql": f"decode('{forged}', 'hex')"}
        tamper(changed, f"UPDATE snapshot SET state = {state[changed.database.engine.dialect.name]} WHERE position = 3")
        assert broken(changed) == [(3, True)]


def test_a_snapshot_of_no_change_shows(changed):
    tamper(changed, "UPDATE snapshot SET position = 9 WHERE position = 3")
    assert broken(changed) == [(9, True)]


def test_what_an_earlier_program_wrote_is_proven_as_far_as_it_was_then(changed):
    """By its updates alone. Whoever writes in its way after a change of today's is found out."""
    with changed.database.reading(PROGRAM) as session:
        row = drafts.every(session, "council")[0]
        before, as_then = "", []
        for change in drafts.changes_after(session, row.id):
            before = hashlib.sha256(before.encode() + change.update).hexdigest()
            as_then.append(f"UPDATE change SET digest = '{before}' WHERE position = {change.position}")
    tamper(changed, *as_then)
    with changed.database.writing(changed.council) as session:
        today = [drafts.change(session, changed.council, row, update) for update in (b"more", b"and more")]
    tamper(changed, "UPDATE change SET account_id = NULL WHERE position = 2")
    assert broken(changed) == []
    forged = hashlib.sha256(today[0].digest.encode() + b"and more").hexdigest()
    tamper(changed, f"UPDATE change SET account_id = NULL, digest = '{forged}' WHERE position = 6")
    assert broken(changed) == [(6, False)]


REFUSED = (
    "UPDATE change SET account_id = NULL",
    "DELETE FROM change",
    "UPDATE snapshot SET state = state",
    "DELETE FROM snapshot",
    "INSERT INTO snapshot (draft_id, position, state, municipality_id, department_id) "
    "SELECT draft_id, 2, state, municipality_id, department_id FROM snapshot WHERE position = 3",
    "INSERT INTO snapshot (draft_id, position, state, municipality_id, department_id) "
    "SELECT draft_id, position, state, municipality_id, department_id FROM snapshot WHERE draft_id IN "
    "(SELECT id FROM draft WHERE meeting_id = 'welfare')",
    'INSERT INTO change (draft_id, position, "update", at, digest, municipality_id, department_id) '
    """SELECT draft_id, 5, "update", at, 'as an earlier program', municipality_id, department_id FROM change """
    f"WHERE position = 4 AND {COUNCILS}",
)


def test_the_database_itself_refuses_to_change_them(changed):
    """Nor does it take a snapshot of a change that is not the last, or one in the place of another, or a change that is
    signed as an earlier program did, which may run on for a while.
    """
    for statement in REFUSED:
        with pytest.raises(DBAPIError, match="_refuses_"), changed.database.engine.begin() as connection:
            connection.execute(text(statement))
    assert broken(changed) == []
