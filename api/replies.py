"""答え: what programs are told of meetings, of the work on them and of voices. Described in the OpenAPI document."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from api.fields import OneLine
from api.making import twice
from api.news import Look
from api.opened import Opened, meeting_of
from api.reading import labels
from minutes.domain.meeting import MeetingKind, Member
from minutes.domain.work import Job, State, seconds_left
from minutes.store.queries import jobs, meetings
from minutes.store.queries.meetings import Listed
from minutes.workshop import Stage

_STAGES = [stage.value for stage in Stage]


class Person(BaseModel):
    """名簿の人: a person who may speak. `seat`: 議席番号; `role`: 議長, 町長 …; `reading`: how the name is read."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"name": "大野茂", "role": "議長"}})

    name: Annotated[OneLine, Field(min_length=1, max_length=100)]
    role: Annotated[OneLine, Field(max_length=100)] | None = None
    seat: Annotated[int, Field(ge=1, le=9_999)] | None = None
    reading: Annotated[OneLine, Field(max_length=100)] | None = None

    @property
    def member(self) -> Member:
        return Member(**self.model_dump())


class Named(BaseModel):
    """A person as the roster or somebody has said."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    role: str | None
    seat: int | None
    reading: str | None


class Work(BaseModel):
    """処理: the work on a meeting's last draft. `stage` in Japanese, as people see it; `share` of it is done, 0 to 1.

    `seconds_left` is known once this machine has made a draft before. `waiting_before`: so many come first.
    `problem`: a Japanese sentence, where it failed.
    """

    id: str
    state: State
    stage: str | None = Field(description=" → ".join(_STAGES))
    share: float = Field(ge=0, le=1)
    seconds_left: float | None
    waiting_before: int
    problem: str | None
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class Told(BaseModel):
    """会議. `drafts`: how many drafts there are; `work` is `null` until all recordings are here.

    It stays `null`, too, where other meetings have one of the recordings already (`known_in`: their ids): then it only
    begins when it is asked for (`POST …/drafts`).
    """

    id: str
    title: str
    kind: MeetingKind
    held_on: date | None
    created_at: datetime
    binned_at: datetime | None = Field(description="When it was put into the bin; `null` outside of it")
    drafts: int
    work: Work | None
    known_in: list[str]


class Listing(BaseModel):
    """`total`: how many there are in all; `meetings`: those that were asked for."""

    total: int
    meetings: list[Told]


class Draft(BaseModel):
    """粗原稿. The one with the highest number is the newest; earlier ones stay.

    `current`: the one whose text is the minutes: once people have corrected it, a newer one is only offered to it.
    """

    number: int
    created_at: datetime
    current: bool


class Voice(BaseModel):
    """話者: a voice that was told apart. `person` is `null` until somebody says whose it is."""

    voice: str
    person: Named | None
    first_heard_s: float | None = Field(description="Seconds from the beginning of the meeting")


class Piece(BaseModel):
    """A stretch of recognised text, while the rest is still being worked on."""

    start_s: float
    end_s: float
    text: str


class News(BaseModel):
    """`heard`: what has been recognised since the event before. After `ended` nothing more comes.

    With `ended` and no `work` all recordings are here, but the work waits to be asked for (`known_in` of the meeting).
    """

    work: Work | None
    heard: list[Piece]
    ended: bool


class Made(BaseModel):
    """`known_in`: ids of other meetings that have one of the recordings already; the work waits to be asked for."""

    id: str
    known_in: list[str]


def told(session: Session, one: Listed) -> Told:
    work = work_of(session, one.job) if one.job else None
    fields = ("id", "title", "kind", "held_on", "created_at", "binned_at", "drafts")
    known = [] if work else known_in(session, one.id)
    return Told(**{name: getattr(one, name) for name in fields}, work=work, known_in=known)


def known_in(session: Session, meeting_id: str) -> list[str]:
    """Ids of other meetings that have one of its recordings, each once."""
    return list(dict.fromkeys(other.id for other in twice(session, meeting_of(session, meeting_id))))


def work_of(session: Session, job: Job) -> Work:
    working, waiting = job.state is State.WORKING, job.state is State.WAITING
    return Work(
        id=job.id,
        state=job.state,
        stage=job.stage,
        share=job.share,
        seconds_left=seconds_left(job, jobs.paces(session, job.id), _STAGES) if working else None,
        waiting_before=jobs.waiting_before(session, job.id) if waiting else 0,
        problem=job.problem,
        asked_at=job.asked_at,
        started_at=job.started_at,
        ended_at=job.finished_at or job.failed_at or job.cancelled_at,
    )


def look(session: Session, meeting_id: str, after: int) -> Look[Work | None, Piece]:
    """``after``: so many pieces were told already."""
    job = meetings.last_job(session, meeting_id)
    if job is None:
        whole = all(one.sha256 for one in meetings.recordings(session, meeting_id))
        return Look(None, (), ended=whole)
    heard = [
        Piece(start_s=one.start_s, end_s=one.end_s, text=one.text) for one in meetings.heard(session, job.id, after)
    ]
    return Look(work_of(session, job), heard, ended=not job.is_under_way)


def voices(draft: Opened) -> list[Voice]:
    people, whose = draft.document.people(), draft.document.voices()
    first = {one.voice: one.start_s for one in reversed(draft.minutes.paragraphs)}
    named = {label: Named.model_validate(people[key]) for label, key in whose.items() if key in people}
    return [
        Voice(voice=label, person=named.get(label), first_heard_s=first.get(label)) for label in labels(draft.minutes)
    ]
