"""A real browser before the real service, with a data folder that is thrown away.

Chromium and its driver are Debian's; where they are missing they are installed, or one line says what to do.
"""

import os
import shutil
import subprocess
from functools import partial

import pytest

from tests.browser.page import browsing
from tests.browser.site import serving

PACKAGES = ("chromium", "chromium-driver")


@pytest.fixture(scope="session")
def chromium():
    """-> the programs, browser and driver."""
    programs = [shutil.which(name) for name in ("chromium", "chromedriver")]
    if not all(programs) and os.geteuid() == 0:
        subprocess.run(["apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES], capture_output=True)
        programs = [shutil.which(name) for name in ("chromium", "chromedriver")]
    if not all(programs):
        pytest.fail(
            f"These tests need a browser: install it with `apt-get install {' '.join(PACKAGES)}`.", pytrace=False
        )
    return programs


@pytest.fixture(scope="session")
def new_browser(chromium):
    """A browser that nobody has used: ``with new_browser() as page``."""
    return partial(browsing, *chromium)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The service, empty at first, for the tests of one module."""
    with serving(tmp_path_factory.mktemp("service")) as site:
        yield site
