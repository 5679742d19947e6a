"""監査記録: who did what to what, when and from where; every entry proves the one before it.

An entry's digest is the hash of what it says and of the digest before it, so that nothing can be changed, taken out
or put in between without breaking every digest after it. The database itself refuses to change entries
(`migrations`); the chain shows what was done behind its back. Says nothing of what a meeting is about.
"""

import hashlib
import json
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from minutes.domain.people import Actor
from minutes.store.locks import Lock, alone
from minutes.store.tables import AuditRow, now


class Action(StrEnum):
    """What can have been done. The page shows the Japanese word (`api/deeds.py`)."""

    SET_UP = "set_up"
    SIGN_IN = "sign_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_OUT = "sign_out"
    ACCOUNT_MADE = "account_made"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_REOPENED = "account_reopened"
    PASSWORD_GIVEN = "password_given"  # noqa: S105 (a word, not a password)
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    KEY_MADE = "key_made"
    KEY_CLOSED = "key_closed"
    DEPARTMENT_MADE = "department_made"
    DEPARTMENT_RENAMED = "department_renamed"
    MEETING_MADE = "meeting_made"
    MEETING_CHANGED = "meeting_changed"
    MEETING_BINNED = "meeting_binned"
    MEETING_TAKEN_BACK = "meeting_taken_back"
    MEETING_DELETION_ASKED = "meeting_deletion_asked"
    MEETING_DELETED = "meeting_deleted"
    RECORDING_UPLOADED = "recording_uploaded"
    RECORDING_REMOVED = "recording_removed"
    JOB_ASKED = "job_asked"
    JOB_CANCELLED = "job_cancelled"
    VOICE_NAMED = "voice_named"
    DESK_OPENED = "desk_opened"
    TEXT_EDITED = "text_edited"
    VERSION_RESTORED = "version_restored"
    OFFERS_TAKEN = "offers_taken"
    OFFERS_DECLINED = "offers_declined"
    TERM_ADDED = "term_added"
    TERM_REMOVED = "term_removed"
    DOWNLOADED = "downloaded"
    AUDIT_DOWNLOADED = "audit_downloaded"


def take_turn(session: Session) -> None:
    """Whoever will note something that others may be changing, too, waits for its turn before it looks at anything.

    So nobody decides by what is out of date, and no two wait for one another: everybody waits here first.
    """
    alone(session.connection(), Lock.CHAIN)


def note(session: Session, who: Actor | None, action: Action, subject: str = "", **detail: str | int | None) -> None:
    """Add an entry, in the same transaction as what it tells of. ``who`` is None for somebody who is nobody yet."""
    take_turn(session)
    last = checkpoint(session)
    row = AuditRow(
        position=last.position + 1 if last else 1,
        at=now(),
        municipality_id=who.municipality_id if who else None,
        department_id=who.department_id if who else None,
        account_id=who.account_id or None if who else None,
        name=who.name if who else "",
        address=who.address if who else str(detail.pop("address", "")),
        action=action,
        subject=subject,
        detail=detail,
        digest="",
    )
    row.digest = _digest(row, last.digest if last else "")
    session.add(row)
    session.flush()


def was_noted(session: Session, who: Actor, action: Action, subject: str, since: datetime) -> bool:
    """Has somebody done that since then? Only entries of that time are read: they stand in its order."""
    earlier = select(AuditRow.position).where(col(AuditRow.at) < since).order_by(col(AuditRow.position).desc()).limit(1)
    later = select(AuditRow.position).where(col(AuditRow.position) > (session.exec(earlier).first() or 0))
    theirs = later.where(AuditRow.account_id == who.account_id, AuditRow.action == action, AuditRow.subject == subject)
    return session.exec(theirs.limit(1)).first() is not None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """記録の印: an entry and its digest, written down elsewhere: a log that was cut short is a whole chain, too."""

    position: int
    digest: str

    def __str__(self) -> str:
        return f"{self.position}:{self.digest}"


def checkpoint(session: Session) -> Checkpoint | None:
    """Of the last entry there is."""
    found = session.exec(select(AuditRow).order_by(col(AuditRow.position).desc()).limit(1)).first()
    return Checkpoint(found.position, found.digest) if found else None


def holds(session: Session, then: Checkpoint) -> bool:
    """Does the entry still have the digest that it had then? What it says, and those before it, is not looked at."""
    found = session.get(AuditRow, then.position)
    return found is not None and found.digest == then.digest


def broken_at(session: Session, since: Checkpoint | None = None, *, whole: bool = False) -> int | None:
    """Position of the first entry that is not what it was, or of a missing one; ``None`` where all is well.

    ``since``: of when all was well. It must still hold: it is broken there at the latest where it does not. Where it
    does, only what came after it is looked at, unless the ``whole`` is wanted.
    """
    fits = since is None or holds(session, since)
    found, end = _walked(session, since if fits and not whole else None)
    return found if fits or since is None else min(found or end, since.position)


def _walked(session: Session, known: Checkpoint | None) -> tuple[int | None, int]:
    """Position of the first entry after a known one that does not follow, and the one at which the log ends."""
    before, expected = (known.digest, known.position + 1) if known else ("", 1)
    later = select(AuditRow).where(col(AuditRow.position) >= expected)
    in_order = later.order_by(col(AuditRow.position)).execution_options(yield_per=1_000)
    with closing(session.exec(in_order)) as rows:
        for row in rows:
            if row.position != expected or row.digest != _digest(row, before):
                return expected, expected
            before, expected = row.digest, expected + 1
    return None, expected


def _digest(row: AuditRow, before: str) -> str:
    said = [
        before,
        row.position,
        _written(row.at),
        row.municipality_id,
        row.department_id,
        row.account_id,
        row.name,
        row.address,
        row.action,
        row.subject,
        row.detail,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _written(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
