"""受け取り: the bytes of an upload that may break off at any moment and go on later.

What was acknowledged is on the disk for good: bytes are made durable before the row says that they are there, and what
was written beyond that when the machine stopped is cut off again. Knows nothing of HTTP.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedRandom
from pathlib import Path

from minutes.domain.errors import BadInput, CannotWrite
from minutes.store.files import Files

_RESERVE = 512 * 1024**2
"""Bytes that stay free beside an upload: the database must go on, whatever people send."""
_READ = 4 * 1024**2


class Busy(BadInput):
    def __init__(self) -> None:
        super().__init__("この録音は、いま別の画面から送られています。そちらが終わるまでお待ちください。")


class Incoming:
    """An upload's file while it is open for writing, from ``received`` on."""

    def __init__(self, file: BufferedRandom, path: Path, received: int) -> None:
        self._file, self._path, self.received = file, path, received

    def write(self, chunk: bytes) -> None:
        """Raises ``CannotWrite`` when the disk is full; what was written before stays."""
        try:
            self._file.write(chunk)
        except OSError as exc:
            raise CannotWrite.because(self._path, exc) from exc

    def settle(self) -> int:
        """Make durable what was written; -> how many bytes are here now."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as exc:
            raise CannotWrite.because(self._path, exc) from exc
        self.received = self._file.tell()
        return self.received

    def take_back(self) -> None:
        """What was written since it was last settled was not what was sent."""
        self._file.seek(self.received)
        self._file.truncate()


class Uploads:
    """Unfinished files beside the finished recordings, under the upload's id."""

    def __init__(self, recordings: Files) -> None:
        self._recordings = recordings

    def check_room(self, size: int) -> None:
        """Better now than after an hour of sending. Raises ``CannotWrite``."""
        free = shutil.disk_usage(self._recordings.scratch).free
        if size + _RESERVE > free:
            raise CannotWrite("録音の置き場所", "空きが足りません。ごみ箱の会議を消すか、管理者に知らせてください。")

    @contextmanager
    def open(self, upload_id: str, received: int) -> Iterator[Incoming]:
        """For one writer at a time, of all processes; raises ``Busy``."""
        path = self._path(upload_id)
        with path.open("ab"):
            pass
        with path.open("r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as exc:
                raise Busy from exc
            file.seek(received)
            file.truncate()
            yield Incoming(file, path, received)

    def finish(self, upload_id: str) -> str:
        """The whole file joins the recordings; -> its SHA-256."""
        path, digest = self._path(upload_id), hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(_READ):
                digest.update(block)
        self._recordings.adopt(digest.hexdigest(), path)
        return digest.hexdigest()

    def forget(self, upload_id: str) -> None:
        self._path(upload_id).unlink(missing_ok=True)

    def _path(self, upload_id: str) -> Path:
        return self._recordings.scratch / f"upload-{upload_id}"
