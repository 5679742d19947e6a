"""Heavy work in a child: results, progress and errors come back; neither side outlives or harms the other."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from minutes.child import in_child
from minutes.domain.artefact import Progress
from minutes.domain.errors import ChildDied, UnreadableRecording


def double(on_progress: Progress, number: int) -> int:
    on_progress(0.5)
    return 2 * number


def refuse(on_progress: Progress) -> None:
    raise UnreadableRecording("朝.mp3", "音声が入っていません。")


def be_killed(on_progress: Progress) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_result_and_progress_come_back():
    shares: list[float] = []
    assert in_child(double, shares.append, 21) == 42
    assert shares == [0.5]


def test_an_error_of_ours_is_raised_here_with_its_sentence():
    with pytest.raises(UnreadableRecording, match=r"録音「朝\.mp3」を読み込めません。音声が入っていません。"):
        in_child(refuse, lambda share: None)


def test_a_killed_child_is_told_apart_from_an_error():
    with pytest.raises(ChildDied, match="メモリが足りず"):
        in_child(be_killed, lambda share: None)


def stumble(on_progress: Progress) -> None:
    raise ZeroDivisionError("nobody foresaw this")


def test_what_nobody_foresaw_comes_back_as_a_sentence_with_its_trace():
    with pytest.raises(ChildDied, match="内部の異常") as caught:
        in_child(stumble, lambda share: None)
    assert "nobody foresaw this" in caught.value.trace
    assert "nobody foresaw this" not in str(caught.value)


def place_in_the_row(on_progress: Progress) -> int:
    return int(Path("/proc/self/oom_score_adj").read_text())


def test_when_memory_runs_out_the_child_goes_first():
    assert in_child(place_in_the_row, lambda share: None) > int(Path("/proc/self/oom_score_adj").read_text())


def wait_long(on_progress: Progress, marker: Path) -> None:
    marker.write_text(str(os.getpid()))
    time.sleep(600)


def test_a_child_dies_with_its_parent(tmp_path):
    marker = tmp_path / "child.pid"
    program = (
        "from pathlib import Path; from minutes.child import in_child; from tests.test_child import wait_long\n"
        f"if __name__ == '__main__': in_child(wait_long, print, Path({str(marker)!r}))"
    )
    script = tmp_path / "parent.py"
    script.write_text(program)
    parent = subprocess.Popen([sys.executable, script], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    _until(lambda: marker.exists() and marker.read_text())
    child = int(marker.read_text())
    parent.kill()
    parent.wait()
    _until(lambda: _gone(child))


def _until(true, limit_s: float = 30.0) -> None:
    end = time.monotonic() + limit_s
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def _gone(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return not status.exists() or "State:\tZ" in status.read_text()
