"""受け取り: the bytes of an upload that may break off at any moment and go on later.

What was acknowledged is on the disk for good: bytes are made durable before the row says that they are there, and what
was written beyond that when the machine stopped is cut off again. Knows nothing of HTTP.
"""

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from minutes.domain.errors import BadInput, CannotWrite
from minutes.store.files import Files

RESERVE = 512 * 1024**2
"""Bytes that stay free beside what is sent: the database must go on, whatever people send."""


class Busy(BadInput):
    def __init__(self) -> None:
        super().__init__("この録音は、いま別の画面から送られています。そちらが終わるまでお待ちください。")


class NoRoom(CannotWrite):
    def __init__(self) -> None:
        super().__init__("録音の置き場所", "空きが足りません。ごみ箱の会議を消すか、管理者に知らせてください。")


class Incoming:
    """An upload's file while it is open for writing, from ``received`` on."""

    def __init__(self, file: FileIO, path: Path, received: int) -> None:
        self._file, self._path, self.received = file, path, received

    @property
    def size(self) -> int:
        """Bytes in all, settled or not."""
        return self._file.tell()

    def write(self, piece: bytes) -> None:
        """Raises ``NoRoom`` when the disk is full: what was not settled is gone then, what was settled stays."""
        rest = memoryview(piece)
        with self._translated():
            if shutil.disk_usage(self._path.parent).free < RESERVE:
                raise OSError(errno.ENOSPC, "the reserve")
            while rest:
                rest = rest[self._file.write(rest) :]

    def settle(self) -> int:
        """Make durable what was written; -> how many bytes are here now."""
        with self._translated():
            os.fsync(self._file.fileno())
        self.received = self._file.tell()
        return self.received

    def take_back(self) -> None:
        """What was written since it was last settled was not what was sent."""
        self._file.seek(self.received)
        self._file.truncate()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as exc:
            self.take_back()
            if exc.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise NoRoom from exc
            raise CannotWrite.because(self._path, exc) from exc


class Uploads:
    """Unfinished files beside the finished recordings, under the upload's id."""

    def __init__(self, recordings: Files) -> None:
        self._recordings = recordings

    def check_room(self, size: int) -> None:
        """For so many bytes: better now than after an hour of sending. Raises ``NoRoom``."""
        if size + RESERVE > shutil.disk_usage(self._recordings.scratch).free:
            raise NoRoom

    def here(self, upload_id: str) -> int:
        """Bytes that are on this disk, whatever a row says."""
        try:
            return self._path(upload_id).stat().st_size
        except FileNotFoundError:
            return 0

    @contextmanager
    def alone(self, upload_id: str) -> Iterator[Path]:
        """The upload's file, for one at a time, of all processes; raises ``Busy``."""
        path = self._path(upload_id)
        while True:
            with path.open("ab") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError as exc:
                    raise Busy from exc
                if _is(path, file.fileno()):
                    yield path
                    return

    @contextmanager
    def open(self, path: Path, received: int) -> Iterator[Incoming]:
        """For whoever has it ``alone``; what was written beyond ``received`` was never acknowledged."""
        with FileIO(path, "r+") as file:
            incoming = Incoming(file, path, received)
            incoming.take_back()
            yield incoming

    def finish(self, path: Path) -> str:
        """The whole file joins the recordings; -> its SHA-256.

        It stays here as well, under a second name, until somebody ``forget``s it: who is stopped before the row knows
        the hash does it once more.
        """
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        whole = path.with_name(f"whole-{path.name}")
        try:
            path.touch()  # as if written just now: whatever cleans up leaves it until the row says whose it is
            whole.unlink(missing_ok=True)
            whole.hardlink_to(path)
        except OSError as exc:
            raise CannotWrite.because(path, exc) from exc
        self._recordings.adopt(sha256, whole)
        whole.unlink(missing_ok=True)  # two names of one file stay two: Linux renames nothing then
        self._recordings.settle(sha256)
        return sha256

    def forget(self, upload_id: str) -> None:
        self._path(upload_id).unlink(missing_ok=True)

    def _path(self, upload_id: str) -> Path:
        return self._recordings.scratch / f"upload-{upload_id}"


def _is(path: Path, handle: int) -> bool:
    """Or was it removed before we had its lock?"""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False
