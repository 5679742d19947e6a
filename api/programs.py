"""プログラムから: everything the pages do, for a town's own programs; described in /api/openapi.json.

A program signs in with a key (``Authorization: Bearer …``), which a person makes on their own page; it may do what that
person may. Recordings are sent by tus to /api/uploads.
"""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from api.access import Clerk, Here, Reader
from api.making import NewMeeting, ask, make
from api.opened import NoDraftYet, meeting_of, opened
from api.pages import downloads
from api.pages.following import told
from minutes.domain.meeting import MeetingKind, Member, Roster
from minutes.store import audit
from minutes.store.audit import Action
from minutes.store.queries import meetings

router = APIRouter(prefix="/api/meetings", tags=["meetings"])
Text = Annotated[str, Field(min_length=1, max_length=200)]


class Person(BaseModel):
    """名簿の人."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    name: Annotated[str, Field(min_length=1, max_length=100)]
    role: Annotated[str, Field(max_length=100)] | None = None
    seat: Annotated[int, Field(ge=1, le=9_999)] | None = None
    reading: Annotated[str, Field(max_length=100)] | None = None


class Wanted(BaseModel):
    """A meeting to be made. ``recordings``: ids of uploads, in the order of the meeting."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    title: Text
    kind: MeetingKind = MeetingKind.CONFERENCE
    held_on: date | None = None
    recordings: Annotated[list[Annotated[str, Field(max_length=100)]], Field(min_length=1, max_length=50)]
    roster: Annotated[list[Person], Field(max_length=500)] = []
    glossary: Annotated[list[Annotated[str, Field(min_length=1, max_length=100)]], Field(max_length=5_000)] = []
    speakers_min: Annotated[int, Field(ge=1, le=50)] | None = None
    speakers_max: Annotated[int, Field(ge=1, le=50)] | None = None
    microphones: bool = False


class Made(BaseModel):
    id: str


class Told(BaseModel):
    """A meeting, and how far the work on it is. ``state`` in Japanese, as the pages say it."""

    id: str
    title: str
    kind: MeetingKind
    held_on: date | None
    created_at: datetime
    drafts: int
    work: dict[str, Any] | None


@router.post("", status_code=201)
def create(here: Here, actor: Clerk, wanted: Wanted) -> Made:
    """The work begins as soon as all recordings are here."""
    meeting = NewMeeting(
        title=wanted.title,
        kind=wanted.kind,
        held_on=wanted.held_on,
        recordings=tuple(wanted.recordings),
        roster=Roster(tuple(Member(**person.model_dump()) for person in wanted.roster)),
        glossary=tuple(wanted.glossary),
        speakers=(wanted.speakers_min, wanted.speakers_max),
        microphones=wanted.microphones,
    )
    return Made(id=make(here, actor, meeting))


@router.get("")
def listed(
    here: Here,
    actor: Reader,
    words: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> list[Told]:
    """The newest first."""
    with here.database.reading(actor) as session:
        found = meetings.listed(session, words=words, limit=limit, offset=offset)
        return [_told(one, told(session, one.job) if one.job else None) for one in found]


@router.get("/{meeting_id}")
def show(here: Here, actor: Reader, meeting_id: str) -> Told:
    with here.database.reading(actor) as session:
        one = meetings.one(session, meeting_of(session, meeting_id))
        return _told(one, told(session, one.job) if one.job else None)


@router.post("/{meeting_id}/drafts", status_code=202)
def again(here: Here, actor: Clerk, meeting_id: str) -> Made:
    """A further draft; earlier ones stay. -> the job's id."""
    with here.database.writing(actor) as session:
        return Made(id=ask(session, here.queue, actor, meeting_of(session, meeting_id)).id)


@router.get("/{meeting_id}/draft.{ending}", response_class=Response)
def draft(here: Here, actor: Reader, meeting_id: str, ending: str) -> Response:
    """The minutes as they stand: docx, txt, vtt or json."""
    return downloads.file(here, actor, meeting_id, ending)


@router.put("/{meeting_id}/voices/{voice}", status_code=204)
def name_voice(here: Here, actor: Clerk, meeting_id: str, voice: str, person: Person) -> None:
    """Every paragraph of the voice is that person's."""
    with here.database.writing(actor) as session:
        meeting_of(session, meeting_id)
        found = opened(session, here, meeting_id)
        if found is None:
            raise NoDraftYet
        found.name(session, actor, voice, Member(**person.model_dump()))


@router.delete("/{meeting_id}", status_code=204)
def throw_away(here: Here, actor: Clerk, meeting_id: str) -> None:
    """Into the bin, from which it can be taken back for some days."""
    with here.database.writing(actor) as session:
        meetings.bin_it(session, meeting_of(session, meeting_id))
        audit.note(session, actor, Action.MEETING_BINNED, meeting_id)


def _told(one: meetings.Listed, work: dict[str, Any] | None) -> Told:
    return Told(
        id=one.id,
        title=one.title,
        kind=one.kind,
        held_on=one.held_on,
        created_at=one.created_at,
        drafts=one.drafts,
        work=work,
    )
