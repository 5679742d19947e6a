"""One meeting's recording, short, and what becomes of it where nothing disturbs the service, nor can it reach out."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Command, beginning
from tests.service import service
from tests.test_network import in_closed_network

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Undisturbed:
    """``outcome`` of the draft and its recording, the names of all ``pieces`` of the work, how long it ``took_s``."""

    outcome: dict[str, object]
    pieces: list[str]
    took_s: float
    reached: dict[str, int]


@pytest.fixture(scope="session")
def clip():
    return beginning(40)


@pytest.fixture(scope="session")
def undisturbed(clip, tmp_path_factory):
    """In a network of its own that leads nowhere."""
    folder = tmp_path_factory.mktemp("undisturbed")
    (folder / "clip.wav").write_bytes(clip)
    (folder / "desk").mkdir()
    command = Command(folder / "data", folder / "desk")
    as_module = ("env", f"PYTHONPATH={ROOT}", sys.executable, "-m", "tests.service.service")
    reached, run = in_closed_network(command, [*as_module, str(folder / "service"), str(folder / "clip.wav")])
    assert reached.pop("rc") == 0, run.stderr
    told = json.loads(run.stdout.splitlines()[-2])
    return Undisturbed(reached=reached, took_s=told.pop("took_s"), pieces=told.pop("pieces"), outcome=told)


@pytest.fixture
def running(tmp_path):
    with service.Service(tmp_path / "service") as running:
        yield running
