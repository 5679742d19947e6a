"""変更のつながり: is every change of a text the one that was written, and every snapshot what they add up to?

A change's digest is the hash of what it says and of the digest before it, as in the audit log. Only what was cut off at
the end does not show: nobody writes these digests down elsewhere.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol

from sqlmodel import Session, col, func, select

from minutes.store.seals import FORM
from minutes.store.tables import ChangeRow, DraftRow, MeetingRow, SnapshotRow


class Proof(Protocol):
    """検算: a text that is built up change by change, beside what the snapshots make of it."""

    def hear(self, update: bytes) -> None: ...

    def agrees(self, snapshot: bytes | None = None) -> bool:
        """Do the snapshots say the same until now, also this one? From now on it is the one to go by."""


@dataclass(frozen=True, slots=True)
class Break:
    """切れ目: the first change of a draft's text that is not what was written, or the snapshot at that position."""

    title: str
    draft: int
    position: int
    is_snapshot: bool


def digest(row: ChangeRow, before: str) -> str:
    """``before``: of the change before it; "" of the first."""
    at, update = row.at.isoformat(timespec="microseconds"), hashlib.sha256(row.update).hexdigest()
    said = [before, row.draft_id, row.position, at, row.account_id, row.restores, row.takes, update]
    return FORM + hashlib.sha256(json.dumps(said).encode()).hexdigest()


def count(session: Session) -> int:
    """Of the texts."""
    return session.exec(select(func.count()).select_from(DraftRow)).one()


def breaks(session: Session, proof: Callable[[], Proof]) -> Iterator[Break]:
    """The first of each text that has any. Takes a second for every 10,000 changes of a long text."""
    texts = select(DraftRow.id, MeetingRow.title, DraftRow.number).where(DraftRow.meeting_id == MeetingRow.id)
    for draft_id, title, number in session.exec(texts.order_by(col(MeetingRow.created_at), col(DraftRow.number))).all():
        places = session.exec(select(SnapshotRow.position).where(col(SnapshotRow.draft_id) == draft_id)).all()
        if found := _Walk(session, draft_id, places, proof).broken_at():
            yield Break(title, number, *found)


class _Walk:
    """Along one draft's changes. ``places``: where its snapshots are."""

    def __init__(self, session: Session, draft_id: str, places: Collection[int], proof: Callable[[], Proof]) -> None:
        self._session, self._draft_id, self._places = session, draft_id, frozenset(places)
        self._proof = proof() if places else None

    def broken_at(self) -> tuple[int, bool] | None:
        """Position, and whether it is the snapshot there."""
        before, expected = "", 0
        mine = select(ChangeRow).where(col(ChangeRow.draft_id) == self._draft_id).order_by(col(ChangeRow.position))
        with closing(self._session.exec(mine.execution_options(yield_per=1_000))) as rows:
            for row in rows:
                if row.position != expected or not _follows(row, before):
                    return expected, False
                if not self._is_proven(row):
                    return row.position, True
                before, expected = row.digest, expected + 1
        if not expected:
            return 0, False
        beyond = [place for place in self._places if place not in range(expected)]
        if beyond or (self._proof and not self._proof.agrees()):
            return max(self._places), True
        return None

    def _is_proven(self, row: ChangeRow) -> bool:
        if self._proof is None:
            return True
        self._proof.hear(row.update)
        if row.position not in self._places:
            return True
        return self._proof.agrees(self._session.get_one(SnapshotRow, (self._draft_id, row.position)).state)


def _follows(row: ChangeRow, before: str) -> bool:
    """No change of the first form comes after one of today's."""
    if row.digest.startswith(FORM) or before.startswith(FORM):
        return row.digest == digest(row, before)
    return row.digest == hashlib.sha256(before.encode() + row.update).hexdigest()
