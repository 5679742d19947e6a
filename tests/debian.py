"""What tests need beside Python, as Debian packages: installed where that is allowed; else a line says what to do."""

import os
import shutil
import subprocess
from collections.abc import Callable
from typing import TypeVar

import pytest

Found = TypeVar("Found")
_QUIET = {"DEBIAN_FRONTEND": "noninteractive"}


def brought(find: Callable[[], Found | None], *packages: str) -> Found:
    """What ``find`` finds, if need be once the packages are installed. Nothing is skipped for want of them."""
    there = find()
    if there is None and _may_install():
        for what in (("update",), ("install", "--yes", "--no-install-recommends", *packages)):
            subprocess.run(["apt-get", "-qq", *what], env=os.environ | _QUIET, capture_output=True, check=False)
        there = find()
    if there is None:
        pytest.fail(f"These tests need more: install it with `apt-get install {' '.join(packages)}`.", pytrace=False)
    return there


def program(name: str) -> str:
    """Where the program is that is called like its package."""
    return brought(lambda: shutil.which(name), name)


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None
