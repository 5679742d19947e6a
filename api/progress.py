"""作業を見る、頼む、やめる: for programs: how far the work on a meeting is, a draft once more, and no draft at all."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, ConfigDict, Field

from api import replies
from api.access import Clerk, Here, Reader
from api.description import may_raise
from api.fields import OneLine
from api.news import Look, stream
from api.opened import InTheBin, NoSuchMeeting, meeting_of
from api.pages import working
from api.pages.following import existing
from api.pages.working import AlreadyWorking, AsBefore, StillSending
from api.replies import News, Piece, Told, Work
from api.service import Service
from minutes.domain.errors import UnknownModel
from minutes.domain.people import Actor
from minutes.store.queries import meetings

router = APIRouter(prefix="/api/meetings/{meeting_id}", tags=["work"])


class Again(BaseModel):
    """`recogniser`: a model's name, the best there is without one.

    `speakers`: how many people speak, `null` where that is not known after all; left out, it stays as it was said.
    """

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"speakers": 6}})

    recogniser: Annotated[OneLine, Field(max_length=100)] = ""
    speakers: Annotated[int, Field(ge=1, le=50)] | None = None


@router.post(
    "/drafts",
    status_code=202,
    openapi_extra=may_raise(NoSuchMeeting, InTheBin, AlreadyWorking, StillSending, UnknownModel),
)
def again(here: Here, actor: Clerk, meeting_id: str, wanted: Again | None = None) -> Told:
    """A further draft, also after a failure or a cancellation; earlier drafts and what was corrected in them stay."""
    wanted = wanted or Again()
    speakers = wanted.speakers if "speakers" in wanted.model_fields_set else AsBefore.AS_BEFORE
    working.ask_again(here, actor, meeting_id, wanted.recogniser, speakers)
    return _told(here, actor, meeting_id)


@router.post("/cancel", status_code=202, openapi_extra=may_raise(NoSuchMeeting))
def cancel(here: Here, actor: Clerk, meeting_id: str) -> Told:
    """What is finished stays and is used when the work is asked for again. Nothing under way: nothing happens."""
    working.cancel(here, actor, meeting_id)
    return _told(here, actor, meeting_id)


@router.get(
    "/news",
    response_class=EventSourceResponse,
    dependencies=[Depends(existing)],
    openapi_extra=may_raise(NoSuchMeeting),
)
async def news(
    request: Request,
    here: Here,
    actor: Reader,
    meeting_id: str,
    after: Annotated[int, Query(ge=0, le=1_000_000, description="So many pieces of text were told already")] = 0,
    last_event_id: Annotated[str, Header(max_length=7, pattern="^[0-9]*$")] = "",
) -> AsyncIterator[ServerSentEvent]:
    """Server-sent events until the work has ended, or for ten minutes: each is a `News`, and its id is for `after`."""
    looks = stream(request, partial(_look, here, actor, meeting_id), int(last_event_id or after))
    async for now, count in looks:
        yield ServerSentEvent(data=News(work=now.said, heard=list(now.heard), ended=now.ended), id=str(count))


def _look(here: Service, actor: Actor, meeting_id: str, after: int) -> Look[Work | None, Piece]:
    with here.database.reading(actor) as session:
        return replies.look(session, meeting_id, after)


def _told(here: Service, actor: Actor, meeting_id: str) -> Told:
    with here.database.reading(actor) as session:
        return replies.told(session, meetings.one(session, meeting_of(session, meeting_id)))
