"""What `--help` shows in a terminal of 80 columns."""

import subprocess
import sys

import pytest
from rich.cells import cell_len

from minutes.cli import COMMANDS

WITHIN = [("audit", "verify"), *(("models", name) for name in ("list", "pull", "import", "verify"))]


@pytest.mark.parametrize("words", [(), *((name,) for name in COMMANDS), *WITHIN], ids=" ".join)
def test_no_explanation_is_cut_off(command, words):
    run = command(*words, "--help", COLUMNS="80")
    assert run.returncode == 0
    assert "Usage: minutes" in run.stdout
    assert "…" not in run.stdout


def test_what_an_option_is_for_stands_there_whole(command):
    said = command("transcribe", "--help", COLUMNS="80").stdout
    assert "名簿のCSV（席番号,職,氏名,よみ）" in said
    assert "話者の名前 例 1=大野茂（名簿の氏名、またはそのままの名前）" in said
    assert "default" not in said


def test_how_the_files_of_a_folder_are_named_and_how_deep_is_looked_is_said_and_fits(command):
    said = command("evaluate", "--help", COLUMNS="80").stdout
    assert "その下のすべてのフォルダの録音" in said
    for name in ("会議.json か 会議.txt", "会議.rttm", "roster.csv", "glossary.txt", "reference.json か reference.txt"):
        assert name in said
    files = said[said.index("フォルダを指定すると") :]
    assert max(map(cell_len, files.splitlines())) <= 80


@pytest.mark.parametrize("words", [(), ("models",), ("audit",)], ids=" ".join)
def test_a_command_by_its_name_alone_shows_its_help(command, words):
    run = command(*words)
    assert run.returncode == 2
    assert "Commands:" in run.stderr


@pytest.mark.parametrize(
    ("written", "near"), [("transcibe", "「transcribe」ではありませんか"), ("xyz", "コマンドはありません）")]
)
def test_a_command_that_there_is_not_is_told_with_the_one_that_is_meant(command, written, near):
    run = command(written)
    assert run.returncode == 2
    assert f"「{written}」というコマンドはありません" in run.stderr
    assert near in run.stderr


WANTED = """import sys
from typer.main import get_command
from minutes.cli import app
get_command(app).get_command(None, "transcribe")
print(*sys.modules)"""


def test_a_transcription_does_not_wait_for_the_service():
    said = subprocess.run([sys.executable, "-c", WANTED], capture_output=True, text=True, check=True).stdout.split()
    assert "minutes.pipeline" in said
    assert {"api", "fastapi", "dbos", "sqlmodel"}.isdisjoint(said)
