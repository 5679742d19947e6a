"""会議: the draft beside its sound, and how far the work is until there is one."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import FileResponse, RedirectResponse, Response
from sqlmodel import Session

from api.access import Clerk, Here, Reader
from api.fields import seen
from api.headway import headway
from api.looks import Look, told
from api.making import twice
from api.offers import announced
from api.opened import NoDraftYet, Opened, changeable, heard, meeting_of, opened
from api.pages import following
from api.pages.working import expected
from api.reading import passages, places, voices
from api.rendering import page
from api.service import Service
from exports.notation import Notation
from minutes.audio import Playback, playback
from minutes.domain.meeting import Member
from minutes.models import Shelf, Task
from minutes.store.queries import drafts, headways, meetings
from minutes.store.tables import MeetingRow
from minutes.workshop import Stage

router = APIRouter(prefix="/meetings/{meeting_id}")
NOTATION = Notation()
Number = Annotated[int | None, Query(ge=1, alias="draft")]
"""Of any draft; without it the one that people correct."""
Looks = Annotated[frozenset[Look], Query()]


@router.get("")
def show(
    request: Request, here: Here, actor: Reader, meeting_id: str, number: Number = None, look: Looks = frozenset()
) -> Response:
    with here.database.reading(actor) as session:
        meeting = meeting_of(session, meeting_id)
        around = _around(session, here, meeting)
        draft = opened(session, here, meeting_id, number)
        heard = headways.of(session, draft.row.id) if draft else None
        again = announced(session, here, meeting_id)
    notices = told(look, meetings.described(meeting).roster)
    common: dict[str, Any] = {"actor": actor, "meeting": meeting, "notices": notices, **around}
    if draft is None:
        return page(request, "in_the_making.html", **common)
    silent = draft.unheard()
    return page(
        request,
        "meeting.html",
        draft=draft,
        passages=list(passages(draft.minutes, NOTATION)),
        voices=voices(draft.minutes, NOTATION),
        marked=list(places(draft.minutes)),
        again=again,
        headway=headway(draft, heard, silent),
        unheard=[one for one in silent if one.is_left],
        **common,
    )


@router.post("/voices")
def name_voice(
    here: Here,
    actor: Clerk,
    meeting_id: str,
    voice: Annotated[str, Form(max_length=20)],
    person: Annotated[str, Form(max_length=100)] = "",
    other: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """``person``: the key of somebody on the roster, or nobody's; ``other``: the name of somebody who is not on it."""
    with here.database.reading(actor) as session:
        meeting_of(session, meeting_id)
        draft = opened(session, here, meeting_id)
    if draft is None:
        raise NoDraftYet
    with here.database.writing(actor) as session:  # for as short as can be: others wait
        changeable(session, meeting_id)
        draft.name(session, actor, voice, _member(person, "".join(seen(other).split()), draft))
    return RedirectResponse(f"/meetings/{meeting_id}#voices", 303)


@router.get("/sound")
def sound(here: Here, actor: Reader, meeting_id: str, number: Number = None) -> Response:
    """The playback copy, in ranges."""
    return FileResponse(_playback(here, actor, meeting_id, number)[0], media_type="audio/mp4")


@router.get("/peaks")
def peaks(here: Here, actor: Reader, meeting_id: str, number: Number = None) -> Response:
    return FileResponse(_playback(here, actor, meeting_id, number)[1], media_type="application/octet-stream")


def _around(session: Session, here: Service, meeting: MeetingRow) -> dict[str, Any]:
    """What the page says of the meeting beside its draft: its recordings, the work, what else can be asked for."""
    job = meetings.last_job(session, meeting.id)
    return {
        "job": job,
        "news": following.told(session, job) if job else None,
        "heard": meetings.heard(session, job.id) if job else [],
        "stages": [stage.value for stage in Stage],
        "recordings": meetings.recordings(session, meeting.id),
        "others": twice(session, meeting),
        "drafts": drafts.every(session, meeting.id),
        "current": current.number if (current := drafts.current(session, meeting.id)) else None,
        "recognisers": _recognisers(here),
        "speakers": expected(meeting),
    }


def _recognisers(here: Service) -> list[str]:
    """Names of those on this machine, the best first."""
    shelf = Shelf(here.models)
    return [one.name for one in shelf.catalogue if one.task is Task.RECOGNITION and shelf.holds(one)]


def _member(key: str, name: str, draft: Opened) -> Member | None:
    people = draft.document.people()
    if key in people:
        return people[key]
    same = (member for member in people.values() if "".join(member.name.split()) == name)
    return next(same, Member(name)) if name else None


def _playback(here: Service, actor: Reader, meeting_id: str, number: int | None) -> Playback:
    with here.database.reading(actor) as session:
        meeting_of(session, meeting_id)
        recording = heard(session, here, meeting_id, number)
    found = playback(here.artefacts, recording) if recording else None
    if found is None:
        raise NoDraftYet
    return found
