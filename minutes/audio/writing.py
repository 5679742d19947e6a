"""What every file that is written here needs: one translation of errors, and the way onto the disk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import av

from minutes.domain.errors import CannotWrite


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns what the disk or PyAV's muxer says of ``path`` into ``CannotWrite``."""
    try:
        yield
    except (OSError, av.FFmpegError) as exc:
        raise CannotWrite.because(path, exc) from exc


def settle(file: IO[bytes]) -> None:
    """Onto the disk for good: a full disk shows here at the latest, and a power cut later takes nothing back."""
    file.flush()
    os.fsync(file.fileno())
