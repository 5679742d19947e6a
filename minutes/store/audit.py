"""監査記録: who did what to what, when and from where; every entry proves the one before it.

An entry's digest is the hash of what it says and of the digest before it, so that nothing can be changed, taken out
or put in between without breaking every digest after it. The database itself refuses to change entries
(`migrations`); the chain shows what was done behind its back. Says nothing of what a meeting is about.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from sqlalchemy import text
from sqlmodel import Session, col, select

from minutes.domain.people import Actor
from minutes.store.tables import AuditRow, now

_CHAIN = 7_226  # any number: PostgreSQL's lock of the chain


class Action(StrEnum):
    """What can have been done. The page shows the Japanese word (`api/words.py`)."""

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
    DOWNLOADED = "downloaded"
    AUDIT_DOWNLOADED = "audit_downloaded"


def note(session: Session, who: Actor | None, action: Action, subject: str = "", **detail: str | int | None) -> None:
    """Add an entry, in the same transaction as what it tells of. ``who`` is None for somebody who is nobody yet."""
    last = _last(session)
    row = AuditRow(
        position=last.position + 1 if last else 1,
        at=now(),
        municipality_id=who.municipality_id if who else None,
        department_id=who.department_id if who else None,
        account_id=who.account_id if who else None,
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


def broken_at(session: Session) -> int | None:
    """Position of the first entry that is not what it was, or of a missing one; ``None`` where all is well."""
    before, expected = "", 1
    for row in _in_order(session):
        if row.position != expected or row.digest != _digest(row, before):
            return expected
        before, expected = row.digest, expected + 1
    return None


def _last(session: Session) -> AuditRow | None:
    """One after the other: SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("SELECT pg_advisory_xact_lock(:chain)"), {"chain": _CHAIN})
    return session.exec(select(AuditRow).order_by(col(AuditRow.position).desc()).limit(1)).first()


def _in_order(session: Session) -> Iterator[AuditRow]:
    return iter(session.exec(select(AuditRow).order_by(col(AuditRow.position)).execution_options(yield_per=1_000)))


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
