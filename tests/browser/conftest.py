"""A real browser before the real service, with a data folder that is thrown away."""

import shutil
from functools import partial

import pytest

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
