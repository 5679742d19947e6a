"""Killed at any moment and started again, the command goes on where it was: the same draft, nothing done twice."""

import random
import shutil
import time

import pytest

from tests.conftest import SAMPLE, Command


def artefacts(command):
    """Every finished piece with its identity on disk: made again, it would be another file."""
    root = command.data / "artefacts"
    return {
        path.relative_to(root): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file() and "scratch" not in path.relative_to(root).parts and "#" not in path.name
    }


def transcribe(command, **options):
    return command.start(
        "transcribe", SAMPLE / "meeting.ogg", "-o", "draft.json", "--roster", SAMPLE / "roster.csv", **options
    )


def kill_and_go_on(command, after_s):
    """-> whether the kill came before the end. Every piece finished by then must survive untouched."""
    process = transcribe(command)
    time.sleep(after_s)
    killed = process.poll() is None
    process.kill()
    process.communicate()
    time.sleep(0.2)  # the children die with it, a moment later
    before = artefacts(command)
    process = transcribe(command)
    _, err = process.communicate()
    if killed:
        assert process.returncode == 0, err
    after = artefacts(command)
    assert {path: after.get(path) for path in before} == before
    return killed


def undisturbed_s(finished, tmp_path):
    """How long a run from nothing takes here, so that the kills fall everywhere in it."""
    start = time.monotonic()
    process = transcribe(Command(tmp_path / "timing", tmp_path))
    _, err = process.communicate()
    assert process.returncode == 0, err
    return time.monotonic() - start


def kills(count, seed, finished, tmp_path):
    expected = (finished.folder / "draft.json").read_bytes()
    chance, whole_s, hits = random.Random(seed), undisturbed_s(finished, tmp_path), 0
    for number in range(count):
        folder = tmp_path / str(number)
        folder.mkdir()
        command = Command(folder / "data", folder)
        after_s = chance.uniform(0, whole_s)
        hits += kill_and_go_on(command, after_s)
        assert (folder / "draft.json").read_bytes() == expected, f"kill {number} after {after_s:.2f} s"
        assert not list((command.data / "artefacts" / "scratch").iterdir())
        shutil.rmtree(folder)
    return hits


def test_five_kills(finished, tmp_path, request):
    assert kills(5, request.config.getoption("--seed"), finished, tmp_path) >= 3


@pytest.mark.soak
def test_fifty_kills(finished, tmp_path, request, record_property):
    hits = kills(50, request.config.getoption("--seed"), finished, tmp_path)
    record_property("result", f"{hits} of 50 kills fell into the run; every draft equal, no finished piece done again")
    assert hits >= 40
