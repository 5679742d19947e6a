"""What tests need beside Python is there, is installed, or is asked for in one line; it is never done without."""

import pytest

from tests.debian import brought, program


def test_what_is_there_is_not_installed_again():
    assert brought(lambda: "/usr/bin/chromium", "no-such-package") == "/usr/bin/chromium"
    assert program("sh").endswith("/sh")


def test_what_cannot_be_installed_is_asked_for_in_one_line():
    with pytest.raises(pytest.fail.Exception) as failed:
        brought(lambda: None, "no-such-package", "nor-this-one")
    assert str(failed.value) == "These tests need more: install it with `apt-get install no-such-package nor-this-one`."
