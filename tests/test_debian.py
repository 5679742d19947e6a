"""What tests need beside Python is there, is installed, or is asked for in one line; it is never done without."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from tests.debian import INSTALLING, OLDEST_NODE, brought, program, there
from tests.one_at_a_time import one_at_a_time


def test_what_is_there_is_not_installed_again():
    assert brought(lambda: "/usr/bin/chromium", "no-such-package") == "/usr/bin/chromium"
    assert program("sh").endswith("/sh")


def test_what_cannot_be_installed_is_asked_for_in_one_line():
    with pytest.raises(pytest.fail.Exception) as failed:
        brought(lambda: None, "no-such-package", "nor-this-one")
    assert str(failed.value) == "These tests need more: install it with `apt-get install no-such-package nor-this-one`."
    with pytest.raises(pytest.fail.Exception, match="need Node 18 or later with npm: install it"):
        brought(lambda: None, "no-such-package", what=f"Node {OLDEST_NODE} or later with npm")


def test_who_waits_for_another_that_installs_the_same_installs_nothing():
    """Two at once once left one of them without a browser, on a new machine."""
    installed = []
    with ThreadPoolExecutor() as pool:
        with one_at_a_time(INSTALLING):
            waiting = pool.submit(brought, lambda: installed[0] if installed else None, "no-such-package")
            assert not wait([waiting], timeout=0.5).done
            installed.append("/usr/bin/chromium")
        assert waiting.result() == "/usr/bin/chromium"


@pytest.mark.parametrize(("version", "will_do"), [("v16.20.2", False), ("v18.20.4", True), ("v22.1.0", True)])
def test_an_old_node_is_as_good_as_none(version, will_do, tmp_path):
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {version}\n")
        (tmp_path / name).chmod(0o755)
    assert (there(str(tmp_path)) is not None) == will_do
    (tmp_path / "npm").unlink()
    assert there(str(tmp_path)) is None
