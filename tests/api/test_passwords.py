"""Passwords: long enough, the same twice, proposed so that they can be typed from paper."""

import subprocess
import sys

import pytest

from api import passwords
from api.passwords import DifferentPasswords, WeakPassword


@pytest.mark.parametrize("weak", ["", "みじかい", "123456789", "ああああああああああああ", "a" * 201])
def test_weak_ones_are_refused(weak):
    with pytest.raises(WeakPassword):
        passwords.hashed(weak)


def test_a_proposed_one_is_good_enough_and_each_is_another():
    one, other = passwords.proposed(), passwords.proposed()
    assert one != other
    assert len(one) == len("xxxx-xxxx-xxxx")
    assert passwords.is_right(one, passwords.hashed(one))


def test_a_chosen_one_is_typed_twice():
    with pytest.raises(DifferentPasswords):
        passwords.chosen("あおばちょうのあさ2026", "あおばちょうのよる2026")


def test_nobody_has_no_password():
    assert not passwords.is_right("nobody has this one", None)


MANY = """
import sys
from concurrent.futures import ThreadPoolExecutor
from api import passwords
what = {"try": lambda _: passwords.is_right("x", None), "choose": lambda _: passwords.hashed("あおばちょうのあさ2026")}
with ThreadPoolExecutor(32) as hands:
    list(hands.map(what[sys.argv[1]], range(32)))
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
"""`getrusage` would count what the process was before it became this program: the tests, with all they hold."""


@pytest.mark.parametrize("what", ["try", "choose"])
def test_many_at_once_take_the_memory_of_a_few(what):
    run = subprocess.run([sys.executable, "-c", MANY, what], capture_output=True, text=True, check=True)
    assert int(run.stdout) / 1024 < 32 * 64 / 3  # MiB
