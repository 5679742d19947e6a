"""`minutes models` as a person runs it: in a process of its own, against a real server on this machine."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from minutes.cli.models import entry
from minutes.models import CATALOGUE, Model, Shelf, Task
from tests.models.hub_server import Hub, Repository, serve
from tests.models.samples import WEIGHTS, folder_of

TURBO, DIARIZER = (
    next(model for model in CATALOGUE if model.name == name) for name in ("large-v3-turbo", "community-1")
)
FILES = {pattern.replace("*", "json"): b"{}" for pattern in TURBO.files} | {"model.bin": WEIGHTS}
KEPT = 300_000
TOKEN = {"HF_TOKEN": "hf_known"}


def repositories() -> dict[str, Repository]:
    gated = {path: path.encode() for path in DIARIZER.files}
    return {
        "mobiuslabsgmbh__faster_whisper_large_v3_turbo": Repository(FILES),
        _key(DIARIZER): Repository(gated, gated=True),
    }


def _key(model: Model) -> str:
    assert model.repository
    return model.repository.replace("/", "__").replace("-", "_")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "data" / "models")


Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Start `minutes models …` with an environment that says nothing but what the test says."""

    def started(*arguments: str | Path, **environment: str) -> subprocess.Popen[str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
        settings = {"MINUTES_DATA": str(tmp_path / "data"), "COLUMNS": "300", "OMP_NUM_THREADS": "1"}
        return subprocess.Popen(
            [sys.executable, "-m", "minutes", "models", *map(str, arguments)],
            env=kept | settings | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    return started


def said(process: subprocess.Popen[str], code: int = 0) -> str:
    output, _ = process.communicate(timeout=60)
    assert process.returncode == code, output
    return output


def test_with_nothing_installed_the_list_says_what_to_do(start: Start) -> None:
    output = said(start("list"))
    for model in CATALOGUE:
        assert model.name in output
    assert "いま入っているのは試用の小さなモデルだけです" in output
    assert "`minutes models pull large-v3-turbo`" in output


def test_every_model_of_the_list_fits_a_terminal_of_80_columns(start: Start) -> None:
    """Twice as wide a name or state would be cut in the middle, and the name is typed into other commands."""
    listed, _, advice = said(start("list", COLUMNS="80")).rstrip().rpartition("\n\n")
    assert advice.startswith("いま入っているのは")
    lines = listed.splitlines()
    assert max(map(cell_len, lines)) <= 80
    for model in CATALOGUE:
        (at,) = (number for number, line in enumerate(lines) if line.split()[:1] == [model.name])
        assert "付属" in lines[at] if model.bundled else "なし" in lines[at]
        assert model.licence in lines[at]
        assert lines[at + 1].strip() == model.note_ja


def test_even_a_state_with_its_fingerprint_fits() -> None:
    for model in CATALOGUE:
        assert max(map(cell_len, entry(model, "入っています 0123456789ab").splitlines())) <= 80


def test_a_pull_that_was_killed_goes_on_where_it_was(start: Start, shelf: Shelf) -> None:
    with serve(**repositories()) as hub:
        hub.stall["model.bin"] = KEPT
        killed = start("pull", "large-v3-turbo", HF_ENDPOINT=hub.endpoint, **TOKEN)
        wait_for_part(shelf, KEPT // 2)
        killed.kill()
        killed.communicate()
        assert shelf.choose(Task.RECOGNITION).model.bundled
        output = said(start("pull", "large-v3-turbo", HF_ENDPOINT=hub.endpoint, **TOKEN))
        asked_again = hub.asked("model.bin")[-1].range
    assert "前回までに取得済み、続きから" in output
    assert "large-v3-turbo@" in output
    assert asked_again and int(asked_again.removeprefix("bytes=").removesuffix("-")) >= KEPT // 2
    assert (shelf.verify("large-v3-turbo").folder / "model.bin").read_bytes() == WEIGHTS
    assert tokens_of(hub) == {None}  # the model is not gated, so the token at hand is nobody's business


def wait_for_part(shelf: Shelf, size: int) -> None:
    deadline = time.monotonic() + 60
    while not any(part.stat().st_size > size for part in shelf.folder.rglob("model.bin.part")):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def tokens_of(hub: Hub) -> set[str | None]:
    return {request.token for request in hub.requests}


def test_a_gated_model_takes_the_token_from_the_environment(start: Start, shelf: Shelf) -> None:
    with serve(**repositories()) as hub:
        without = said(start("pull", "community-1", HF_ENDPOINT=hub.endpoint), code=2)
        assert "HF_TOKEN" in without and "同意" in without
        assert hub.requests == []
        said(start("pull", "community-1", HF_ENDPOINT=hub.endpoint, **TOKEN))
        assert tokens_of(hub) >= {"Bearer hf_known"}
    assert shelf.choose(Task.DIARIZATION).model == DIARIZER


def test_a_stick_is_taken_in_and_what_goes_bad_later_is_found(start: Start, shelf: Shelf, tmp_path: Path) -> None:
    stick = folder_of(FILES, tmp_path / "faster-whisper-large-v3-turbo")
    assert "large-v3-turbo@" in said(start("import", stick))
    shutil.rmtree(stick)
    assert "問題ありません" in said(start("verify"))
    (shelf.place(TURBO) / "model.bin").write_bytes(WEIGHTS[::-1])
    output = said(start("verify", "large-v3-turbo"), code=2)
    assert "model.bin の中身が違います" in output
    assert "Traceback" not in output
    assert "壊れています" in said(start("list"))


def test_a_stick_whose_files_run_as_code_waits_for_a_persons_word(start: Start, shelf: Shelf, tmp_path: Path) -> None:
    stick = folder_of({path: path.encode() for path in DIARIZER.files}, tmp_path / "speaker-diarization-community-1")
    output = said(start("import", stick), code=2)
    assert "`minutes models pull community-1`" in output and "--trust" in output
    assert not shelf.holds(DIARIZER)
    assert "community-1@" in said(start("import", stick, "--trust"))


def test_a_folder_that_is_no_model_ends_with_a_sentence(start: Start, tmp_path: Path) -> None:
    output = said(start("import", tmp_path / "ない"), code=2)
    assert "フォルダが見つかりません" in output
    assert "Traceback" not in output
