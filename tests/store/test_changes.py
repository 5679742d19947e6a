"""変更の記録: several processes write into one draft's log at once; nothing is lost, and the chain holds."""

from concurrent.futures import ThreadPoolExecutor

from minutes.coedit import Proof
from minutes.store.access import PROGRAM
from minutes.store.database import Database
from minutes.store.queries import chains, drafts
from tests.store.town import settle

WRITERS, EACH = 4, 5


def test_who_writes_at_once_writes_one_after_the_other(database):
    town = settle(database)
    with database.reading(town.council) as session:
        draft = drafts.every(session, "council")[0]

    def write(name):
        own = Database(database.address)
        for number in range(EACH):
            with own.writing(town.council) as session:
                drafts.change(session, town.council, drafts.held(session, draft.id), f"{name}-{number}".encode())
        own.close()

    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(write, range(WRITERS)))

    with database.reading(town.council) as session:
        rows = drafts.changes_after(session, draft.id)
        assert drafts.changes_after(session, draft.id, rows[3].position) == rows[4:]
    assert [row.position for row in rows] == list(range(WRITERS * EACH + 1))
    assert {row.update for row in rows[1:]} == {f"{a}-{b}".encode() for a in range(WRITERS) for b in range(EACH)}
    with database.reading(PROGRAM) as session:
        assert not list(chains.breaks(session, Proof))


def test_another_departments_draft_is_not_held(database):
    town = settle(database)
    with database.reading(town.council) as session:
        draft = drafts.every(session, "council")[0]
    with database.writing(town.welfare) as session:
        assert drafts.held(session, draft.id) is None
