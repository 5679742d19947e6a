"""Jobs as the worker writes them down. One may be gone while it is at work: other recordings were taken instead."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, delete, func, select

from minutes.domain.meeting import Meeting, Roster
from minutes.domain.speech import Word
from minutes.domain.work import State
from minutes.store.database import everybodys
from minutes.store.queries import drafts, glossary, meetings
from minutes.store.tables import HeardRow, JobRow, MeetingRow, PaceRow, RecordingRow, now

_LAST = 30
"""Paces that count: of some ten jobs."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a job asks for: of which meeting, from which recordings (SHA-256 and name, in order), and how.

    The department's glossary comes after the meeting's own. A file that was chosen twice for the meeting is one
    recording.
    """

    job_id: str
    meeting: Meeting
    recordings: tuple[tuple[str, str], ...]
    recogniser: str | None
    speakers: tuple[int | None, int | None]
    microphones: bool
    is_new: bool
    """None of it has been done before, for this job or for an earlier one: how long it takes tells a pace."""


def order(session: Session, job_id: str) -> Order:
    job = session.get_one(JobRow, job_id)
    row = session.get_one(MeetingRow, job.meeting_id)
    whole = select(RecordingRow).where(col(RecordingRow.meeting_id) == row.id, col(RecordingRow.sha256).is_not(None))
    recordings = session.exec(whole.order_by(col(RecordingRow.position))).all()
    names = {str(one.sha256): one.name for one in reversed(recordings)}  # of the same ones that of the first
    described, terms = meetings.described(row), glossary.words(session, row.department_id)
    return Order(
        job_id=job_id,
        meeting=replace(described, glossary=tuple(dict.fromkeys((*described.glossary, *terms)))),
        recordings=tuple((sha256, names[sha256]) for sha256 in dict.fromkeys(str(one.sha256) for one in recordings)),
        recogniser=job.recogniser,
        speakers=(job.speakers_min, job.speakers_max),
        microphones=job.microphones,
        is_new=job.told_at is None and not _begun_before(session, recordings, job_id),
    )


def _begun_before(session: Session, recordings: Sequence[RecordingRow], but: str) -> bool:
    """Has another job begun on one of these recordings? What it finished lies among the artefacts."""
    same = select(RecordingRow.meeting_id).where(col(RecordingRow.sha256).in_([one.sha256 for one in recordings]))
    begun = select(JobRow.id).where(col(JobRow.meeting_id).in_(same), col(JobRow.started_at).is_not(None))
    return session.exec(begun.where(col(JobRow.id) != but)).first() is not None


def _held(session: Session, job_id: str) -> JobRow | None:
    """Nobody takes it away until the transaction ends."""
    return session.get(JobRow, job_id, with_for_update=True)


def begin(session: Session, job_id: str) -> bool:
    """Does anybody still wait for it?"""
    job = _held(session, job_id)
    if job is None:
        return False
    job.started_at = job.started_at or now()
    session.add(job)
    return job.cancelled_at is None


def is_wanted(session: Session, job_id: str) -> bool:
    """Has nobody called it off, or taken other recordings for its meeting?"""
    job = session.get(JobRow, job_id)
    return job is not None and job.cancelled_at is None


@dataclass(frozen=True, slots=True)
class Told:
    """What a worker tells of a job: ``share`` of ``stage`` is done, of so much sound, once that is known."""

    machine: str
    stage: str
    share: float
    audio_s: float | None


def tell(session: Session, job_id: str, told: Told, took_s: float | None = None) -> None:
    """``took_s``: so long the whole stage has taken, where that tells how fast the machine is."""
    job = _held(session, job_id)
    if job is None:
        return
    job.machine, job.stage, job.share, job.told_at = told.machine, told.stage, told.share, now()
    job.audio_s = told.audio_s or job.audio_s
    session.add(job)
    if took_s is not None and told.audio_s:
        session.add(PaceRow(machine=told.machine, stage=told.stage, audio_s=told.audio_s, seconds=took_s))


def paces(session: Session, job_id: str) -> dict[str, float]:
    """Seconds of work for a second of sound, stage by stage, over the last jobs of the machine that does this one.

    What no job has shown is not there.
    """
    machine = session.get_one(JobRow, job_id).machine
    last = select(PaceRow).where(col(PaceRow.machine) == machine).order_by(col(PaceRow.at).desc()).limit(_LAST)
    found: dict[str, list[PaceRow]] = {}
    for row in session.exec(last):
        found.setdefault(row.stage, []).append(row)
    return {stage: sum(row.seconds for row in rows) / sum(row.audio_s for row in rows) for stage, rows in found.items()}


def waiting_before(session: Session, job_id: str) -> int:
    """How many jobs come before this one; of everybody's, for they share the machine."""
    job = session.get_one(JobRow, job_id)
    ended = (JobRow.finished_at, JobRow.failed_at, JobRow.cancelled_at)
    before = select(func.count()).select_from(JobRow).where(col(JobRow.asked_at) < job.asked_at)
    unended = before.where(*(col(end).is_(None) for end in ended))
    with everybodys(session) as all_of_them:
        return all_of_them.exec(unended).one()


def count(session: Session, state: State) -> int:
    """Jobs that wait, or that are being worked on."""
    ended = (JobRow.finished_at, JobRow.failed_at, JobRow.cancelled_at)
    found = select(func.count()).select_from(JobRow).where(*(col(end).is_(None) for end in ended))
    began = col(JobRow.started_at).is_not(None)
    return session.exec(found.where(began if state is State.WORKING else ~began)).one()


def last_told(session: Session) -> datetime | None:
    """When a worker last said anything of any job."""
    return session.exec(select(func.max(JobRow.told_at))).one()


def hear(session: Session, job_id: str, words: tuple[Word, ...]) -> None:
    """A batch of windows; one that was heard before, in a run that was interrupted, is passed over."""
    job = _held(session, job_id)
    if job is None:
        return
    last = session.exec(select(func.max(HeardRow.end_s)).where(col(HeardRow.job_id) == job_id)).one()
    if last is not None and words[-1].end_s <= last:
        return
    count = session.exec(select(func.count()).select_from(HeardRow).where(col(HeardRow.job_id) == job_id)).one()
    text = "".join(word.text for word in words)
    whose = {"municipality_id": job.municipality_id, "department_id": job.department_id}
    session.add(
        HeardRow(job_id=job_id, batch=count, start_s=words[0].start_s, end_s=words[-1].end_s, text=text, **whose)
    )


def roster(session: Session, job_id: str) -> Roster | None:
    """Of the job's meeting, as it is on record now, and stays until the transaction ends."""
    job = session.get(JobRow, job_id)
    meeting = meetings.held(session, job.meeting_id) if job else None
    return meetings.described(meeting).roster if meeting else None


def finish(session: Session, job_id: str, content: str, seed: bytes, edited: drafts.Edited) -> None:
    """There is a draft now: its JSON lies under ``content``, ``seed`` is the first change of its text."""
    job = _held(session, job_id)
    if job is None:
        return
    job.finished_at, job.share = job.finished_at or now(), 1.0
    session.add(job)
    drafts.make(session, job, content, seed, edited)
    session.exec(delete(HeardRow).where(col(HeardRow.job_id) == job_id))


def cancel(session: Session, job_id: str) -> None:
    job = session.get_one(JobRow, job_id)
    job.cancelled_at = now()
    session.add(job)


def fail(session: Session, job_id: str, problem: str) -> None:
    """Where there is still anybody to be told."""
    job = _held(session, job_id)
    if job:
        job.failed_at, job.problem = now(), problem
        session.add(job)
