"""Jobs as the worker writes them down."""

from dataclasses import dataclass

from sqlmodel import Session, col, delete, func, select

from minutes.domain.meeting import Meeting, Member, Roster
from minutes.domain.record import Minutes
from minutes.domain.speech import Word
from minutes.store.tables import HeardRow, JobRow, MeetingRow, RecordingRow, now


@dataclass(frozen=True, slots=True)
class Order:
    """What a job asks for: of which meeting, from which recordings (SHA-256 and name, in order), and how."""

    meeting: Meeting
    recordings: tuple[tuple[str, str], ...]
    recogniser: str | None
    speakers: tuple[int | None, int | None]
    microphones: bool


def order(session: Session, job_id: str) -> Order:
    job = session.get_one(JobRow, job_id)
    row = session.get_one(MeetingRow, job.meeting_id)
    whole = select(RecordingRow).where(col(RecordingRow.meeting_id) == row.id, col(RecordingRow.sha256).is_not(None))
    recordings = session.exec(whole.order_by(col(RecordingRow.position))).all()
    return Order(
        meeting=Meeting(
            row.title, row.held_on, Roster(tuple(Member(**one) for one in row.roster)), tuple(row.glossary)
        ),
        recordings=tuple((str(one.sha256), one.name) for one in recordings),
        recogniser=job.recogniser,
        speakers=(job.speakers_min, job.speakers_max),
        microphones=job.microphones,
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


def finish(session: Session, job_id: str, minutes: Minutes) -> None:
    job = session.get_one(JobRow, job_id)
    job.finished_at, job.share = now(), 1.0
    session.add(job)


def fail(session: Session, job_id: str, problem: str) -> None:
    job = session.get_one(JobRow, job_id)
    job.failed_at, job.problem = now(), problem
    session.add(job)
