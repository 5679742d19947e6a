"""会議: the draft beside its sound, and how far the work is until there is one."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import Here, Reader
from api.rendering import page
from minutes.domain.errors import MinutesError
from minutes.store.queries import meetings
from minutes.store.tables import MeetingRow

router = APIRouter(prefix="/meetings/{meeting_id}")


class NoSuchMeeting(MinutesError):
    def __init__(self) -> None:
        super().__init__("この会議はありません。消されたか、ほかの課の会議です。")


@router.get("")
def show(request: Request, here: Here, actor: Reader, meeting_id: str) -> Response:
    with here.database.reading(actor) as session:
        meeting = session.get(MeetingRow, meeting_id)
        if meeting is None:
            raise NoSuchMeeting
        job = meetings.last_job(session, meeting_id)
        heard = meetings.heard(session, job.id) if job else []
    return page(request, "meeting.html", actor=actor, meeting=meeting, job=job, heard=heard)
