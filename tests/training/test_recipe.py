"""The recipe from beginning to end, as `make train` runs it, with a step or two of each training."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from minutes import asr
from minutes.diarize.diarizer import load

COMMANDS = ("recogniser", "recogniser.export", "recogniser.check", "diarizer", "curves", "sample", "committee")
ROOT = Path(__file__).parents[2]


def command(*arguments):
    return [sys.executable, "-W", "ignore", "-m", *map(str, arguments)]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_asked_what_it_does(name):
    """In a process of its own: what pyannote needs before it is imported must be there."""
    run = subprocess.run(command(f"training.{name}", "--help"), cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "usage" in run.stdout


def test_nothing_is_exported_where_nothing_was_trained(tmp_path):
    wrong = command("training.recogniser.export", tmp_path / "nowhere", tmp_path / "model")
    run = subprocess.run(wrong, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "nothing has been trained" in run.stderr
    assert not (tmp_path / "model").exists()


def test_the_sample_is_made_anew_only_where_one_says():
    run = subprocess.run(command("training.sample"), cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "the following arguments are required: folder" in run.stderr


@pytest.mark.soak
def test_models_are_made_from_nothing(tmp_path):
    """Killed once on the way; what comes out is loaded through the product's own doors."""
    training = command("training.recogniser", tmp_path / "recogniser", "--steps", 102, "--fall", 2)
    first = subprocess.Popen(training, cwd=ROOT, start_new_session=True)
    while not (tmp_path / "recogniser" / "checkpoint.pt").exists():
        assert first.poll() is None
        time.sleep(1)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    for step in (
        training,
        command("training.recogniser.export", tmp_path / "recogniser", tmp_path / "whisper-trial"),
        command("training.diarizer", "segmentation", tmp_path / "diarizer", "--steps", 2),
        command("training.diarizer", "embedding", tmp_path / "diarizer", "--steps", 2),
        command("training.diarizer", "folder", tmp_path / "diarizer", tmp_path / "diarization-trial"),
    ):
        subprocess.run(step, cwd=ROOT, check=True)
    curve = (tmp_path / "recogniser" / "curve.csv").read_text().splitlines()
    assert [row.split(",")[0] for row in curve] == ["step", "100", "102"]
    asr.load(tmp_path / "whisper-trial", model="trained", threads=1, window_s=7.0, hinted=True)
    load(tmp_path / "diarization-trial", model="trained", threads=1)
