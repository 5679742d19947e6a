"""Killed at any moment and started again, the command goes on where it was: the same draft, nothing done twice."""

import random
import shutil
import time

import pytest

from tests.conftest import SAMPLE, Command, beginning


def artefacts(command):
    """Every finished piece with its identity on disk: made again, it would be another file."""
    root = command.data / "artefacts"
    return {
        path.relative_to(root): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file() and "scratch" not in path.relative_to(root).parts and "#" not in path.name
    }


def transcribe(command, recording):
    return command.start("transcribe", recording, "-o", "draft.json", "--roster", SAMPLE / "roster.csv")


def kill_and_go_on(command, recording, after_s):
    """-> how many pieces were finished, all of which must survive untouched; None where the kill came after the end."""
    process = transcribe(command, recording)
    time.sleep(after_s)
    process.kill()
    process.communicate()
    time.sleep(0.2)  # the children die with it, a moment later
    killed = not (command.folder / "draft.json").exists()  # once that is there, only the goodbye is missing
    before = artefacts(command)
    process = transcribe(command, recording)
    _, err = process.communicate()
    if killed:
        assert process.returncode == 0, err
    after = artefacts(command)
    assert {path: after.get(path) for path in before} == before
    return len(before) if killed else None


def undisturbed(recording, folder):
    """-> the draft, and how long it takes here, so that the kills fall everywhere in it."""
    folder.mkdir()
    start = time.monotonic()
    process = transcribe(Command(folder / "data", folder), recording)
    _, err = process.communicate()
    assert process.returncode == 0, err
    return (folder / "draft.json").read_bytes(), time.monotonic() - start


def kills(count, seed, recording, tmp_path):
    """-> how many pieces were finished, for each kill that came before the end."""
    expected, whole_s = undisturbed(recording, tmp_path / "undisturbed")
    chance, found = random.Random(seed), []
    for number in range(count):
        folder = tmp_path / str(number)
        folder.mkdir()
        command = Command(folder / "data", folder)
        after_s = chance.uniform(0, whole_s)
        found.append(kill_and_go_on(command, recording, after_s))
        assert (folder / "draft.json").read_bytes() == expected, f"kill {number} after {after_s:.2f} s"
        assert not list((command.data / "artefacts" / "scratch").iterdir())
        shutil.rmtree(folder)
    return [pieces for pieces in found if pieces is not None]


def test_five_kills(tmp_path, request):
    (tmp_path / "beginning.wav").write_bytes(beginning(45))
    found = kills(5, request.config.getoption("--seed"), tmp_path / "beginning.wav", tmp_path)
    assert len(found) >= 3
    assert max(found) > 0


@pytest.mark.soak
def test_fifty_kills(tmp_path, request, record_property):
    found = kills(50, request.config.getoption("--seed"), SAMPLE / "meeting.ogg", tmp_path)
    record_property(
        "result", f"{len(found)} of 50 kills fell into the run; every draft equal, no finished piece done again"
    )
    assert len(found) >= 40
