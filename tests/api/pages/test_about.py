"""このシステム: version, models, machine, licences, help."""

import re
import shlex
import subprocess
from importlib.metadata import version


def test_what_works_here_and_what_an_administrator_is_to_do(town):
    text = town.browser("reader").get("/about").text
    assert f"版 {version('minutes')}" in text
    assert "この建物の外に出ません" in text
    assert "whisper-trial" in text
    assert "お試し用" in text
    assert "管理者は、山田花子さんです。" in text


def test_the_commands_are_ones_of_this_program_for_this_service(town, tmp_path):
    text = town.browser("reader").get("/about").text
    commands = [shlex.split(line) for line in re.findall(r"^(?:\s*<pre>)?(/.*? --data [^<\n]+)", text, re.MULTILINE)]
    assert [words[1:4] for words in commands] == [
        ["models", "pull", "large-v3-turbo"],
        ["models", "pull", "community-1"],
        ["models", "import", "フォルダ"],
    ]
    assert {words[-1] for words in commands} == {str(tmp_path)}
    for program in {words[0] for words in commands}:
        subprocess.run([program, "models", "pull", "--help"], check=True, capture_output=True)


def test_a_broken_model_is_told(town, tmp_path):
    (tmp_path / "models" / "large-v3-turbo").mkdir(parents=True)
    text = town.browser("reader").get("/about").text
    assert "モデル「large-v3-turbo」が壊れています" in text


def test_what_it_is_made_of(town):
    text = town.browser("reader").get("/about/licences").text
    assert "<table>" in text
    assert "<td>fastapi</td>" in text
    assert "HTS Voice" in text
    assert "wavesurfer.js 8.0.1 (BSD-3-Clause)" in text
    assert "Copyright (c) 2015 tus" in text
    assert "<h2>yjs " in text
    assert "<h2>@codemirror/view " in text
    assert "Copyright (C) 2018-2021 by Marijn Haverbeke" in text
