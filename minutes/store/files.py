"""Artefacts as files by content hash. Knows nothing of what is in them.

A local folder today; obstore reaches S3-compatible storage through the same few calls.
"""

import hashlib
import shutil
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore

from minutes.domain.errors import CannotRead, CannotWrite


class Files:
    """A folder of artefacts. Every write is whole or not at all: a temporary file, then a rename.

    A kill cannot tear an artefact, a power cut can: the first line of each is the hash of the rest, and one that does
    not match is not there. Asking the disk to make every one of thousands durable would cost more than making one anew.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise CannotWrite.because(root, exc) from exc
        self._store = LocalStore(root)

    def get(self, key: str) -> bytes | None:
        try:
            content = obstore.get(self._store, key).bytes().to_bytes()
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as exc:
            raise CannotRead.because(self.root / key, exc) from exc
        digest, _, value = content.partition(b"\n")
        return value if digest == _digest(value) else None

    def put(self, key: str, value: bytes) -> None:
        try:
            obstore.put(self._store, key, _digest(value) + b"\n" + value)
        except (BaseError, OSError) as exc:
            raise CannotWrite.because(self.root / key, exc) from exc

    def local(self, key: str) -> Path | None:
        """The artefact as a file that can be memory-mapped, or ``None`` where there is none."""
        path = self.root / key
        return path if path.is_file() else None

    def adopt(self, key: str, finished: Path) -> Path:
        """Move a finished file in under ``key``; it must lie on the same disk (see ``scratch``)."""
        path = self.root / key
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return finished.replace(path)
        except OSError as exc:
            raise CannotWrite.because(path, exc) from exc

    @property
    def scratch(self) -> Path:
        """A folder on the same disk for files that are not finished yet."""
        folder = self.root / "scratch"
        try:
            folder.mkdir(exist_ok=True)
        except OSError as exc:
            raise CannotWrite.because(folder, exc) from exc
        return folder

    def forget(self, prefix: str) -> None:
        """Remove every artefact under ``prefix``."""
        shutil.rmtree(self.root / prefix, ignore_errors=True)


def _digest(value: bytes) -> bytes:
    return hashlib.sha256(value).hexdigest().encode()


class Recorded:
    """Artefacts that remember which of them are new, so that what turns out to be of no use leaves nothing behind."""

    def __init__(self, files: Files) -> None:
        self._files, self._new = files, list[str]()

    def get(self, key: str) -> bytes | None:
        return self._files.get(key)

    def put(self, key: str, value: bytes) -> None:
        self._files.put(key, value)
        self._new.append(key)

    def undo(self) -> None:
        for key in self._new:
            (self._files.root / key).unlink(missing_ok=True)
