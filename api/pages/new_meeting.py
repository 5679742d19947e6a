"""新しい会議: a name and a recording; for a council also its date, its roster and its glossary."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access import Clerk, Here
from api.rendering import page
from api.work import begin_when_complete
from minutes.domain.meeting import MeetingKind
from minutes.store import audit
from minutes.store.audit import Action
from minutes.store.queries import meetings, uploads

router = APIRouter()


@router.get("/meetings/new")
def form(request: Request, actor: Clerk) -> Response:
    return page(request, "new_meeting.html", actor=actor, kinds=MeetingKind, today=date.today())


@router.post("/meetings")
def make(
    here: Here,
    actor: Clerk,
    title: Annotated[str, Form(min_length=1, max_length=200)],
    kind: Annotated[MeetingKind, Form()],
    recording: Annotated[list[str], Form(max_length=50)],
    held_on: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    with here.database.writing(actor) as session:
        day = date.fromisoformat(held_on) if held_on else None
        meeting = meetings.make(session, actor, title=title.strip(), kind=kind, held_on=day)
        uploads.attach(session, actor, meeting, recording)
        audit.note(session, actor, Action.MEETING_MADE, meeting.id)
        begin_when_complete(session, here.queue, actor, meeting)
    return RedirectResponse(f"/meetings/{meeting.id}", 303)
