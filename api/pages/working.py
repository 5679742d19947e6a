"""作業を頼む、やめる: a draft once more, with other settings, and work that nobody wants any more."""

from enum import Enum, auto
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from api.access import Clerk, Here
from api.fields import Maybe
from api.making import ask, call_off
from api.opened import changeable, meeting_of
from api.service import Service
from minutes.domain.errors import BadInput
from minutes.domain.people import Actor
from minutes.models import Shelf, Task
from minutes.store import audit
from minutes.store.queries import meetings
from minutes.store.tables import MeetingRow

router = APIRouter(prefix="/meetings/{meeting_id}")


class AsBefore(Enum):
    """Nothing was said of it."""

    AS_BEFORE = auto()


class AlreadyWorking(BadInput):
    def __init__(self) -> None:
        super().__init__("この会議は、いま作業中です。終わるのを待つか、取り消してからやり直してください。")


class StillSending(BadInput):
    def __init__(self) -> None:
        super().__init__("録音をまだ送り終えていません。会議のページで続きを送ってください。")


async def _fields(request: Request) -> frozenset[str]:
    """Those of the form that was sent, empty ones too: a field that was left empty says something, one that was not
    there does not."""
    return frozenset(await request.form())


@router.post("/again")
def again(
    here: Here,
    actor: Clerk,
    meeting_id: str,
    fields: Annotated[frozenset[str], Depends(_fields)],
    recogniser: Annotated[str, Form(max_length=100)] = "",
    speakers: Annotated[Maybe[int], Form(ge=1, le=50)] = None,
) -> Response:
    """The earlier draft and whatever was corrected in it stay. ``speakers``: as the form shows it."""
    ask_again(here, actor, meeting_id, recogniser, speakers if "speakers" in fields else AsBefore.AS_BEFORE)
    return RedirectResponse(f"/meetings/{meeting_id}", 303)


def ask_again(here: Service, actor: Actor, meeting_id: str, recogniser: str, speakers: int | AsBefore | None) -> None:
    """``speakers``: exactly so many, ``None`` where nobody knows.

    Raises ``NoSuchMeeting``, ``InTheBin``, ``AlreadyWorking``, ``StillSending``, ``UnknownModel``.
    """
    if recogniser:
        Shelf(here.models).choose(Task.RECOGNITION, recogniser)
    with here.database.writing(actor) as session:
        audit.take_turn(session)
        meeting = changeable(session, meeting_id)
        _check(session, meeting_id)
        if speakers is not AsBefore.AS_BEFORE and speakers != expected(meeting):
            meeting.speakers_min = meeting.speakers_max = speakers
        ask(session, here.queue, actor, meeting, recogniser or None)


def expected(meeting: MeetingRow) -> int | None:
    """話す人の数, where it is known exactly; a program may have said between which numbers it is."""
    return meeting.speakers_min if meeting.speakers_min == meeting.speakers_max else None


@router.post("/cancel")
def cancel(here: Here, actor: Clerk, meeting_id: str) -> Response:
    """What is finished stays and is used when the work is asked for again."""
    with here.database.writing(actor) as session:
        audit.take_turn(session)
        meeting_of(session, meeting_id)
        job = call_off(session, actor, meeting_id)
    if job:
        here.queue.cancel(job.id)
    return RedirectResponse(f"/meetings/{meeting_id}", 303)


def _check(session: Session, meeting_id: str) -> None:
    last = meetings.last_job(session, meeting_id)
    if last and last.is_under_way:
        raise AlreadyWorking
    there = meetings.recordings(session, meeting_id)
    if not there or any(one.sha256 is None for one in there):
        raise StillSending
