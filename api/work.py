"""仕事を頼む: when the work on a meeting begins."""

from sqlmodel import Session, col, select

from minutes.domain.people import Actor
from minutes.jobs.queue import Queue
from minutes.store import audit
from minutes.store.audit import Action
from minutes.store.queries import meetings, uploads
from minutes.store.tables import JobRow, MeetingRow


def begin_when_complete(session: Session, queue: Queue, actor: Actor, meeting: MeetingRow) -> JobRow | None:
    """As soon as the last recording is here; not where a recording is in another meeting already, nor a second time."""
    there = meetings.recordings(session, meeting.id)
    asked = session.exec(select(JobRow).where(col(JobRow.meeting_id) == meeting.id)).first()
    if asked or not there or any(one.sha256 is None for one in there):
        return None
    if any(uploads.same(session, str(one.sha256), but=one.id) for one in there):
        return None
    return ask(session, queue, actor, meeting)


def ask(session: Session, queue: Queue, actor: Actor, meeting: MeetingRow, *, recogniser: str | None = None) -> JobRow:
    """A draft of the meeting; an earlier one stays."""
    job = JobRow(
        meeting_id=meeting.id,
        asked_by=actor.account_id,
        recogniser=recogniser,
        speakers_min=meeting.speakers_min,
        speakers_max=meeting.speakers_max,
        microphones=meeting.microphones,
        **meetings.whose(actor),
    )
    session.add(job)
    session.flush()
    queue.ask(session, job)
    audit.note(session, actor, Action.JOB_ASKED, meeting.id, job=job.id)
    return job
