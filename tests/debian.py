"""What tests need beside Python, as Debian packages: installed where that is allowed; else a line says what to do."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from tests.one_at_a_time import one_at_a_time

Found = TypeVar("Found")
OLDEST_NODE = 18
"""That of Debian 12. esbuild wants no less, either."""
_AS_IN_BROWSERS = "--experimental-global-webcrypto --experimental-global-customevent"
INSTALLING = Path(tempfile.gettempdir()) / "minutes-tests-install"
"""Tests run side by side, and apt-get sends the second away: it waits, and mostly finds what it wanted."""
_QUIET = {"DEBIAN_FRONTEND": "noninteractive"}
_PATIENT = "DPkg::Lock::Timeout=300"
"""Seconds, where the machine itself is installing something."""


def brought(find: Callable[[], Found | None], *packages: str, what: str = "more") -> Found:
    """What ``find`` finds, if need be once the packages are installed. Nothing is skipped for want of them.

    ``what`` they need is said where the packages alone do not say it.
    """
    there = find()
    if there is None and _may_install():
        with one_at_a_time(INSTALLING):
            there = find() or _installed(find, packages)
    if there is None:
        pytest.fail(f"These tests need {what}: install it with `apt-get install {' '.join(packages)}`.", pytrace=False)
    return there


def _installed(find: Callable[[], Found | None], packages: tuple[str, ...]) -> Found | None:
    for step in (("update",), ("install", "--yes", "--no-install-recommends", *packages)):
        command = ["apt-get", "-qq", "-o", _PATIENT, *step]
        subprocess.run(command, env=os.environ | _QUIET, capture_output=True, check=False)
    return find()


def program(name: str) -> str:
    """Where the program is that is called like its package."""
    return brought(lambda: shutil.which(name), name)


@dataclass(frozen=True, slots=True)
class Node:
    program: str
    version: int

    def __call__(self, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
        """Node 18 has to be told of what every browser has, and every later Node."""
        told = {"NODE_OPTIONS": _AS_IN_BROWSERS} if self.version == OLDEST_NODE else {}
        command, said = [self.program, *arguments], os.environ | told
        return subprocess.run(command, cwd=folder, env=said, capture_output=True, text=True, check=False)


def node() -> Node:
    return brought(there, "nodejs", "npm", what=f"Node {OLDEST_NODE} or later with npm")


def there(path: str | None = None) -> Node | None:
    """Node, if it is new enough, and npm beside it."""
    program = shutil.which("node", path=path)
    if program is None or shutil.which("npm", path=path) is None:
        return None
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    version = int(said.removeprefix("v").partition(".")[0])
    return Node(program, version) if version >= OLDEST_NODE else None


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None
