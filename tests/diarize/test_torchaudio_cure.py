"""Each test runs a process whose torchaudio is the installed one but for its folder of native libraries."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
from minutes.diarize.torchaudio_cure import import_torchaudio
torchaudio = import_torchaudio()
import torch
from torchaudio.compliance import kaldi
extension = sys.modules["torchaudio._extension"]
print(torchaudio.__file__.startswith(sys.argv[1]))
print("replaced" if getattr(extension, "__file__", None) is None else "untouched")
print(tuple(kaldi.fbank(torch.randn(1, 16000), num_mel_bins=80).shape))
print(tuple(torchaudio.functional.resample(torch.randn(1, 8000), 8000, 16000).shape))
"""


@pytest.fixture
def torchaudio_with(tmp_path):
    """The installed torchaudio, linked file by file, with ``libraries`` in place of its own."""

    def build(libraries):
        installed = Path(importlib.util.find_spec("torchaudio").origin).parent
        copy = tmp_path / "torchaudio"
        (copy / "lib").mkdir(parents=True)
        for entry in installed.iterdir():
            if entry.name != "lib":
                (copy / entry.name).symlink_to(entry)
        for name, content in libraries.items():
            (copy / "lib" / name).write_bytes(content)
        return copy

    return build


def imported(copy):
    run = subprocess.run([sys.executable, "-c", SCRIPT, str(copy.parent)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.split("\n")[:4]


def test_libraries_that_cannot_be_loaded_are_done_without(torchaudio_with):
    copy = torchaudio_with({"_torchaudio.abi3.so": b"made for another machine"})
    before = set(copy.iterdir()) | set((copy / "lib").iterdir())
    assert imported(copy) == ["True", "replaced", "(98, 80)", "(1, 16000)"]
    assert set(copy.iterdir()) | set((copy / "lib").iterdir()) == before


def test_a_torchaudio_that_can_be_imported_is_left_as_it_is(torchaudio_with):
    assert imported(torchaudio_with({})) == ["True", "untouched", "(98, 80)", "(1, 16000)"]
