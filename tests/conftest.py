"""What all tests share: the long runs on request, the sample meeting, one undisturbed run of the command."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from minutes.store.database import Database
from tests.databases import KINDS, Databases
from tests.postgres import cluster

settings.register_profile("a busy machine", deadline=None)  # a slow example is no fault
settings.load_profile("a busy machine")

SAMPLE = Path(__file__).parent / "data" / "sample"
REPORT = Path(__file__).parent.parent / "docs" / "soak.md"


def pytest_addoption(parser):
    parser.addoption("--soak", action="store_true", help="the long runs, instead of the short ones")
    parser.addoption("--seed", type=int, default=20261121, help="seed of everything random in the runs")


def pytest_collection_modifyitems(config, items):
    wanted = config.getoption("--soak")
    kept = [item for item in items if ("soak" in item.keywords) == wanted]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def pytest_terminal_summary(terminalreporter, config):
    """The long runs leave a report, to be committed: what ran, on which commit, with which seed, and what came out."""
    if not config.getoption("--soak"):
        return
    commit = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True).stdout.strip()
    rows = [
        f"| `{report.nodeid}` | {outcome} | {report.duration:.0f} s | {dict(report.user_properties).get('result')} |"
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if report.when == "call"
    ]
    REPORT.write_text(
        f"# The long runs\n\nWritten by `make soak`: commit {commit}, seed {config.getoption('--seed')}, "
        f"{os.cpu_count()} cores.\n\n| run | outcome | took | result |\n|---|---|--:|---|\n" + "\n".join(rows) + "\n"
    )


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
def finished(tmp_path_factory):
    """The sample meeting transcribed once, undisturbed; its artefacts serve every test that only reads."""
    folder = tmp_path_factory.mktemp("finished")
    command = Command(folder / "data", folder)
    run = command("transcribe", SAMPLE / "meeting.ogg", "-o", "draft.json", "--roster", SAMPLE / "roster.csv")
    assert run.returncode == 0, run.stderr
    return command


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
