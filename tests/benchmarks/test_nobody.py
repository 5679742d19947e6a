"""Sounds in which nobody speaks: every second of them is heard, and what is written of them is told."""

import io
import json
import subprocess
import sys

import pytest
from rich.console import Console

from benchmarks import robustness
from benchmarks.degraded import SPEECHLESS
from benchmarks.nobody import Written, drafted, sounds, table, written_alone
from minutes.asr.heard import Attempt
from minutes.domain.speech import Diarization, Transcript, Word
from minutes.settings import Settings
from minutes.workshop import Work, Workshop
from tests.asr.fakes import Listener, heard, numbered


class Dreamer(Workshop):
    """Decodes as the real one, and hears はい。 in whatever it is given."""

    def transcribe(self, heard, meeting):
        return Transcript((Word("はい。", 0.0, 1.0, 0.9),), speech=(), unheard=(), doubts=(), model="dreamer")

    def diarize(self, heard):
        return Diarization(turns=(), floor=(), voices=(), model="dreamer")


@pytest.fixture
def dreamer(tmp_path):
    return Dreamer(Settings(data=tmp_path / "data"), Work(None, None), watch=lambda stage, share: None)


def printed(found, length_s):
    paper = io.StringIO()
    Console(width=100, file=paper).print(table(found, length_s))
    return paper.getvalue()


def test_the_recogniser_is_given_every_second_in_windows_that_it_hears_well():
    listener = Listener(window_s=4.0, batch_size=2)
    assert written_alone(listener, numbered(10)) == written_alone(Listener(window_s=10.0), numbered(10))
    assert listener.calls == [(2, "", Attempt.FIRST), (1, "", Attempt.FIRST)]


def test_all_five_sounds_are_heard_as_recordings(dreamer, tmp_path):
    """Decoded by a real child: this step of the demo once gave the workshop what it no longer took."""
    found = {sound.name: drafted(dreamer, sound) for sound in sounds(tmp_path, length_s=1.0)}
    assert found == dict.fromkeys(SPEECHLESS, "はい。")


def test_what_was_written_is_counted_without_punctuation_and_shown():
    quiet = printed([Written("無音", "", ""), Written("拍手", "", "")], 120.0)
    assert "だれも話していない4分間に書かれた文字" in quiet
    assert quiet.count(" 0字 ") == 6
    loud = printed([Written("無音", "はい。", ""), Written("拍手", "", "ありがとう。")], 60.0)
    assert "2字「はい」" in loud
    assert "5字「ありがとう」" in loud
    assert [cell.strip() for cell in loud.splitlines()[-2].split("│")[1:-1]] == ["合計", "120秒", "2字", "5字"]


def test_the_bad_recordings_tell_it_too(dreamer, tmp_path):
    listener = Listener(window_s=60.0, ears=lambda clip, attempt: heard(clip, text="あ。"))
    _, _, *rows = robustness.speechless(dreamer, listener, tmp_path)
    assert [row.split(" | ")[1] for row in rows] == ["2"] * len(SPEECHLESS)
    assert [row.split(" | ")[-1] for row in rows] == ["2 |"] * len(SPEECHLESS)


def test_it_needs_nothing_that_the_product_does_not():
    """`make demo` has only the base installation."""
    found = subprocess.run(
        [sys.executable, "-c", "import json, sys; import benchmarks.nobody; print(json.dumps(sorted(sys.modules)))"],
        capture_output=True,
        check=True,
    )
    assert not {"pytest", "hypothesis", "matplotlib", "pyopenjtalk", "PIL"} & set(json.loads(found.stdout))
