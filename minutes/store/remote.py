"""遠くの置き場所: an S3-compatible store that several machines share. Knows nothing of what is in it.

Pieces come whole or not at all, as on a disk. Files are sent and fetched in parts, so that a recording of gigabytes
takes no memory; each carries the SHA-256 of its content, and one that comes back otherwise is not there.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

import obstore
from obstore import Bytes
from obstore.exceptions import BaseError
from obstore.store import ObjectStore, S3Store

from minutes.domain.errors import CannotRead, CannotWrite, RemoteAway

if TYPE_CHECKING:
    from obstore import GetResult

_SHA256 = "sha256"
_PART = 8 * 1024**2
"""Bytes; S3 takes 10,000 parts of a file: 80 GB."""
_PARTS_AT_ONCE = 2
_PART_S, _CONNECT_S, _RETRY_S = 120, 5, 30


class Remote:
    """Everything may raise ``RemoteAway``; what goes wrong on this machine's own disk is another matter."""

    def __init__(self, store: ObjectStore, where: str = "") -> None:
        self._store, self._where = store, where

    @classmethod
    def at(cls, address: str, folder: str) -> Self | None:
        """A folder of the store at ``s3://bucket/prefix``; without an address everything stays on this machine."""
        if not address:
            return None
        where = f"{address.rstrip('/')}/{folder}"
        store = S3Store.from_url(
            where,
            client_options={
                "timeout": timedelta(seconds=_PART_S),
                "connect_timeout": timedelta(seconds=_CONNECT_S),
                "allow_http": True,  # the address in the settings says which of the two it is
            },
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=_RETRY_S)},
        )
        return cls(store, where)

    def get(self, key: str) -> bytes | None:
        with self._translated():
            try:
                return obstore.get(self._store, key).bytes().to_bytes()
            except FileNotFoundError:
                return None

    def put(self, key: str, content: bytes) -> None:
        with self._translated():
            obstore.put(self._store, key, content)

    def send(self, key: str, path: Path) -> None:
        """Raises ``CannotRead``."""
        attributes = {_SHA256: _digest(path)}
        with self._translated():
            obstore.put(self._store, key, path, attributes=attributes, chunk_size=_PART, max_concurrency=_PARTS_AT_ONCE)

    def fetch(self, key: str, into: Path) -> bool:
        """Write it to ``into``, durably; is it there, and is it what was sent? Raises ``CannotWrite``."""
        digest = hashlib.sha256()
        with self._translated():
            try:
                found = obstore.get(self._store, key)
            except FileNotFoundError:
                return False
        try:
            with into.open("wb") as file:
                for part in self._arriving(found):
                    digest.update(part)
                    file.write(part)
                file.flush()
                os.fsync(file.fileno())
        except OSError as exc:
            raise CannotWrite.because(into, exc) from exc
        return found.attributes.get(_SHA256) == digest.hexdigest()

    def forget(self, key: str) -> None:
        """This one and everything under it."""
        there = [key, *(found for found, _ in self._listed(key))]
        with self._translated():
            obstore.delete(self._store, there)

    def keys(self, folder: str) -> Iterator[str]:
        yield from (key for key, _ in self._listed(folder))

    def sweep(self, before: datetime, wanted: Callable[[str], bool]) -> int:
        going = [key for key, changed in self._listed() if changed < before and not wanted(key)]
        return sum(self._removed(key, before) for key in going)

    def _removed(self, key: str, before: datetime) -> bool:
        """Unless it was sent once more while the others were looked at."""
        with self._translated():
            try:
                if obstore.head(self._store, key)["last_modified"] >= before:
                    return False
            except FileNotFoundError:
                return False
            obstore.delete(self._store, key)
        return True

    def _listed(self, prefix: str | None = None) -> Iterator[tuple[str, datetime]]:
        with self._translated():
            for batch in obstore.list(self._store, prefix):
                for found in batch:
                    yield found["path"], found["last_modified"]

    def _arriving(self, found: "GetResult") -> Iterator[Bytes]:
        """What goes wrong where they are used is not raised in here, and so not translated."""
        with self._translated():
            yield from found.stream(min_chunk_size=_PART)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (BaseError, OSError) as exc:
            raise RemoteAway(self._where, exc) from exc


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as exc:
        raise CannotRead.because(path, exc) from exc
