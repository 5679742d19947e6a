"""A disk that is too small is noticed before the work where the length is known, and during it everywhere else."""

import json
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from minutes.audio.peaks import Peaks
from minutes.audio.proxy import Proxy
from minutes.audio.writing import settle, writing
from minutes.domain.errors import CannotWrite
from tests.audio.recordings import Kind, record, tones

VOICE = Kind("webm", "libopus", channels=1)

DECODE_WITH_LITTLE_ROOM = """
import json, resource, sys
from pathlib import Path
from minutes.audio import decode
from minutes.domain.errors import CannotWrite
from minutes.store.files import Files

path, data, limit = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
try:
    decode(Path(path), Files(Path(data)), channels=True, on_progress=lambda share: None)
except CannotWrite as error:
    print(json.dumps(str(error)))
"""


def test_a_recording_that_cannot_fit_is_refused_before_it_is_decoded(tmp_path, heard, nothing_left):
    path = record(tmp_path / "a.mka", Kind("mka", "flac"), tones(Kind("mka", "flac"), 2.0))
    data = path.read_bytes()
    at = data.index(b"\x44\x89\x88") + 3  # Matroska's Duration, in milliseconds
    path.write_bytes(data[:at] + struct.pack(">d", 1e15) + data[at + 8 :])
    with pytest.raises(
        CannotWrite, match=r"約\d+\.\dGBの空きが必要ですが、\d+\.?\d*[GM]Bしかありません.*不要なファイルを消す"
    ):
        heard(path)
    assert nothing_left()


@pytest.mark.parametrize("limit", [100, 20_000, 100_000, 300_000], ids=["at once", "early", "proxy", "samples"])
def test_a_disk_that_fills_up_leaves_nothing_and_says_so(limit, tmp_path, heard, files, nothing_left):
    """The kernel refuses a child every write beyond ``limit`` bytes per file: real writes, no root needed."""
    path = record(tmp_path / "a.webm", VOICE, tones(VOICE, 20.0), options={"live": "1"})
    command = [sys.executable, "-c", DECODE_WITH_LITTLE_ROOM, str(path), str(files.root), str(limit)]
    child = subprocess.run(command, capture_output=True, text=True, check=False)
    assert child.returncode == 0, child.stderr
    assert "ディスクの空きがありません。不要なファイルを消すか" in json.loads(child.stdout)
    assert nothing_left()
    assert heard(path).recording.duration_s == pytest.approx(20.0, abs=0.1)  # and with room again, it works


@pytest.fixture
def full_disk():
    """Every write to it ends with "no space left on device", for everybody."""
    return Path("/dev/full")


def test_the_proxy_tells_of_a_full_disk(full_disk):
    with pytest.raises(CannotWrite, match="ディスクの空きがありません"), Proxy(full_disk) as proxy:
        for _ in range(100):
            proxy.write(np.zeros(16_000, np.int16))


def test_the_waveform_tells_of_a_full_disk(full_disk):
    with pytest.raises(CannotWrite, match="ディスクの空きがありません"), Peaks(full_disk) as peaks:
        peaks.write(np.zeros(16_000, np.int16))


def test_the_samples_tell_of_a_full_disk(full_disk):
    with (
        pytest.raises(CannotWrite, match="ディスクの空きがありません"),
        writing(full_disk),
        full_disk.open("wb") as file,
    ):
        file.write(bytes(1000))
        settle(file)
