"""Models small enough for tests: a catalogue of their own, and bytes that stand for their files."""

import random
from pathlib import Path

from minutes.models import Model, Shelf, Task
from tests.models.hub_server import Repository

TINY = Model(
    name="tiny",
    task=Task.RECOGNITION,
    files=("config.json", "model.bin", "vocabulary.*"),
    window_s=10.0,
    licence="MIT",
    size_mb=1,
    note_ja="試し",
    repository="town/tiny",
)
HUGE = Model(
    name="huge",
    task=Task.RECOGNITION,
    files=("config.json", "model.bin", "vocabulary.*"),
    window_s=25.0,
    licence="MIT",
    size_mb=9,
    note_ja="試し",
    repository="town/huge",
)
VOICES = Model(
    name="voices",
    task=Task.DIARIZATION,
    files=("config.yaml", "segmentation/pytorch_model.bin"),
    window_s=10.0,
    licence="CC-BY-4.0",
    size_mb=1,
    note_ja="試し",
    repository="town/voices",
    gated=True,
)
TRIAL = Model(
    name="trial",
    task=Task.RECOGNITION,
    files=("config.json", "model.bin"),
    window_s=10.0,
    licence="Apache-2.0",
    size_mb=1,
    note_ja="付属",
)
CATALOGUE = (TINY, HUGE, VOICES, TRIAL)

WEIGHTS = random.Random(1).randbytes(600_000)
TINY_FILES = {"config.json": b'{"tiny": 1}', "model.bin": WEIGHTS, "vocabulary.json": b'["a"]', "README.md": b"# tiny"}
VOICES_FILES = {"config.yaml": b"pipeline: {}", "segmentation/pytorch_model.bin": WEIGHTS[:5000], "plan.md": b"-"}


def tiny() -> Repository:
    return Repository(dict(TINY_FILES))


def voices() -> Repository:
    return Repository(dict(VOICES_FILES), gated=True)


def shelf_in(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "models", catalogue=CATALOGUE, bundled=tmp_path / "bundled")


def folder_of(files: dict[str, bytes], folder: Path) -> Path:
    """Write the files as a folder, e.g. on a USB stick."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def left_in(folder: Path) -> set[str]:
    """The files below ``folder``, but for the empty ones that keep two processes apart."""
    if not folder.exists():
        return set()
    return {
        file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file() and file.suffix != ".lock"
    }
