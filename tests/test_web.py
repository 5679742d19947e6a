"""窓口の過程: the key that opens the set-up page outlives a crash while it is made."""

import stat
import subprocess
import sys

import pytest

from minutes.settings import Settings
from minutes.web import setup_key

FULL = """
import resource, sys
from pathlib import Path
from minutes.settings import Settings
from minutes.web import setup_key

resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
setup_key(Settings(data=Path(sys.argv[1])))
"""
"""Not a byte can be written any more from then on."""


@pytest.fixture
def settings(tmp_path):
    return Settings(data=tmp_path / "data")


def test_it_is_made_once_for_this_account_alone(settings):
    key = setup_key(settings)
    assert len(key) > 20
    assert setup_key(settings) == key
    assert [path.name for path in settings.data.iterdir()] == ["setup-key"]
    assert stat.S_IMODE((settings.data / "setup-key").stat().st_mode) == 0o600


def test_a_crash_while_it_is_written_leaves_none_and_the_next_start_makes_one(settings):
    crashed = subprocess.run([sys.executable, "-c", FULL, settings.data], capture_output=True, text=True, check=False)
    assert "File too large" in crashed.stderr
    assert not (settings.data / "setup-key").exists()
    assert len(setup_key(settings)) > 20


def test_an_empty_one_counts_as_none(settings):
    settings.data.mkdir()
    (settings.data / "setup-key").write_text("\n")
    assert len(setup_key(settings)) > 20
