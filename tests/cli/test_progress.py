"""What a person sees while hours go by."""

import io
import time

import pytest
from rich.console import Console

from minutes.cli.progress import Bars, time_left
from minutes.workshop import Stage


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "残り時間を計算中"),
        (0.4, "残り 約5秒"),
        (42, "残り 約40秒"),
        (61, "残り 約1分"),
        (3540, "残り 約59分"),
        (3600, "残り 約1時間0分"),
        (3 * 3600 + 25 * 60, "残り 約3時間25分"),
    ],
)
def test_time_left_is_said_roughly(seconds, said):
    assert time_left(seconds) == said


def test_on_a_terminal_each_stage_has_a_bar_and_the_time_left():
    screen = io.StringIO()
    with Bars(Console(file=screen, force_terminal=True, width=100)) as bars:
        bars(Stage.DECODE, 1.0)
        for share in (0.0, 0.1, 0.2):
            bars(Stage.TRANSCRIBE, share)
            time.sleep(0.2)
    seen = screen.getvalue()
    assert all(stage in seen for stage in Stage)
    assert "20%" in seen
    assert "残り 約" in seen
    assert "済み" in seen
    assert "このあと" in seen  # the voices are still to be told apart


def test_a_log_file_gets_one_line_a_stage():
    log = io.StringIO()
    with Bars(Console(file=log, force_terminal=False, width=100)) as bars:
        for share in (0.0, 0.5, 1.0):
            bars(Stage.DECODE, share)
    assert log.getvalue().strip() == "録音を読み込む…"
