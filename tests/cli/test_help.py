"""What `--help` shows in a terminal of 80 columns."""

import pytest

COMMANDS = [("transcribe",), ("evaluate",), ("doctor",), *(("models", name) for name in ("list", "pull", "import"))]


@pytest.mark.parametrize("words", [(), ("models",), *COMMANDS], ids=" ".join)
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


@pytest.mark.parametrize("words", [(), ("models",)], ids=" ".join)
def test_a_command_by_its_name_alone_shows_its_help(command, words):
    run = command(*words)
    assert run.returncode == 2
    assert "Commands:" in run.stderr
