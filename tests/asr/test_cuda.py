"""What a GPU needs besides its driver."""

import subprocess
import sys
from pathlib import Path

import scipy

from minutes.asr import cuda

BESIDE = Path(scipy.__file__).parents[1] / "scipy.libs"
"""A folder of libraries where no linker looks, as pip's own CUDA packages are."""

FOUND_BY_NAME = """
import ctypes, pathlib, sys
from minutes.asr import cuda
name, folder = sys.argv[1], pathlib.Path(sys.argv[2])
try:
    ctypes.CDLL(name)
except OSError:
    assert cuda.loaded(name, folder)
    ctypes.CDLL(name)
else:
    sys.exit("it was there before")
"""


def test_a_library_that_is_nowhere_is_not_there(tmp_path):
    assert not cuda.loaded("libnone.so.12", tmp_path)


def test_one_that_is_no_library_is_not_there(tmp_path):
    (tmp_path / "libnone.so.12").write_bytes(b"cut short")
    assert not cuda.loaded("libnone.so.12", tmp_path)


def test_one_that_only_its_folder_knows_is_found_by_its_name_from_then_on():
    """In a process of its own: here it may have been loaded long ago."""
    loaded_by_numpy = {path.name for path in BESIDE.with_name("numpy.libs").iterdir()}
    library = next(path for path in BESIDE.glob("libquadmath*") if path.name not in loaded_by_numpy)
    said = subprocess.run(
        [sys.executable, "-c", FOUND_BY_NAME, library.name, str(library.parent)], capture_output=True, text=True
    )
    assert said.returncode == 0, said.stderr


def test_without_a_gpu_none_is_usable():
    assert cuda.gpu_count() > 0 or not cuda.usable()
