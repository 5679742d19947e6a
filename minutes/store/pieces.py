"""中間成果物の持ち主: which of the artefacts a piece of work makes, and of which recording they are.

A piece is known by what it was made from, a few seconds of sound, and several recordings may need the same. So that it
goes when the last of them does, a note lies beside it: ``of/<sha256 of the recording>/<key of the piece>``, empty.
"""

from collections.abc import Iterable
from typing import Protocol, Self

from minutes.store.files import Files

_NOTES = "of"
_SOUND = "audio"
_SCRATCH = "scratch"


class Kept(Protocol):
    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, value: bytes) -> None: ...

    def forget(self, key: str) -> None: ...


class Noted:
    """Artefacts of one recording, each with its note; without notes where the recording has none (`note`)."""

    def __init__(self, files: Files, sha256: str) -> None:
        self._files, self._of = files, f"{_NOTES}/{sha256}"
        self._noting = files.get(f"{self._of}/{_SOUND}") is not None

    def get(self, key: str) -> bytes | None:
        value = self._files.get(key)
        if value is not None:
            self._note(key)
        return value

    def owns(self, key: str) -> bool:
        """Has this recording's own work got or made it before? Anybody's, where there are no notes."""
        return not self._noting or self._files.get(f"{self._of}/{key}") is not None

    def put(self, key: str, value: bytes) -> None:
        self._note(key)
        self._files.put(key, value)

    def forget(self, key: str) -> None:
        self._files.forget(key)

    def _note(self, key: str) -> None:
        if not self.owns(key):
            self._files.put(f"{self._of}/{key}", b"")


def note(files: Files, sha256: str) -> None:
    """The recording is a meeting's: what is made of it is its own from now on, and goes with it."""
    if files.get(f"{_NOTES}/{sha256}/{_SOUND}") is None:
        files.put(f"{_NOTES}/{sha256}/{_SOUND}", b"")


class Owners:
    """Who needs which artefact, as the notes say; ``needed``: the recordings that somebody still has."""

    def __init__(self, notes: Iterable[str], needed: frozenset[str]) -> None:
        self._recordings, self._noted, self._wanted, self._needed = set[str](), set[str](), set[str](), needed
        for found in notes:
            sha256, _, key = found.removeprefix(f"{_NOTES}/").partition("/")
            self._recordings.add(sha256)
            self._noted.add(key)
            if sha256 in needed:
                self._wanted.add(key)

    @classmethod
    def of(cls, artefacts: Files, needed: Iterable[str]) -> Self:
        return cls(artefacts.keys(_NOTES), frozenset(needed))

    def want(self, key: str) -> bool:
        step, _, rest = key.partition("/")
        if step in (_SOUND, _NOTES):
            return rest.partition("/")[0] in self._needed
        return key in self._wanted

    def know(self, key: str) -> bool:
        """Was it made for a meeting, or is it unfinished? Others may be of somebody who works without the service."""
        step, _, rest = key.partition("/")
        if step in (_SOUND, _NOTES):
            return rest.partition("/")[0] in self._recordings
        return key in self._noted or step == _SCRATCH


class Recorded:
    """Artefacts that remember which of them are new, so that what turns out to be of no use leaves nothing behind."""

    def __init__(self, files: Kept) -> None:
        self._files, self._new = files, list[str]()

    def get(self, key: str) -> bytes | None:
        return self._files.get(key)

    def put(self, key: str, value: bytes) -> None:
        self._files.put(key, value)
        self._new.append(key)

    def undo(self) -> None:
        for key in self._new:
            self._files.forget(key)
