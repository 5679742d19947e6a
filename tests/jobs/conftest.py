"""A secretariat that asks for drafts, on SQLite and on PostgreSQL: both with DBOS's tables beside ours."""

import logging
import shutil

import pytest

from minutes.jobs import queue
from minutes.store import schema
from minutes.store.database import Database, sqlite_in
from tests.jobs.office import Office


@pytest.fixture(scope="session", autouse=True)
def somebody_who_listens():
    """Or DBOS would write to the standard error of the one test in which it first begins, for ever."""
    logging.getLogger("dbos").addHandler(logging.NullHandler())


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def new_address(request, tmp_path_factory):
    """Tables are made once; every test gets a copy: ``new_address(folder)``."""
    if request.param == "sqlite":
        template = tmp_path_factory.mktemp("jobs")
        _make(sqlite_in(template))

        def copied(folder):
            shutil.copy(template / "minutes.sqlite", folder)
            return sqlite_in(folder)

        return copied
    server = request.getfixturevalue("postgres")
    name = server.new()
    _make(server.address(name))
    return lambda _: server.address(server.new(name))


@pytest.fixture
def office(new_address, tmp_path):
    office = Office(new_address(tmp_path), tmp_path / "data")
    office.settle()
    yield office
    office.close()


def _make(address):
    database = Database(address)
    schema.bring_up_to_date(database.engine)
    database.close()
    queue.prepare(address)
