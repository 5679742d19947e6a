"""Meetings and their recordings, as the pages show and change them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, cast
from sqlmodel import Session, col, delete, func, or_, select

from minutes.domain.meeting import Meeting, MeetingKind, Member, Roster
from minutes.domain.people import Actor
from minutes.domain.searching import days, spellings
from minutes.domain.work import Job
from minutes.store.tables import DraftRow, HeardRow, JobRow, MeetingRow, RecordingRow, now

GRACE = timedelta(days=30)
"""So long a meeting stays in the bin before it is deleted for good, unless the town wants otherwise."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A meeting as the list shows it; ``job`` is the last one, ``drafts`` how many there are."""

    id: str
    title: str
    kind: MeetingKind
    held_on: date | None
    created_by: str
    created_at: datetime
    binned_at: datetime | None
    job: Job | None
    drafts: int


def listed(
    session: Session,
    *,
    words: str = "",
    kind: MeetingKind | None = None,
    binned: bool = False,
    limit: int,
    offset: int = 0,
) -> list[Listed]:
    """The newest first; ``words``: all of them are in the title or the date."""
    wanted = select(MeetingRow).where(*_wanted(words, kind, binned))
    newest = func.coalesce(MeetingRow.held_on, func.date(MeetingRow.created_at)).desc()
    wanted = wanted.order_by(newest, col(MeetingRow.created_at).desc()).limit(limit).offset(offset)
    return _all(session, session.exec(wanted).all())


def count(session: Session, *, words: str = "", kind: MeetingKind | None = None, binned: bool = False) -> int:
    """How many ``listed`` lists in all."""
    return session.exec(select(func.count()).select_from(MeetingRow).where(*_wanted(words, kind, binned))).one()


def one(session: Session, meeting: MeetingRow) -> Listed:
    return _all(session, [meeting])[0]


def _all(session: Session, rows: Sequence[MeetingRow]) -> list[Listed]:
    jobs, drafts = _last_jobs(session, rows), _drafts(session, rows)
    return [
        Listed(
            row.id,
            row.title,
            row.kind,
            row.held_on,
            row.created_by,
            row.created_at,
            row.binned_at,
            jobs.get(row.id),
            drafts.get(row.id, 0),
        )
        for row in rows
    ]


def make(
    session: Session,
    actor: Actor,
    *,
    title: str,
    kind: MeetingKind,
    held_on: date | None = None,
    **more: Any,  # noqa: ANN401
) -> MeetingRow:
    meeting = MeetingRow(title=title, kind=kind, held_on=held_on, created_by=actor.account_id, **whose(actor), **more)
    session.add(meeting)
    session.flush()
    return meeting


def described(row: MeetingRow) -> Meeting:
    """What people have said of it."""
    return Meeting(row.title, row.held_on, Roster(tuple(Member(**one) for one in row.roster)), tuple(row.glossary))


def whose(actor: Actor) -> dict[str, Any]:
    """The two columns of every owned row."""
    return {"municipality_id": actor.municipality_id, "department_id": actor.department_id}


def recordings(session: Session, meeting_id: str) -> Sequence[RecordingRow]:
    found = select(RecordingRow).where(col(RecordingRow.meeting_id) == meeting_id)
    return session.exec(found.order_by(col(RecordingRow.position), col(RecordingRow.created_at))).all()


def forget_recordings(session: Session, meeting_id: str) -> None:
    """With the work on them, of which nothing has come."""
    found = select(JobRow.id).where(col(JobRow.meeting_id) == meeting_id)
    jobs = session.exec(found.with_for_update()).all()  # whoever is at work on one writes no more words of it
    session.exec(delete(HeardRow).where(col(HeardRow.job_id).in_(jobs)))
    session.exec(delete(JobRow).where(col(JobRow.id).in_(jobs)))
    session.exec(delete(RecordingRow).where(col(RecordingRow.meeting_id) == meeting_id))


def held(session: Session, meeting_id: str) -> MeetingRow | None:
    """Nobody else says anything of it, or stores a draft of it, until the transaction ends."""
    return session.get(MeetingRow, meeting_id, with_for_update={"key_share": True})


def bin_it(session: Session, meeting: MeetingRow) -> None:
    meeting.binned_at = now()
    session.add(meeting)


def take_back(session: Session, meeting: MeetingRow) -> None:
    meeting.binned_at = None
    session.add(meeting)


def end_grace(session: Session, meeting: MeetingRow, grace: timedelta = GRACE) -> None:
    """Its time in the bin is over now: whatever cleans up deletes it for good."""
    meeting.binned_at = now() - grace
    session.add(meeting)


def job_of(row: JobRow) -> Job:
    return Job(
        row.id,
        row.asked_at,
        row.started_at,
        row.finished_at,
        row.failed_at,
        row.cancelled_at,
        row.stage,
        row.share,
        row.audio_s,
        row.problem,
    )


def _wanted(words: str, kind: MeetingKind | None, binned: bool) -> Iterator[ColumnElement[bool]]:
    yield col(MeetingRow.binned_at).is_not(None) == binned
    if kind:
        yield col(MeetingRow.kind) == kind
    for word in words.split():
        yield _with(word)


def _with(word: str) -> ColumnElement[bool]:
    patterns = [re.sub(r"([%_\\])", r"\\\1", one) for one in spellings(word)]
    in_title = [col(MeetingRow.title).ilike(f"%{pattern}%", escape="\\") for pattern in patterns]
    if day := days(word):
        return or_(*in_title, cast(col(MeetingRow.held_on), String).like(day))
    return or_(*in_title)


def _last_jobs(session: Session, meetings: Sequence[MeetingRow]) -> dict[str, Job]:
    ids = [meeting.id for meeting in meetings]
    rows = session.exec(select(JobRow).where(col(JobRow.meeting_id).in_(ids)).order_by(col(JobRow.asked_at))).all()
    return {row.meeting_id: job_of(row) for row in rows}


def _drafts(session: Session, meetings: Sequence[MeetingRow]) -> dict[str, int]:
    ids = [meeting.id for meeting in meetings]
    counted = select(DraftRow.meeting_id, func.count()).where(col(DraftRow.meeting_id).in_(ids))
    return dict(session.exec(counted.group_by(col(DraftRow.meeting_id))).all())


def last_job(session: Session, meeting_id: str) -> Job | None:
    found = select(JobRow).where(col(JobRow.meeting_id) == meeting_id).order_by(col(JobRow.asked_at).desc())
    row = session.exec(found).first()
    return job_of(row) if row else None


def heard(session: Session, job_id: str, after: int = 0) -> Sequence[HeardRow]:
    """What a job has recognised so far, from batch ``after`` on."""
    found = select(HeardRow).where(col(HeardRow.job_id) == job_id, col(HeardRow.batch) >= after)
    return session.exec(found.order_by(col(HeardRow.batch))).all()
