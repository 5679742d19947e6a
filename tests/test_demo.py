"""`make demo`: what it says that it does, and that every step of it is done."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

from tests.conftest import SAMPLE, beginning

ROOT = Path(__file__).parent.parent
MADE_BY_IT = {"build", "demo.docx", "demo.html"}
LENGTH_S = 20.0


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """A sample of seconds: the demo is about its steps here, not about its minutes."""
    folder = tmp_path_factory.mktemp("sample")
    (folder / "meeting.ogg").write_bytes(beginning(LENGTH_S))  # in truth WAV: only the bytes are asked
    shutil.copy(SAMPLE / "roster.csv", folder)
    (folder / "meeting.txt").write_text(
        "ただいまから、令和７年第３回青葉町議会定例会を開会いたします。\n", encoding="utf-8"
    )
    return folder


def test_the_demo_says_first_that_it_uses_the_bundled_models_and_tells_what_is_written_of_nobody():
    steps = subprocess.run(["make", "-n", "demo"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert steps.index("いつも付属の小さなモデルを使います") < steps.index("minutes transcribe")
    assert "benchmarks.nobody whisper-trial" in steps
    assert steps.count("--data build/demo") == steps.count("bin/minutes ") == 2


@pytest.fixture
def tree(tmp_path):
    """The project as it is, but what the demo makes comes to lie elsewhere."""
    for path in ROOT.iterdir():
        if path.name not in MADE_BY_IT:
            (tmp_path / path.name).symlink_to(path)
    return tmp_path


def test_every_step_of_it_is_done(tree, short):
    """It once failed at its last step, which no other test took as the demo does."""
    made = subprocess.run(
        [
            "make",
            "demo",
            f"VENV={sys.prefix}",
            f"--assume-old={sys.prefix}/installed",
            f"SAMPLE={short}",
            "SPEECHLESS_S=2",
        ],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    assert "令和７年第３回青葉町議会定例会" in "".join(p.text for p in Document(str(tree / "demo.docx")).paragraphs)
    assert "<html" in (tree / "demo.html").read_text(encoding="utf-8")
    assert "合計" in made.stdout
