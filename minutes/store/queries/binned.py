"""What is deleted for good: meetings that have lain in the bin long enough, uploads that nobody went on with, sign-ins
that ran out."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from sqlmodel import Session, col, delete, func, or_, select

from minutes.domain.meeting import joined
from minutes.domain.people import Actor, Role
from minutes.store import audit
from minutes.store.audit import Action
from minutes.store.queries.accounts import IDLE, LONGEST
from minutes.store.seals import KEPT_DAYS
from minutes.store.tables import (
    ChangeRow,
    DraftRow,
    HeadwayRow,
    HeardRow,
    JobRow,
    MeetingRow,
    Owned,
    RecordingRow,
    SessionRow,
    SnapshotRow,
    now,
)

_SEALED = timedelta(days=KEPT_DAYS + 1)
_STILL_AT_IT = timedelta(minutes=10)
"""A worker takes so long, at most, to notice that nobody waits for its draft any more."""


def over(session: Session, before: datetime, at: datetime) -> Sequence[str]:
    """Meetings in the bin since ``before``, of all departments; not those that somebody is still working on."""
    ended = (JobRow.finished_at, JobRow.failed_at, JobRow.cancelled_at)
    no_end = func.coalesce(*(col(end) for end in ended)).is_(None)
    busy = select(JobRow.meeting_id).where(or_(no_end, col(JobRow.told_at) > at - _STILL_AT_IT))
    found = select(MeetingRow.id).where(col(MeetingRow.binned_at) <= before)
    return session.exec(found.where(col(MeetingRow.id).not_in(busy))).all()


def delete_for_good(session: Session, meeting_id: str, before: datetime) -> bool:
    """With everything that is part of it. Somebody else may have been quicker, or have taken it back: then nothing."""
    audit.take_turn(session)
    found = select(MeetingRow).where(col(MeetingRow.id) == meeting_id, col(MeetingRow.binned_at) <= before)
    meeting = session.exec(found.with_for_update()).first()
    if meeting is None or meeting.binned_at is None:
        return False
    meeting.binned_at = min(meeting.binned_at, now() - _SEALED)  # the seal counts days, towns may want fewer
    session.flush()
    jobs = select(JobRow.id).where(col(JobRow.meeting_id) == meeting_id)
    drafts = select(DraftRow.id).where(col(DraftRow.meeting_id) == meeting_id)
    session.exec(delete(HeardRow).where(col(HeardRow.job_id).in_(jobs)))
    for part in (ChangeRow, SnapshotRow, HeadwayRow):
        session.exec(delete(part).where(col(part.draft_id).in_(drafts)))
    counts = [
        session.exec(delete(row).where(col(row.meeting_id) == meeting_id)).rowcount
        for row in (DraftRow, JobRow, RecordingRow)
    ]
    session.delete(meeting)
    audit.note(session, _program(meeting), Action.MEETING_DELETED, meeting_id, drafts=counts[0], recordings=counts[2])
    return True


def abandoned(session: Session, before: datetime) -> Sequence[str]:
    """Uploads of no meeting, and unfinished ones of some, to which nobody has sent anything since ``before``."""
    nobodys = or_(col(RecordingRow.meeting_id).is_(None), col(RecordingRow.sha256).is_(None))
    unfinished = or_(col(RecordingRow.meeting_id).is_(None), col(RecordingRow.received) > 0)
    return session.exec(select(RecordingRow.id).where(col(RecordingRow.touched_at) < before, nobodys, unfinished)).all()


def forget_upload(session: Session, upload_id: str, before: datetime) -> bool:
    """Of a meeting's, the row stays: it can be sent again from the beginning."""
    audit.take_turn(session)
    found = select(RecordingRow).where(col(RecordingRow.id) == upload_id, col(RecordingRow.touched_at) < before)
    row = session.exec(found.with_for_update()).first()
    if row is None or (row.meeting_id and row.sha256):
        return False
    audit.note(session, _program(row), Action.RECORDING_REMOVED, upload_id, received=row.received, size=row.size)
    if row.meeting_id:
        row.received = 0
    else:
        session.delete(row)
    return True


def forget_sign_ins(session: Session, at: datetime) -> None:
    """Of browsers that nobody came back with in time."""
    over = or_(col(SessionRow.seen_at) < at - IDLE, col(SessionRow.created_at) < at - LONGEST)
    session.exec(delete(SessionRow).where(over))


def needed_files(session: Session) -> frozenset[str]:
    """Keys of recordings and drafts that some row names, of all departments, and of uploads under way."""
    recordings = session.exec(select(RecordingRow.sha256).where(col(RecordingRow.sha256).is_not(None))).all()
    uploads = session.exec(select(RecordingRow.id).where(col(RecordingRow.sha256).is_(None))).all()
    drafts = session.exec(select(DraftRow.content)).all()
    return frozenset((*(one for one in recordings if one), *drafts, *(f"scratch/upload-{one}" for one in uploads)))


def needed_sounds(session: Session) -> Iterator[str]:
    """By which hashes artefacts know what meetings and uploads are made of: each recording, and each meeting's all.

    One that a meeting has twice counts once; earlier drafts took it twice.
    """
    whole = select(RecordingRow.meeting_id, RecordingRow.sha256).where(col(RecordingRow.sha256).is_not(None))
    found = session.exec(whole.order_by(col(RecordingRow.meeting_id), col(RecordingRow.position))).all()
    for _, of_one in groupby(found, key=lambda row: row[0]):
        parts = [str(sha256) for _, sha256 in of_one]
        yield from (*parts, joined(parts), joined(tuple(dict.fromkeys(parts))))


def _program(row: Owned) -> Actor:
    """The program itself, in the department's own log."""
    return Actor("", "", Role.ADMINISTRATOR, row.municipality_id, row.department_id)
