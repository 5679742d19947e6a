"""One meeting's recording, short, and what becomes of it where nothing disturbs the service, nor can it reach out."""

import io
import json
import sys
import wave
from dataclasses import dataclass

import av
import pytest

from tests.conftest import SAMPLE, Command
from tests.service import service
from tests.test_network import in_closed_network

CLIP_S = 40


@dataclass(frozen=True)
class Undisturbed:
    """``outcome`` of the draft and its recording, the names of all ``pieces`` of the work, how long it ``took_s``."""

    outcome: dict[str, object]
    pieces: list[str]
    took_s: float
    reached: dict[str, int]


@pytest.fixture(scope="session")
def clip():
    """The sample meeting's first part, as a WAV file."""
    resampler, written = av.AudioResampler(format="s16", layout="mono", rate=16_000), io.BytesIO()
    with av.open(str(SAMPLE / "meeting.ogg")) as container, wave.open(written, "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        for frame in container.decode(audio=0):
            for part in resampler.resample(frame):
                file.writeframes(part.to_ndarray().tobytes())
            if frame.time > CLIP_S:
                break
    return written.getvalue()


@pytest.fixture(scope="session")
def undisturbed(clip, tmp_path_factory):
    """In a network of its own that leads nowhere."""
    folder = tmp_path_factory.mktemp("undisturbed")
    (folder / "clip.wav").write_bytes(clip)
    (folder / "desk").mkdir()
    command = Command(folder / "data", folder / "desk")
    arguments = [sys.executable, service.__file__, str(folder / "service"), str(folder / "clip.wav")]
    reached, run = in_closed_network(command, arguments)
    assert reached.pop("rc") == 0, run.stderr
    told = json.loads(run.stdout.splitlines()[-2])
    return Undisturbed(reached=reached, took_s=told.pop("took_s"), pieces=told.pop("pieces"), outcome=told)


@pytest.fixture
def running(tmp_path):
    with service.Service(tmp_path / "service") as running:
        yield running
