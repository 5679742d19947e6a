"""What all tests share: the long runs on request, the sample meeting, one undisturbed run of the command."""

import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import wave
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import av
import pytest
from hypothesis import settings

from minutes.store.database import Database
from tests import soak_report
from tests.databases import KINDS, Databases
from tests.one_at_a_time import one_at_a_time
from tests.postgres import cluster

settings.register_profile("a busy machine", deadline=None)  # a slow example is no fault
settings.load_profile("a busy machine")

TESTS = Path(__file__).parent
SAMPLE = TESTS / "data" / "sample"
REPORT = TESTS.parent / "docs" / "soak.md"
LONG = (TESTS, TESTS / "service", TESTS / "jobs")
"""Where the longest tests are: they begin first, and short ones fill up what is left at the end."""
BEGAN = pytest.StashKey[soak_report.Row]()


def pytest_addoption(parser):
    parser.addoption("--soak", action="store_true", help="the long runs, instead of the short ones")
    parser.addoption("--minutes", type=float, default=3, help="so long eleven people correct one draft together")
    parser.addoption("--seed", type=int, default=20261121, help="seed of everything random in the runs")


def pytest_collection_modifyitems(config, items):
    wanted = config.getoption("--soak")
    kept = [item for item in items if ("soak" in item.keywords) == wanted]
    kept.sort(key=lambda item: item.path.parent not in LONG)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def pytest_configure(config):
    if config.getoption("--soak"):
        config.stash[BEGAN] = soak_report.beginning(config.getoption("--seed"))


def pytest_terminal_summary(terminalreporter, config):
    """The long runs leave a report, to be committed (`tests/soak_report.py`)."""
    if not config.getoption("--soak"):
        return
    made = {}
    for outcome in ("passed", "failed", "error"):  # the worst is the last
        for report in terminalreporter.stats.get(outcome, []):
            if report.when == "call" or outcome == "error":
                made[report.nodeid] = replace(
                    config.stash[BEGAN],
                    run=f"`{report.nodeid}`",
                    outcome=outcome,
                    took=f"{report.duration:.0f} s",
                    result=str(dict(report.user_properties).get("result", "")),
                )
    report = REPORT.read_text(encoding="utf-8")
    REPORT.write_text(soak_report.brought_up_to_date(report, made.values()), encoding="utf-8")


def _answer_ctrl_c():
    """What was started in a shell's background ignores Ctrl-C, and so would the command."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass(frozen=True)
class Command:
    """The `minutes` command as a person runs it: a process of its own, with a data folder of its own."""

    data: Path
    folder: Path

    @property
    def environment(self):
        return {**os.environ, "MINUTES_DATA": str(self.data), "COLUMNS": "200", "PYTHONUTF8": "1"}

    def start(self, *arguments, start_new_session=False, **environment):
        command = [sys.executable, "-m", "minutes", *map(str, arguments)]
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=start_new_session,
            preexec_fn=_answer_ctrl_c,
        )

    def __call__(self, *arguments, **environment):
        process = self.start(*arguments, **environment)
        out, err = process.communicate()
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)


@pytest.fixture
def command(tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir()
    return Command(tmp_path / "data", folder)


@pytest.fixture(scope="session")
def transcribed(tmp_path_factory):
    """Where the sample meeting was transcribed, undisturbed: once, however many processes test. Only to be copied."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "transcribed"
    with one_at_a_time(folder.with_suffix(".lock")):
        if not folder.exists():
            making = Path(tempfile.mkdtemp(dir=folder.parent))
            command = Command(making / "data", making)
            run = command("transcribe", SAMPLE / "meeting.ogg", "-o", "draft.json", "--roster", SAMPLE / "roster.csv")
            assert run.returncode == 0, run.stderr
            making.rename(folder)
    return folder


@pytest.fixture(scope="session")
def finished(transcribed, tmp_path_factory):
    """The command after it has transcribed the sample meeting."""
    folder = shutil.copytree(transcribed, tmp_path_factory.mktemp("finished") / "desk")
    return Command(folder / "data", folder)


def beginning(length_s):
    """The sample meeting's first part, as a WAV file: where a whole meeting would show no more."""
    resampler, written = av.AudioResampler(format="s16", layout="mono", rate=16_000), io.BytesIO()
    with av.open(str(SAMPLE / "meeting.ogg")) as container, wave.open(written, "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        for frame in container.decode(audio=0):
            for part in resampler.resample(frame):
                file.writeframes(part.to_ndarray().tobytes())
            if frame.time > length_s:
                break
    return written.getvalue()


@pytest.fixture(scope="session")
def postgres():
    with cluster() as server:
        yield server


@pytest.fixture(scope="session")
def databases(tmp_path_factory):
    return Databases(tmp_path_factory.mktemp("databases"))


@contextmanager
def opened(request, databases, folder):
    """A database with empty tables, of the kind that the test is called for."""
    kind, made = request.param
    where = folder if kind == "sqlite" else request.getfixturevalue("postgres")
    with getattr(databases, kind)(made, where) as address:
        database = Database(address)
        yield database
        database.close()


@pytest.fixture(params=KINDS, ids="-".join)
def database(request, databases, tmp_path):
    with opened(request, databases, tmp_path) as database:
        yield database


@pytest.fixture(params=KINDS, ids="-".join, scope="module")
def standing(request, databases, tmp_path_factory):
    """One for all tests of a module that only read, or take back what they write."""
    with opened(request, databases, tmp_path_factory.mktemp("standing")) as database:
        yield database
