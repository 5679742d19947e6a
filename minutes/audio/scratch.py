"""A folder for unfinished files that never outlives the work. Knows nothing of what is in it."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from minutes.domain.errors import CannotWrite


@contextmanager
def own_folder(scratch: Path, name: str) -> Iterator[Path]:
    """An empty folder ``scratch/name``, ours alone until the block ends, and gone then, however it ends.

    Whoever asks for the same name meanwhile waits. The lock dies with its process: what a killed one left behind is
    emptied here.
    """
    folder = scratch / name
    try:
        handle = _locked(folder)
    except OSError as exc:
        raise CannotWrite.because(folder, exc) from exc
    try:
        _empty(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def _locked(folder: Path) -> int:
    """-> an open handle on the folder that holds its lock."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    while True:
        with suppress(FileExistsError):  # not mkdir(exist_ok=True), which fails where another removes it just then
            folder.mkdir()
        try:
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            continue  # removed between the two lines by the one who had it
        fcntl.flock(handle, fcntl.LOCK_EX)
        if _is(folder, handle):
            return handle
        os.close(handle)  # while we waited, its owner finished and removed it: this is the lock of a folder long gone


def _is(folder: Path, handle: int) -> bool:
    try:
        return os.path.samestat(folder.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _empty(folder: Path) -> None:
    for leftover in folder.iterdir():
        leftover.unlink()
