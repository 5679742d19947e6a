"""録音を入れ直す: other recordings for a meeting without a draft: those before were wrong, broken, or never sent."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.access import Clerk, Here
from api.making import replace
from api.opened import changeable
from api.pages.working import AlreadyWorking
from api.receiving import forget
from api.rendering import page
from minutes.domain.errors import BadInput
from minutes.store import audit
from minutes.store.queries import drafts, meetings, uploads
from minutes.store.tables import MeetingRow, RecordingRow

router = APIRouter(prefix="/meetings/{meeting_id}/recordings")


class HasDraft(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "この会議には、もう粗原稿があるので、録音を入れ直せません。別の録音から作るときは、「新しい会議」を作ってください。"
        )


class BeingSent(BadInput):
    def __init__(self, rows: Sequence[RecordingRow]) -> None:
        names = "」と「".join(row.name for row in rows)
        super().__init__(
            f"この会議の録音「{names}」は、いま送られている途中です。送り終わるのを待つか、この画面を開き直して、捨ててよいかを確かめてください。"
        )


class Given(BaseModel):
    """``recording``: uploads in the order of the meeting; ``throw_away``: what is still being sent, too."""

    recording: list[str] = Field(min_length=1, max_length=50)
    throw_away: bool = False


@router.get("")
def form(request: Request, here: Here, actor: Clerk, meeting_id: str) -> Response:
    with here.database.reading(actor) as session:
        meeting = _replaceable(session, meeting_id)
        there, sending = meetings.recordings(session, meeting_id), uploads.under_way(session, meeting_id)
    return page(request, "other_recordings.html", meeting=meeting, recordings=there, sending=sending)


@router.post("")
def send(here: Here, actor: Clerk, meeting_id: str, given: Annotated[Given, Form()]) -> Response:
    """What was typed of the meeting stays; the work begins as soon as the last recording is here."""
    with here.database.writing(actor) as session:
        audit.take_turn(session)
        meeting, sending = _replaceable(session, meeting_id), uploads.under_way(session, meeting_id)
        if sending and not given.throw_away:
            raise BeingSent(sending)
        gone = replace(session, here.queue, actor, meeting, given.recording)
    forget(here, gone)
    return RedirectResponse(f"/meetings/{meeting_id}", 303)


def _replaceable(session: Session, meeting_id: str) -> MeetingRow:
    meeting, job = changeable(session, meeting_id), meetings.last_job(session, meeting_id)
    if drafts.current(session, meeting_id):
        raise HasDraft
    if job and job.is_under_way:
        raise AlreadyWorking
    return meeting
