"""録音を入れ直す: other recordings for a meeting without a draft: those before were wrong, broken, or never sent."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.access import Clerk, Here
from api.making import replace
from api.opened import meeting_of
from api.rendering import page
from minutes.domain.errors import BadInput
from minutes.domain.work import State
from minutes.store import audit
from minutes.store.queries import drafts, meetings
from minutes.store.tables import MeetingRow
from minutes.store.uploads import Uploads

router = APIRouter(prefix="/meetings/{meeting_id}/recordings")


class NotReplaceable(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "録音を入れ直せるのは、粗原稿がまだない会議だけです。作業中なら、取り消してから入れ直してください。「新しい会議」を作ってください。"
        )


class Given(BaseModel):
    """``recording``: uploads in the order of the meeting."""

    recording: list[str] = Field(min_length=1, max_length=50)


@router.get("")
def form(request: Request, here: Here, actor: Clerk, meeting_id: str) -> Response:
    with here.database.reading(actor) as session:
        meeting = _replaceable(session, meeting_id)
        there = meetings.recordings(session, meeting_id)
    return page(request, "other_recordings.html", meeting=meeting, recordings=there)


@router.post("")
def send(here: Here, actor: Clerk, meeting_id: str, given: Annotated[Given, Form()]) -> Response:
    """What was typed of the meeting stays; the work begins as soon as the last recording is here."""
    with here.database.writing(actor) as session:
        audit.take_turn(session)
        gone = replace(session, here.queue, actor, _replaceable(session, meeting_id), given.recording)
    for upload_id in gone:
        Uploads(here.recordings).forget(upload_id)
    return RedirectResponse(f"/meetings/{meeting_id}", 303)


def _replaceable(session: Session, meeting_id: str) -> MeetingRow:
    meeting, job = meeting_of(session, meeting_id), meetings.last_job(session, meeting_id)
    busy = job is not None and job.state in (State.WAITING, State.WORKING)
    if meeting.binned_at or busy or drafts.newest(session, meeting_id):
        raise NotReplaceable
    return meeting
