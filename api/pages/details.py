"""会議の情報: what was said of a meeting when it was entered, said better."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access import Clerk, Here
from api.making import change
from api.opened import meeting_of
from api.pages.new_meeting import Described
from api.rendering import page
from minutes.domain.meeting import MeetingKind
from minutes.store.queries import meetings

router = APIRouter(prefix="/meetings/{meeting_id}/details")


@router.get("")
def form(request: Request, here: Here, actor: Clerk, meeting_id: str) -> Response:
    with here.database.reading(actor) as session:
        meeting = meeting_of(session, meeting_id)
    known = meetings.described(meeting)
    return page(request, "details.html", actor=actor, meeting=meeting, known=known, kinds=MeetingKind)


@router.post("")
def send(here: Here, actor: Clerk, meeting_id: str, given: Annotated[Described, Form()]) -> Response:
    """A roster or a glossary takes the place of the one before; where no file was chosen, that one stays."""
    said: dict[str, Any] = {"title": given.title, "kind": given.kind, "held_on": given.held_on}
    if (roster := given.members()) is not None:
        said["roster"] = [asdict(member) for member in roster.members]
    if (terms := given.terms()) is not None:
        said["glossary"] = list(terms)
    change(here, actor, meeting_id, said)
    return RedirectResponse(f"/meetings/{meeting_id}", 303)
