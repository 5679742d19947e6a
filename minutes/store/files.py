"""Recordings and artefacts as files by content hash. Knows nothing of what is in them.

In a folder of this machine; or, where there is a remote store, there, and the folder keeps copies of what this machine
has used.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore

from minutes.domain.errors import CannotRead, CannotWrite
from minutes.store.remote import Remote


class Files:
    """A folder of artefacts. Every write is whole or not at all: a temporary file, then a rename.

    A kill cannot tear an artefact, a power cut can: the first line of each is the hash of the rest, and one that does
    not match is not there. Asking the disk to make every one of thousands durable would cost more than making one anew.
    What was ``put`` is got, what was ``adopt``ed is ``local``.
    """

    def __init__(self, root: Path, remote: Remote | None = None) -> None:
        self.root, self._remote = root, remote
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise CannotWrite.because(root, exc) from exc
        self._store = LocalStore(root)

    def get(self, key: str) -> bytes | None:
        value = _whole(self._read(key))
        if value is None and self._remote and (value := _whole(self._remote.get(key))) is not None:
            self._write(key, _with_digest(value))
        return value

    def put(self, key: str, value: bytes) -> None:
        content = _with_digest(value)
        if self._remote:
            self._remote.put(key, content)
        self._write(key, content)

    def settle(self, key: str) -> None:
        """Make durable on this machine what was put there and nobody can make again."""
        for path in (self.root / key, (self.root / key).parent):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            except OSError as exc:
                raise CannotWrite.because(path, exc) from exc
            finally:
                os.close(descriptor)

    def local(self, key: str) -> Path | None:
        """The artefact as a file that can be memory-mapped, or ``None`` where there is none."""
        path = self.root / key
        if path.is_file():
            return path
        return self._fetched(key, self._remote) if self._remote else None

    def adopt(self, key: str, finished: Path) -> Path:
        """Move a finished file in under ``key``; it must lie on the same disk (see ``scratch``)."""
        if self._remote:
            self._remote.send(key, finished)
        return self._moved(finished, key)

    @property
    def scratch(self) -> Path:
        """A folder on the same disk for files that are not finished yet."""
        folder = self.root / "scratch"
        try:
            folder.mkdir(exist_ok=True)
        except OSError as exc:
            raise CannotWrite.because(folder, exc) from exc
        return folder

    def forget(self, key: str) -> None:
        """Remove this artefact and every one under it."""
        path = self.root / key
        try:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        except FileNotFoundError:
            pass
        except OSError as exc:
            raise CannotWrite.because(path, exc) from exc
        if self._remote:
            self._remote.forget(key)

    def sweep(self, before: datetime, wanted: Callable[[str], bool]) -> int:
        """Remove what nobody wants and nobody has written since, unfinished files too; -> how many there were."""
        removed = sum(self._removed(path, before) for path in self._all() if not wanted(self._key(path)))
        for folder in sorted((path for path in self.root.rglob("*") if path.is_dir()), reverse=True):
            with suppress(OSError):  # something is in it, or somebody else was quicker
                if folder.stat().st_mtime < before.timestamp():
                    folder.rmdir()
        return removed + (self._remote.sweep(before, wanted) if self._remote else 0)

    def keys(self, folder: str) -> Iterator[str]:
        """Of all artefacts under ``folder``, on whichever machine they were made."""
        if self._remote:
            return self._remote.keys(folder)
        return (self._key(path) for path in (self.root / folder).rglob("*") if path.is_file())

    def _read(self, key: str) -> bytes | None:
        try:
            return obstore.get(self._store, key).bytes().to_bytes()
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as exc:
            raise CannotRead.because(self.root / key, exc) from exc

    def _write(self, key: str, content: bytes) -> None:
        try:
            obstore.put(self._store, key, content)
        except (BaseError, OSError) as exc:
            raise CannotWrite.because(self.root / key, exc) from exc

    def _fetched(self, key: str, remote: Remote) -> Path | None:
        arriving = self.scratch / f"arriving-{uuid4().hex}"
        try:
            return self._moved(arriving, key) if remote.fetch(key, arriving) else None
        finally:
            arriving.unlink(missing_ok=True)

    def _moved(self, finished: Path, key: str) -> Path:
        path = self.root / key
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return finished.replace(path)
        except OSError as exc:
            raise CannotWrite.because(path, exc) from exc

    def _all(self) -> list[Path]:
        return [path for path in self.root.rglob("*") if not path.is_dir()]

    def _key(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _removed(self, path: Path, before: datetime) -> bool:
        """Put aside first: what came in its place since it was looked at is put back."""
        aside = self.scratch / f"going-{uuid4().hex}"
        try:
            if path.stat().st_mtime >= before.timestamp():
                return False
            path.replace(aside)
            if aside.stat().st_mtime >= before.timestamp():
                aside.replace(path)
                return False
            aside.unlink()
        except FileNotFoundError:  # somebody else was quicker
            return False
        except OSError as exc:
            raise CannotWrite.because(path, exc) from exc
        return True


def _with_digest(value: bytes) -> bytes:
    return hashlib.sha256(value).hexdigest().encode() + b"\n" + value


def _whole(content: bytes | None) -> bytes | None:
    """What was put, if all of it is there."""
    value = (content or b"").partition(b"\n")[2]
    return value if content == _with_digest(value) else None
