"""The tables: the same by migration and by creation, changed with their rows kept, and by one of those who come."""

import shutil
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from minutes.store import audit, schema
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.database import Database, sqlite_in
from minutes.store.queries.meetings import GRACE
from minutes.store.schema import MIGRATIONS, NewerDatabase, NotMoved
from minutes.store.seals import KEPT_DAYS
from minutes.store.tables import MeetingRow, Row
from tests.databases import KINDS, MADE, make

MIGRATED = pytest.mark.parametrize(
    "database", [kind for kind in KINDS if "migrated" in kind], indirect=True, ids="-".join
)
BOTH = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
LATER = '''
"""Every meeting has a place; SQLite copies three tables on the way, two of them sealed."""

import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "0005"


def upgrade() -> None:
    copied = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    for table in ("meeting", "change", "audit"):
        with op.batch_alter_table(table, recreate=copied) as batch:
            batch.add_column(sa.Column("place", sa.String(), server_default="議場"))
    op.execute("{last}")
'''


def later(folder, last="SELECT 1"):
    """The migrations of a later version, which has one more; ``last`` is what that does at its end."""
    shutil.copytree(MIGRATIONS, folder)
    (folder / "versions" / "later.py").write_text(LATER.format(last=last))
    return folder


@pytest.fixture
def noted_town(town):
    with town.database.writing(town.council) as session:
        audit.note(session, town.council, Action.MEETING_MADE)
    return town


def test_the_tables_are_those_of_today(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Row.metadata) == []


@BOTH
def test_both_ways_lead_to_the_same_tables_with_the_same_seals(kind, request, tmp_path):
    found = {}
    for made in MADE:
        address = fresh(kind, request, tmp_path / made)
        make(made, address)
        found[made] = described(address)
    assert found["migrated"] == found["created"]
    sealed = {"audit_refuses_update", "change_refuses_delete", "snapshot_refuses_insert"}
    assert sealed <= {name for name, *_ in found["created"]}


def fresh(kind, request, folder):
    """An empty database's address."""
    if kind == "postgresql":
        server = request.getfixturevalue("postgres")
        return server.address(server.new())
    folder.mkdir()
    return sqlite_in(folder)


SAID = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'index')",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) || pg_get_functiondef(tgfoid) FROM pg_trigger "
    "WHERE NOT tgisinternal UNION SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


def described(address):
    """What a database says of itself: triggers, indexes, columns, constraints."""
    database = Database(address)
    with database.engine.connect() as connection:
        said = {tuple(row) for row in connection.execute(text(SAID[connection.dialect.name]))}
        about = inspect(connection)
        for table in about.get_table_names():
            said |= {(table, each["name"], str(each["type"]), each["nullable"]) for each in about.get_columns(table)}
            for constraint in (*about.get_foreign_keys(table), *about.get_unique_constraints(table)):
                said.add((table, constraint["name"], str(sorted(constraint.items()))))
            said.add((table, str(about.get_pk_constraint(table))))
    database.close()
    return {each for each in said if "alembic" not in each[0]}


def counted(database):
    with database.engine.connect() as connection:
        return {
            table: connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar()  # noqa: S608
            for table in inspect(connection).get_table_names()
        }


@MIGRATED
def test_an_older_database_is_brought_up_to_date_with_its_rows_and_seals(noted_town, tmp_path):
    database = noted_town.database
    before = counted(database)
    schema.bring_up_to_date(database.engine, later(tmp_path / "later"))
    assert counted(database) == before
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT title, place FROM meeting ORDER BY title")).all()
    assert rows == [("council", "議場"), ("neighbour", "議場"), ("welfare", "議場")]
    for refused in ("DELETE FROM change", "UPDATE audit SET name = 'x'", "DELETE FROM meeting"):
        with pytest.raises(DBAPIError), database.engine.begin() as connection:
            connection.execute(text(refused))
    with database.writing(PROGRAM) as session:
        assert audit.broken_at(session) is None
        session.get_one(MeetingRow, "council").title = "still works"


@MIGRATED
@pytest.mark.parametrize("last", ["SELECT * FROM nowhere", "DELETE FROM meeting"], ids=["fails", "loses rows"])
def test_a_migration_that_goes_wrong_leaves_everything_as_it_was(noted_town, tmp_path, last):
    database = noted_town.database
    before = counted(database)
    with pytest.raises((DBAPIError, NotMoved)):
        schema.bring_up_to_date(database.engine, later(tmp_path / "later", last))
    assert counted(database) == before
    schema.bring_up_to_date(database.engine)
    assert "place" not in {column["name"] for column in inspect(database.engine).get_columns("meeting")}


@MIGRATED
def test_a_newer_database_is_refused(database, tmp_path):
    schema.bring_up_to_date(database.engine, later(tmp_path / "later"))
    with pytest.raises(NewerDatabase, match="新しい版のプログラムを入れてください"):
        schema.bring_up_to_date(database.engine)


START = """
import sys
from minutes.store import schema
from minutes.store.database import Database

schema.bring_up_to_date(Database(sys.argv[1]).engine)
"""


@BOTH
def test_several_processes_may_start_at_once(kind, request, tmp_path):
    address = fresh(kind, request, tmp_path / "data")
    processes = [subprocess.Popen([sys.executable, "-c", START, address]) for _ in range(4)]
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    assert "meeting" in {table for table, *_ in described(address)}


def test_changes_may_be_removed_a_day_before_the_cleaner_does():
    assert GRACE.days - KEPT_DAYS == 1
