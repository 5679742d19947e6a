"""いまの様子: how far the work on a meeting is, told to its page as it changes, with the text that is there already."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from api.access import Here, Reader
from api.opened import meeting_of
from api.service import Service
from api.words import SENDING, left, word
from minutes.domain.people import Actor
from minutes.domain.work import Job, State, seconds_left
from minutes.store.queries import jobs, meetings
from minutes.store.tables import RecordingRow
from minutes.workshop import Stage

router = APIRouter(prefix="/meetings/{meeting_id}")
_LOOK_S = 1.0
_LOOKS = 600
"""After ten minutes the page has to ask again, and is asked who it is: a sign-in may have ended meanwhile."""
_ENDED = (State.READY, State.FAILED, State.CANCELLED)


def existing(here: Here, actor: Reader, meeting_id: str) -> None:
    """Before the stream begins: afterwards no status can say so."""
    with here.database.reading(actor) as session:
        meeting_of(session, meeting_id)


@router.get("/news", response_class=EventSourceResponse, dependencies=[Depends(existing)])
async def news(
    request: Request, here: Here, actor: Reader, meeting_id: str, after: Annotated[int, Query(ge=0, le=1_000_000)] = 0
) -> AsyncIterator[ServerSentEvent]:
    """Until the work ends; ``after``: so many batches the page has already."""
    last: dict[str, Any] = {}
    for _ in range(_LOOKS):
        if await request.is_disconnected():
            return
        told = await run_in_threadpool(_look, here, actor, meeting_id, after)
        if told != last:
            yield ServerSentEvent(data=told)
            after += len(told["heard"])
            last = told | {"heard": []}
        if told["ended"]:
            return
        await asyncio.sleep(_LOOK_S)


def _look(here: Service, actor: Actor, meeting_id: str, after: int) -> dict[str, Any]:
    with here.database.reading(actor) as session:
        job = meetings.last_job(session, meeting_id)
        if job is None:
            return _sending(meetings.recordings(session, meeting_id))
        heard = meetings.heard(session, job.id, after)
        return told(session, job) | {"heard": [{"start_s": one.start_s, "text": one.text} for one in heard]}


def _sending(recordings: Sequence[RecordingRow]) -> dict[str, Any]:
    """Nothing has been asked for yet: the recordings are on their way; ``ended`` once all of them are here."""
    received = {one.id: round(one.received / one.size, 3) for one in recordings}
    return {"state": SENDING, "received": received, "ended": all(one.sha256 for one in recordings), "heard": []}


def told(session: Session, job: Job) -> dict[str, Any]:
    """What a page says of a job."""
    stages = [stage.value for stage in Stage]
    waiting = jobs.waiting_before(session, job.id) if job.state is State.WAITING else 0
    seconds = seconds_left(job, jobs.paces(session, job.id), stages)
    return {
        "state": word(job.state),
        "stage": job.stage or "",
        "step": stages.index(job.stage) + 1 if job.stage in stages else 0,
        "share": round(job.share, 3),
        "left": left(seconds) if job.state is State.WORKING else "",
        "before": f"この前に{waiting}件あります。" if waiting else "",
        "problem": job.problem or "",
        "ended": job.state in _ENDED,
    }
