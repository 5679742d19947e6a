"""Meetings with recordings and drafts, as uploads and the worker leave them; nothing had to be recognised for them."""

import hashlib
from dataclasses import asdict, replace

from exports import draft_json
from minutes import coedit
from minutes.domain.record import Minutes
from minutes.domain.speech import Doubt, Span, Voice
from minutes.store.access import PROGRAM
from minutes.store.queries import jobs, uploads
from minutes.store.queries.meetings import whose
from minutes.store.tables import JobRow, MeetingRow, PaceRow, now
from minutes.workshop import Stage
from tests.api.town import Town
from tests.coedit.drafts import draft

SITTING = draft("これより会議を開きます。", "異議なし。", "日程第一、一般質問。", voices=("S1", "S2", "S1"))
MINUTES = replace(
    SITTING,
    provenance=replace(
        SITTING.provenance,
        voices=(Voice("S1", None), Voice("S2", None)),
        doubts=(Doubt(Span(4.0, 4.6), "unsure"),),
        unheard=(Span(7.0, 9.5),),
        recognition_model="whisper-trial@1234",
    ),
)
"""大野茂 and 𠮷野太郎 are on the roster; S2's 「異議なし。」 is doubtful, and 2.5 seconds have no text."""


def recorded(town: Town, meeting_id: str, name: str = "午前.m4a", *, by: str = "clerk", share: float = 1.0) -> str:
    """A recording of a million bytes, or as much of it as has come so far. -> its id."""
    actor = town.actor(by)
    with town.database.writing(actor) as session:
        row = uploads.begin(session, actor, name, 1_000_000)
        sha256 = hashlib.sha256(name.encode()).hexdigest()
        uploads.receive(session, row.id, round(share * row.size), sha256 if share == 1.0 else None)
        uploads.attach(session, actor, session.get_one(MeetingRow, meeting_id), [row.id])
        return row.id


def asked(town: Town, meeting_id: str, job_id: str = "j1", *, by: str = "clerk", **more: object) -> None:
    """Work on the meeting, of which ``more`` is known."""
    with town.database.writing(PROGRAM) as session:
        session.add(JobRow(id=job_id, meeting_id=meeting_id, asked_by=by, **whose(town.actor(by)), **more))


def half_way(town: Town, meeting_id: str, job_id: str = "j1") -> None:
    """Of ten minutes of sound a quarter is written down, on a machine that has made drafts before: 285 s are left.

    Writing the rest down takes it 450 s x 0.5, telling the voices apart 600 s x 0.1; a slower machine does not count.
    """
    with town.database.writing(PROGRAM) as session:
        for machine, stage, seconds in (
            ("here", Stage.TRANSCRIBE, 60.0),
            ("here", Stage.DIARIZE, 12.0),
            ("elsewhere", Stage.TRANSCRIBE, 6_000.0),
            ("elsewhere", Stage.DIARIZE, 1_200.0),
        ):
            session.add(PaceRow(machine=machine, stage=stage.value, audio_s=120.0, seconds=seconds))
    far = {"stage": Stage.TRANSCRIBE.value, "share": 0.25, "audio_s": 600.0}
    asked(town, meeting_id, job_id, machine="here", started_at=now(), **far)


def drafted(town: Town, meeting_id: str, job_id: str = "j1", minutes: Minutes = MINUTES, *, by: str = "clerk") -> None:
    """The work that is called ``job_id`` has made these minutes."""
    asked(town, meeting_id, job_id, by=by)
    content = draft_json.render(minutes)
    key = f"drafts/{hashlib.sha256(content).hexdigest()}"
    town.service.recordings.put(key, content)
    with town.database.writing(PROGRAM) as session:
        meeting = session.get_one(MeetingRow, meeting_id)
        meeting.roster = [asdict(member) for member in minutes.meeting.roster.members]
        jobs.finish(session, job_id, key, coedit.seed(minutes), coedit.is_edited)
