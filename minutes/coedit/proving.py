"""検算: a text built up from all of its changes, beside one that began with what they were said to add up to."""

from collections.abc import Mapping, Sequence

from minutes.coedit.document import Document
from minutes.coedit.form import Line
from minutes.domain.meeting import Member


class Proof:
    """By what both say and not by their bytes: the library writes the same text in more than one way."""

    def __init__(self) -> None:
        self._whole = Document()
        self._quick: Document | None = None

    def hear(self, update: bytes) -> None:
        """The next change."""
        self._whole.hear(update)
        if self._quick:
            self._quick.hear(update)

    def agrees(self, snapshot: bytes | None = None) -> bool:
        """Do the snapshots say the same until now, also this one? From now on it is the one to go by."""
        found = [self._quick] if self._quick else []
        if snapshot is not None:
            self._quick = Document.of([snapshot])
            found.append(self._quick)
        return all(_said(one) == _said(self._whole) for one in found)


def _said(document: Document) -> tuple[Sequence[Line], Mapping[str, str], Mapping[str, Member]]:
    return document.lines(), document.voices(), document.people()
