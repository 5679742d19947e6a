"""The web service with a real database, a queue and files, and people of every role who may ask it for pages."""

import shutil

import pytest

from minutes.jobs import queue
from minutes.store import schema
from minutes.store.database import Database, sqlite_in
from tests.api.town import Town


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory):
    """Made once: every town gets a copy."""
    folder = tmp_path_factory.mktemp("database")
    database = Database(sqlite_in(folder))
    schema.bring_up_to_date(database.engine)
    queue.prepare(sqlite_in(folder))
    database.close()
    return folder / "minutes.sqlite"


@pytest.fixture
def new_town(empty_database, tmp_path):
    """Nobody has set it up yet."""
    shutil.copy(empty_database, tmp_path)
    with Town(tmp_path) as town:
        yield town


@pytest.fixture
def town(new_town):
    """青葉町 with a secretariat (議会事務局) and a welfare department (福祉課)."""
    new_town.settle()
    return new_town


@pytest.fixture
def new_town_on_postgresql(postgres, tmp_path):
    address = postgres.address(postgres.new())
    database = Database(address)
    schema.bring_up_to_date(database.engine)
    queue.prepare(address)
    database.close()
    with Town(tmp_path, address) as town:
        yield town


@pytest.fixture
def town_on_postgresql(new_town_on_postgresql):
    new_town_on_postgresql.settle()
    return new_town_on_postgresql


@pytest.fixture(scope="module")
def same_town(empty_database, tmp_path_factory):
    """For tests that leave it as it was, or do not mind."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copy(empty_database, folder)
    with Town(folder) as town:
        town.settle()
        yield town
