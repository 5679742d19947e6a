"""Unfinished files: one owner at a time, nothing left however the owner ends."""

import signal
import subprocess
import sys
import threading

import pytest

from minutes.audio import decode
from minutes.audio.scratch import own_folder
from tests.audio.recordings import Kind, record, tones

HOLD = """
import sys, time
from pathlib import Path
from minutes.audio.scratch import own_folder

with own_folder(Path(sys.argv[1]), "a") as folder:
    (folder / "half").write_bytes(b"half")
    print("holding", flush=True)
    time.sleep(60)
"""


def test_what_a_killed_process_left_is_cleared_by_the_next(tmp_path):
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "holding\n"
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert (tmp_path / "a" / "half").exists()
    with own_folder(tmp_path, "a") as folder:
        assert not list(folder.iterdir())
    assert not folder.exists()


def test_an_error_removes_the_folder(tmp_path):
    with pytest.raises(ZeroDivisionError), own_folder(tmp_path, "a") as folder:
        (folder / "half").write_bytes(b"half")
        _ = 1 / 0
    assert not folder.exists()


def test_owners_take_turns(tmp_path):
    inside, most = [0], []

    def own():
        for _ in range(50):
            with own_folder(tmp_path, "a") as folder:
                inside[0] += 1
                most.append(inside[0])
                (folder / "mine").touch(exist_ok=False)
                inside[0] -= 1

    threads = [threading.Thread(target=own) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 200


def test_two_who_decode_the_same_recording_make_it_once(tmp_path, files):
    kind = Kind("ogg", "libopus", channels=1)
    path = record(tmp_path / "a.ogg", kind, tones(kind, 10.0))
    shares, made = ([], []), []
    threads = [
        threading.Thread(target=lambda told=told: made.append(decode(path, files, on_progress=told.append)))
        for told in shares
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made[0].proxy.stat().st_ino == made[1].proxy.stat().st_ino
    assert min(map(len, shares)) == 1  # one of them only waited
