"""Memory does not grow with the recording."""

import subprocess
import sys
import wave
from pathlib import Path

PEAK = """
import re, sys
from pathlib import Path
from minutes.audio import decode
from minutes.store.files import Files

decode(Path(sys.argv[1]), Files(Path(sys.argv[2])), channels=True, on_progress=lambda share: None)
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


def peak_kb(path: Path, duration_s):
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8_000, 0, "NONE", ""))
        file.writeframes(bytes(2 * 8_000 * duration_s))
    command = [sys.executable, "-c", PEAK, str(path), str(path.with_suffix(".data"))]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_twenty_minutes_take_hardly_more_than_two(tmp_path):
    """The samples alone would be 35 MB more. What grows are the containers' own tables: some kB a minute."""
    assert peak_kb(tmp_path / "long.wav", 1200) < peak_kb(tmp_path / "short.wav", 120) + 5_000
