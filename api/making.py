"""会議を作る: a meeting with its recordings goes on record, and the work on it begins; what is said of it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from api.opened import changeable, opened
from api.service import Service
from minutes.coedit import NOTHING
from minutes.domain.meeting import MeetingKind, Member, Roster
from minutes.domain.people import Actor
from minutes.domain.work import Job
from minutes.jobs.queue import Queue
from minutes.store import audit
from minutes.store.audit import Action
from minutes.store.queries import drafts, jobs, meetings, uploads
from minutes.store.tables import DraftRow, JobRow, MeetingRow


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """``recordings``: ids of uploads, in the order of the meeting; some may still be under way."""

    title: str
    kind: MeetingKind
    recordings: tuple[str, ...]
    held_on: date | None = None
    roster: Roster = field(default_factory=Roster)
    glossary: tuple[str, ...] = ()
    speakers: tuple[int | None, int | None] = (None, None)
    microphones: bool = False


def make(here: Service, actor: Actor, new: NewMeeting) -> str:
    """-> the meeting's id."""
    with here.database.writing(actor) as session:
        meeting = meetings.make(
            session,
            actor,
            title=new.title,
            kind=new.kind,
            held_on=new.held_on,
            roster=[asdict(member) for member in new.roster.members],
            glossary=list(new.glossary),
            speakers_min=new.speakers[0],
            speakers_max=new.speakers[1],
            microphones=new.microphones,
        )
        audit.note(session, actor, Action.MEETING_MADE, meeting.id)  # first: who finishes an upload waits for this
        uploads.attach(session, actor, meeting, new.recordings)
        begin_when_complete(session, here.queue, actor, meeting)
        return meeting.id


def change(here: Service, actor: Actor, meeting_id: str, said: Mapping[str, Any]) -> None:
    """``said``: columns of the meeting and what they are to be; of its drafts it is said from now on, too.

    Whoever is new on the roster can be chosen in the draft that people correct; nobody is taken away from it: they may
    have spoken.
    They join it while others can write, and once more where it is another by then, or others have joined it.
    Raises ``NoSuchMeeting``, ``InTheBin``.
    """
    members, done = [Member(**one) for one in said.get("roster", ())], False
    while not done:
        with here.database.reading(actor) as session:
            changeable(session, meeting_id)
            known = drafts.current(session, meeting_id)
            draft = opened(session, here, meeting_id) if members else None
        joining = draft.joining(members) if draft else NOTHING
        with here.database.writing(actor) as session:
            audit.take_turn(session)
            meetings.held(session, meeting_id)  # from now on no draft is stored
            meeting = changeable(session, meeting_id)
            done = _is_current(session, meeting, known) and (draft is None or draft.has_its_people(session))
            if done and _say(session, actor, meeting, said) and draft:
                draft.join(session, actor, joining)


def _is_current(session: Session, meeting: MeetingRow, known: DraftRow | None) -> bool:
    current = drafts.current(session, meeting.id)
    return (current.id if current else None) == (known.id if known else None)


def _say(session: Session, actor: Actor, meeting: MeetingRow, said: Mapping[str, Any]) -> bool:
    """-> whether it is another roster."""
    changed = {name: value for name, value in said.items() if getattr(meeting, name) != value}
    if changed:
        meeting.sqlmodel_update(changed)
        session.add(meeting)
        audit.note(session, actor, Action.MEETING_CHANGED, meeting.id, what=" ".join(sorted(changed)))
    return "roster" in changed


def begin_when_complete(session: Session, queue: Queue, actor: Actor, meeting: MeetingRow) -> JobRow | None:
    """As soon as the last recording is here; not where a recording is in another meeting already, nor a second time."""
    there = meetings.recordings(session, meeting.id)
    asked = session.exec(select(JobRow).where(col(JobRow.meeting_id) == meeting.id)).first()
    if asked or not there or any(one.sha256 is None for one in there) or twice(session, meeting):
        return None
    return ask(session, queue, actor, meeting)


def replace(session: Session, queue: Queue, actor: Actor, meeting: MeetingRow, upload_ids: Sequence[str]) -> list[str]:
    """Other recordings, as if there had been no others and no work on them. -> ids of those that are gone."""
    gone = [one.id for one in meetings.recordings(session, meeting.id)]
    for upload_id in gone:
        audit.note(session, actor, Action.RECORDING_REMOVED, upload_id)
    meetings.forget_recordings(session, meeting.id)
    uploads.attach(session, actor, meeting, upload_ids)
    begin_when_complete(session, queue, actor, meeting)
    return gone


def twice(session: Session, meeting: MeetingRow) -> list[MeetingRow]:
    """Other meetings that have one of this one's recordings."""
    there = meetings.recordings(session, meeting.id)
    found = (uploads.same(session, one.sha256, but=one.id) for one in there if one.sha256)
    return [other for others in found for other in others if other.id != meeting.id]


def ask(session: Session, queue: Queue, actor: Actor, meeting: MeetingRow, recogniser: str | None = None) -> JobRow:
    """A draft of the meeting, by the recogniser that is named or by the best there is; an earlier draft stays."""
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


def call_off(session: Session, actor: Actor, meeting_id: str) -> Job | None:
    """Nobody waits for the draft under way any more. -> the job, to be taken from the queue when that is on record."""
    job = meetings.last_job(session, meeting_id)
    if job is None or not job.is_under_way:
        return None
    jobs.cancel(session, job.id)
    audit.note(session, actor, Action.JOB_CANCELLED, meeting_id, job=job.id)
    return job
