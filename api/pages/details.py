"""会議の情報: what was said of a meeting when it was entered, said better."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access import Clerk, Here
from api.looks import address
from api.making import change
from api.opened import changeable
from api.pages.new_meeting import Described
from api.rendering import page
from api.service import Service
from minutes.domain.errors import BadInput
from minutes.domain.meeting import MeetingKind
from minutes.domain.people import Actor
from minutes.store.queries import drafts, meetings

router = APIRouter(prefix="/meetings/{meeting_id}/details")


@router.get("")
def form(request: Request, here: Here, actor: Clerk, meeting_id: str) -> Response:
    return _form(request, here, actor, meeting_id, {})


@router.post("")
def send(request: Request, here: Here, actor: Clerk, meeting_id: str, given: Annotated[Described, Form()]) -> Response:
    """A roster or a glossary takes the place of the one before; where no file was chosen, that one stays."""
    said: dict[str, Any] = {"title": given.title, "kind": given.kind, "held_on": given.held_on}
    try:
        files = _read(given)
    except BadInput as problem:
        return _form(request, here, actor, meeting_id, said, str(problem))
    change(here, actor, meeting_id, said | files)
    return RedirectResponse(address(meeting_id, given.looks()), 303)


def _read(given: Described) -> dict[str, Any]:
    roster, terms = given.members(), given.terms()
    files: dict[str, Any] = {}
    if roster is not None:
        files["roster"] = [asdict(member) for member in roster.members]
    if terms is not None:
        files["glossary"] = list(terms)
    return files


def _form(
    request: Request, here: Service, actor: Actor, meeting_id: str, typed: Mapping[str, Any], problem: str = ""
) -> Response:
    with here.database.reading(actor) as session:
        meeting, job = changeable(session, meeting_id), meetings.last_job(session, meeting_id)
        has_draft = drafts.current(session, meeting_id) is not None
    said = {"title": meeting.title, "kind": meeting.kind, "held_on": meeting.held_on} | dict(typed)
    known, status = meetings.described(meeting), 422 if problem else 200
    common: dict[str, Any] = {"meeting": meeting, "known": known, "said": said, "kinds": MeetingKind}
    common |= {"state": job.state if job else None, "has_draft": has_draft}
    return page(request, "details.html", status=status, problem=problem, **common)
