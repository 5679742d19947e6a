"""プログラムから: the daily work on meetings, for a town's own programs; see /api/openapi.json and docs/api.md.

A program signs in with a key (``Authorization: Bearer …``), which a person makes on their own page; it may do what that
person may. What a page can do, its own function does here too.
"""

from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlmodel import Session

from api import replies
from api.access import Clerk, Here, Reader
from api.description import may_raise
from api.fields import OneLine
from api.kept import DraftAway
from api.making import NewMeeting, change, make
from api.opened import (
    InTheBin,
    NoDraftYet,
    NoSuchDraft,
    NoSuchMeeting,
    NoSuchVoice,
    Opened,
    changeable,
    meeting_of,
    opened,
)
from api.pages import binned, downloads
from api.replies import Draft, Listing, Made, Person, Told, Voice
from api.service import Service
from minutes.domain.meeting import MeetingKind, Member, Roster
from minutes.store.queries import drafts, meetings
from minutes.store.queries.uploads import NotAttachable

router = APIRouter(prefix="/api/meetings", tags=["meetings"])
Term = Annotated[OneLine, Field(min_length=1, max_length=100)]
Speakers = Annotated[int, Field(ge=1, le=50)] | None


class Format(StrEnum):
    """As of ``downloads.FILES``."""

    DOCX = "docx"
    TXT = "txt"
    VTT = "vtt"
    JSON = "json"


class Corrected(BaseModel):
    """What is to be said of a meeting from now on; what is left out stays as it is."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={"example": {"title": "令和８年第４回定例会（第２日）", "held_on": "2026-12-11"}},
    )

    title: Annotated[OneLine, Field(min_length=1, max_length=200)] = ""
    kind: MeetingKind = MeetingKind.CONFERENCE
    held_on: date | None = None
    roster: Annotated[list[Person], Field(max_length=500)] = []
    glossary: Annotated[list[Term], Field(max_length=5_000)] = []


class Wanted(BaseModel):
    """A meeting to be made. `recordings`: ids of recordings that were sent, or are being sent, in order.

    `roster` and `glossary` help to hear names and terms. `speakers_min` and `speakers_max`: between which numbers the
    number of voices is. `microphones`: every channel of the recording is one person's microphone.
    """

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={
            "example": {
                "title": "令和８年第４回定例会",
                "kind": "plenary",
                "held_on": "2026-12-10",
                "recordings": ["3f1c…"],
                "roster": [{"name": "大野茂", "role": "議長"}, {"name": "山田花子", "seat": 1}],
                "glossary": ["ふるさと納税"],
            }
        },
    )

    title: Annotated[OneLine, Field(min_length=1, max_length=200)]
    kind: MeetingKind = MeetingKind.CONFERENCE
    held_on: date | None = None
    recordings: Annotated[list[Annotated[str, Field(max_length=100)]], Field(min_length=1, max_length=50)]
    roster: Annotated[list[Person], Field(max_length=500)] = []
    glossary: Annotated[list[Term], Field(max_length=5_000)] = []
    speakers_min: Speakers = None
    speakers_max: Speakers = None
    microphones: bool = False

    @model_validator(mode="after")
    def _is_a_range(self) -> "Wanted":
        if self.speakers_min and self.speakers_max and self.speakers_min > self.speakers_max:
            raise ValueError("speakers_min is more than speakers_max")
        return self


@router.post("", status_code=201, openapi_extra=may_raise(NotAttachable))
def create(here: Here, actor: Clerk, wanted: Wanted) -> Made:
    """The work begins as soon as all recordings are here, unless one of them is in another meeting already."""
    meeting = NewMeeting(
        title=wanted.title,
        kind=wanted.kind,
        held_on=wanted.held_on,
        recordings=tuple(wanted.recordings),
        roster=Roster(tuple(person.member for person in wanted.roster)),
        glossary=tuple(wanted.glossary),
        speakers=(wanted.speakers_min, wanted.speakers_max),
        microphones=wanted.microphones,
    )
    made = make(here, actor, meeting)
    with here.database.reading(actor) as session:
        return Made(id=made, known_in=replies.known_in(session, made))


@router.get("")
def listed(
    here: Here,
    actor: Reader,
    words: Annotated[OneLine, Query(max_length=200, description="All of them are in the title or the date")] = "",
    kind: MeetingKind | None = None,
    binned: Annotated[bool, Query(description="Those in the bin, instead of the others")] = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Listing:
    """The newest first; those of one's own department."""
    with here.database.reading(actor) as session:
        found = meetings.listed(session, words=words, kind=kind, binned=binned, limit=limit, offset=offset)
        total = meetings.count(session, words=words, kind=kind, binned=binned)
        return Listing(total=total, meetings=[replies.told(session, one) for one in found])


@router.get("/{meeting_id}", openapi_extra=may_raise(NoSuchMeeting))
def show(here: Here, actor: Reader, meeting_id: str) -> Told:
    """The meeting, and how far the work on it is."""
    with here.database.reading(actor) as session:
        return replies.told(session, meetings.one(session, meeting_of(session, meeting_id)))


@router.patch("/{meeting_id}", status_code=204, openapi_extra=may_raise(NoSuchMeeting, InTheBin, DraftAway))
def correct(here: Here, actor: Clerk, meeting_id: str, corrected: Corrected) -> None:
    """Title, kind, day, roster and glossary; whoever is new on the roster can be named in the draft from then on."""
    said = corrected.model_dump(exclude_unset=True)
    if "roster" in said:
        said["roster"] = [asdict(person.member) for person in corrected.roster]
    change(here, actor, meeting_id, said)


@router.delete("/{meeting_id}", status_code=204, openapi_extra=may_raise(NoSuchMeeting))
def throw_away(here: Here, actor: Clerk, meeting_id: str) -> None:
    """Into the bin (ごみ箱), from which it can be taken back for some weeks; work under way is cancelled."""
    binned.throw_away(here, actor, meeting_id)


@router.post("/{meeting_id}/take-back", status_code=204, openapi_extra=may_raise(NoSuchMeeting))
def take_back(here: Here, actor: Clerk, meeting_id: str) -> None:
    """Out of the bin."""
    binned.take_back(here, actor, meeting_id)


@router.get("/{meeting_id}/drafts", openapi_extra=may_raise(NoSuchMeeting))
def list_drafts(here: Here, actor: Reader, meeting_id: str) -> list[Draft]:
    """The newest first; none until the work is done."""
    with here.database.reading(actor) as session:
        meeting_of(session, meeting_id)
        every, current = drafts.every(session, meeting_id), drafts.current(session, meeting_id)
        return [Draft(number=one.number, created_at=one.created_at, current=one == current) for one in every]


@router.get(
    "/{meeting_id}/draft.{ending}",
    response_class=Response,
    openapi_extra=may_raise(NoSuchMeeting, NoDraftYet, NoSuchDraft, DraftAway),
    responses={200: {"content": {kind: {"schema": {"type": "string"}} for kind, _ in downloads.FILES.values()}}},
)
def draft(
    here: Here, actor: Reader, meeting_id: str, ending: Format, number: Annotated[int | None, Query(ge=1)] = None
) -> Response:
    """The minutes as they stand, with all corrections: Word, text, captions, or JSON. `number`: of an earlier draft."""
    return downloads.file(here, actor, meeting_id, ending, number)


@router.get("/{meeting_id}/voices", openapi_extra=may_raise(NoSuchMeeting, NoDraftYet, DraftAway))
def list_voices(here: Here, actor: Reader, meeting_id: str) -> list[Voice]:
    """Of the draft that people correct, in the order in which they were told apart."""
    with here.database.reading(actor) as session:
        return replies.voices(_draft_of(session, here, meeting_id))


@router.put(
    "/{meeting_id}/voices/{voice}",
    status_code=204,
    openapi_extra=may_raise(NoSuchMeeting, InTheBin, NoDraftYet, NoSuchVoice, DraftAway),
)
def name_voice(here: Here, actor: Clerk, meeting_id: str, voice: str, person: Person) -> None:
    """Every paragraph of the voice is that person's."""
    _name(here, actor, meeting_id, voice, Member(**person.model_dump()))


@router.delete(
    "/{meeting_id}/voices/{voice}",
    status_code=204,
    openapi_extra=may_raise(NoSuchMeeting, InTheBin, NoDraftYet, NoSuchVoice, DraftAway),
)
def forget_name(here: Here, actor: Clerk, meeting_id: str, voice: str) -> None:
    """Nobody knows whose voice it is, after all."""
    _name(here, actor, meeting_id, voice, None)


def _name(here: Service, actor: Clerk, meeting_id: str, voice: str, person: Member | None) -> None:
    with here.database.reading(actor) as session:
        found = _draft_of(session, here, meeting_id)
    with here.database.writing(actor) as session:  # for as short as can be: others wait
        changeable(session, meeting_id)
        found.name(session, actor, voice, person)


def _draft_of(session: Session, here: Service, meeting_id: str) -> Opened:
    meeting_of(session, meeting_id)
    found = opened(session, here, meeting_id)
    if found is None:
        raise NoDraftYet
    return found
