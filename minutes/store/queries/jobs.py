"""Jobs as the worker writes them down."""

from dataclasses import dataclass

from sqlmodel import Session, col, delete, func, select

from minutes.domain.meeting import Meeting, Member, Roster
from minutes.domain.speech import Word
from minutes.domain.work import State
from minutes.store.queries import drafts
from minutes.store.tables import HeardRow, JobRow, MeetingRow, PaceRow, RecordingRow, now

_LAST = 30
"""Paces that count: of some ten jobs."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a job asks for: of which meeting, from which recordings (SHA-256 and name, in order), and how."""

    job_id: str
    meeting: Meeting
    recordings: tuple[tuple[str, str], ...]
    recogniser: str | None
    speakers: tuple[int | None, int | None]
    microphones: bool
    is_new: bool


def order(session: Session, job_id: str) -> Order:
    job = session.get_one(JobRow, job_id)
    row = session.get_one(MeetingRow, job.meeting_id)
    whole = select(RecordingRow).where(col(RecordingRow.meeting_id) == row.id, col(RecordingRow.sha256).is_not(None))
    recordings = session.exec(whole.order_by(col(RecordingRow.position))).all()
    return Order(
        job_id=job_id,
        meeting=Meeting(
            row.title, row.held_on, Roster(tuple(Member(**one) for one in row.roster)), tuple(row.glossary)
        ),
        recordings=tuple((str(one.sha256), one.name) for one in recordings),
        recogniser=job.recogniser,
        speakers=(job.speakers_min, job.speakers_max),
        microphones=job.microphones,
        is_new=job.told_at is None,
    )


def begin(session: Session, job_id: str) -> None:
    job = session.get_one(JobRow, job_id)
    job.started_at = job.started_at or now()
    session.exec(delete(HeardRow).where(col(HeardRow.job_id) == job_id))
    session.add(job)


def tell(session: Session, job_id: str, stage: str, share: float) -> None:
    job = session.get_one(JobRow, job_id)
    job.stage, job.share, job.told_at = stage, share, now()
    session.add(job)


def measure(session: Session, job_id: str, audio_s: float) -> None:
    """How long the recordings are, once that is known."""
    job = session.get_one(JobRow, job_id)
    job.audio_s = audio_s
    session.add(job)


def note_pace(session: Session, machine: str, stage: str, job_id: str, seconds: float) -> None:
    """A stage of the job has taken so long; told of decoding, the first, once the length is known."""
    if audio_s := session.get_one(JobRow, job_id).audio_s:
        session.add(PaceRow(machine=machine, stage=stage, audio_s=audio_s, seconds=seconds))


def paces(session: Session) -> dict[str, float]:
    """Seconds of work for a second of sound, stage by stage, over the last jobs; what no job has shown is not there."""
    found: dict[str, list[PaceRow]] = {}
    for row in session.exec(select(PaceRow).order_by(col(PaceRow.at).desc()).limit(_LAST)):
        found.setdefault(row.stage, []).append(row)
    return {stage: sum(row.seconds for row in rows) / sum(row.audio_s for row in rows) for stage, rows in found.items()}


def waiting_before(session: Session, job_id: str) -> int:
    """How many jobs come before this one; of everybody's, for they share the machine."""
    job = session.get_one(JobRow, job_id)
    ended = (JobRow.finished_at, JobRow.failed_at, JobRow.cancelled_at)
    before = select(func.count()).select_from(JobRow).where(col(JobRow.asked_at) < job.asked_at)
    return session.exec(before.where(*(col(end).is_(None) for end in ended))).one()


def count(session: Session, state: State) -> int:
    """Jobs that wait, or that are being worked on."""
    ended = (JobRow.finished_at, JobRow.failed_at, JobRow.cancelled_at)
    found = select(func.count()).select_from(JobRow).where(*(col(end).is_(None) for end in ended))
    began = col(JobRow.started_at).is_not(None)
    return session.exec(found.where(began if state is State.WORKING else ~began)).one()


def hear(session: Session, job_id: str, words: tuple[Word, ...]) -> None:
    """A batch of windows; one that was heard before, in a run that was interrupted, is passed over."""
    job = session.get_one(JobRow, job_id)
    last = session.exec(select(func.max(HeardRow.end_s)).where(col(HeardRow.job_id) == job_id)).one()
    if last is not None and words[-1].end_s <= last:
        return
    count = session.exec(select(func.count()).select_from(HeardRow).where(col(HeardRow.job_id) == job_id)).one()
    text = "".join(word.text for word in words)
    whose = {"municipality_id": job.municipality_id, "department_id": job.department_id}
    session.add(
        HeardRow(job_id=job_id, batch=count, start_s=words[0].start_s, end_s=words[-1].end_s, text=text, **whose)
    )


def finish(session: Session, job_id: str, content: str, seed: bytes) -> None:
    """There is a draft now: its JSON lies under ``content``, ``seed`` is the first change of its text."""
    job = session.get_one(JobRow, job_id)
    job.finished_at, job.share = now(), 1.0
    session.add(job)
    drafts.make(session, job, content, seed)
    session.exec(delete(HeardRow).where(col(HeardRow.job_id) == job_id))


def cancel(session: Session, job_id: str) -> None:
    job = session.get_one(JobRow, job_id)
    job.cancelled_at = now()
    session.add(job)


def fail(session: Session, job_id: str, problem: str) -> None:
    job = session.get_one(JobRow, job_id)
    job.failed_at, job.problem = now(), problem
    session.add(job)
