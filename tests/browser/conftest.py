"""A real browser before the real service, with a data folder that is thrown away."""

import shutil
from functools import partial

import pytest

from minutes.jobs import queue
from minutes.store import schema
from minutes.store.database import Database, sqlite_in
from tests.api.serving import Serving
from tests.api.town import Town
from tests.browser.page import browsing
from tests.browser.site import serving
from tests.debian import brought


@pytest.fixture(scope="session")
def chromium():
    """-> the programs, browser and driver."""
    return brought(_programs, "chromium", "chromium-driver")


def _programs():
    found = [shutil.which(name) for name in ("chromium", "chromedriver")]
    return found if all(found) else None


@pytest.fixture(scope="session")
def new_browser(chromium):
    """A browser that nobody has used: ``with new_browser() as page``."""
    return partial(browsing, *chromium)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The service, empty at first, for the tests of one module."""
    with serving(tmp_path_factory.mktemp("service")) as site:
        yield site


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A town in a database, for the tests of one module; ``server`` is its web process."""
    folder = tmp_path_factory.mktemp("town")
    database = Database(sqlite_in(folder))
    schema.bring_up_to_date(database.engine)
    queue.prepare(sqlite_in(folder))
    database.close()
    with Town(folder) as town:
        town.settle()
        yield town


@pytest.fixture(scope="module")
def server(town):
    with Serving(town.folder) as server:
        yield server
