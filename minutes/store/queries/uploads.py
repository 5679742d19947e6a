"""Recordings while they are being sent."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, or_, select

from minutes.domain.errors import BadInput
from minutes.domain.people import Actor
from minutes.store.queries.meetings import whose
from minutes.store.tables import MeetingRow, RecordingRow, now

_UNDER_WAY = timedelta(hours=1)
"""Whoever has sent nothing for so long may never go on."""
_BEGUN = timedelta(minutes=5)
"""Nor whoever has sent nothing at all; what was only announced keeps nobody else out for long."""


class NotAttachable(BadInput):
    def __init__(self) -> None:
        super().__init__("送った録音が見つかりません。録音を選び直してください。")


def begin(session: Session, actor: Actor, name: str, size: int) -> RecordingRow:
    row = RecordingRow(name=name, size=size, uploaded_by=actor.account_id, **whose(actor))
    session.add(row)
    session.flush()
    return row


def find(session: Session, actor: Actor, upload_id: str) -> RecordingRow | None:
    """Only one's own: nobody goes on with a colleague's upload."""
    row = session.get(RecordingRow, upload_id)
    return row if row and row.uploaded_by == actor.account_id else None


def attach(session: Session, actor: Actor, meeting: MeetingRow, upload_ids: Sequence[str]) -> None:
    """Say of which meeting they are, and in which order; only one's own that belong to none yet."""
    for position, upload_id in enumerate(upload_ids):
        row = find(session, actor, upload_id)
        if row is None or row.meeting_id:
            raise NotAttachable
        row.meeting_id, row.position = meeting.id, position
        session.add(row)
    session.flush()


def receive(session: Session, upload_id: str, received: int, sha256: str | None = None) -> RecordingRow | None:
    """-> ``None`` where somebody has taken it away meanwhile."""
    row = session.get(RecordingRow, upload_id, with_for_update=True)
    if row is None:
        return None
    row.received, row.sha256, row.touched_at = received, sha256, now()
    session.flush()
    return row


def same(session: Session, sha256: str, but: str) -> list[MeetingRow]:
    """Meetings of the department that have this recording already."""
    there = select(RecordingRow.meeting_id).where(col(RecordingRow.sha256) == sha256, col(RecordingRow.id) != but)
    return list(session.exec(select(MeetingRow).where(col(MeetingRow.id).in_(there))))


def unfinished(session: Session, meeting_ids: Sequence[str]) -> set[str]:
    """Those of some meetings of which a recording is not all here."""
    found = select(RecordingRow.meeting_id).where(col(RecordingRow.meeting_id).in_(meeting_ids))
    return {one for one in session.exec(found.where(col(RecordingRow.sha256).is_(None))) if one}


def whole(session: Session) -> list[RecordingRow]:
    """All bytes are here, and nobody has said yet what they add up to."""
    found = select(RecordingRow).where(col(RecordingRow.sha256).is_(None))
    return list(session.exec(found.where(col(RecordingRow.received) == col(RecordingRow.size))))


def awaited(session: Session) -> int:
    """Bytes that are still to come, of uploads that are under way."""
    missing = select(func.sum(RecordingRow.size - RecordingRow.received)).select_from(RecordingRow)
    return int(session.exec(missing.where(_lately())).one() or 0)


def under_way(session: Session, meeting_id: str) -> list[RecordingRow]:
    """Recordings of a meeting that somebody may be sending just now."""
    theirs = select(RecordingRow).where(col(RecordingRow.meeting_id) == meeting_id, _lately())
    return list(session.exec(theirs.order_by(col(RecordingRow.position))))


def _lately() -> ColumnElement[bool]:
    touched, moment = col(RecordingRow.touched_at), now()
    begun = or_(col(RecordingRow.received) > 0, touched > moment - _BEGUN)
    return and_(col(RecordingRow.sha256).is_(None), touched > moment - _UNDER_WAY, begun)
