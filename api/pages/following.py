"""いまの様子: how far the work on a meeting is, told to its page as it changes, with the text that is there already."""

from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from sqlmodel import Session

from api.access import Here, Reader
from api.news import Look, stream
from api.opened import meeting_of
from api.service import Service
from api.words import SENDING, left, word
from minutes.domain.people import Actor
from minutes.domain.work import Job, State, seconds_left
from minutes.store.queries import jobs, meetings
from minutes.store.tables import RecordingRow
from minutes.workshop import Stage

router = APIRouter(prefix="/meetings/{meeting_id}")


def existing(here: Here, actor: Reader, meeting_id: str) -> None:
    """Before the stream begins: afterwards no status can say so."""
    with here.database.reading(actor) as session:
        meeting_of(session, meeting_id)


@router.get("/news", response_class=EventSourceResponse, dependencies=[Depends(existing)])
async def news(
    request: Request, here: Here, actor: Reader, meeting_id: str, after: Annotated[int, Query(ge=0, le=1_000_000)] = 0
) -> AsyncIterator[ServerSentEvent]:
    """Until the work ends; ``after``: so many batches the page has already."""
    async for now, _ in stream(request, partial(_look, here, actor, meeting_id), after):
        yield ServerSentEvent(data=now.said | {"heard": now.heard, "ended": now.ended})


def _look(here: Service, actor: Actor, meeting_id: str, after: int) -> Look[dict[str, Any], dict[str, Any]]:
    with here.database.reading(actor) as session:
        job = meetings.last_job(session, meeting_id)
        if job is None:
            return _sending(meetings.recordings(session, meeting_id))
        heard = [{"start_s": one.start_s, "text": one.text} for one in meetings.heard(session, job.id, after)]
        return Look(told(session, job), heard, ended=not job.is_under_way)


def _sending(recordings: Sequence[RecordingRow]) -> Look[dict[str, Any], dict[str, Any]]:
    """Nothing has been asked for yet: the recordings are on their way; ``ended`` once all of them are here."""
    received = {one.id: round(one.received / one.size, 3) for one in recordings}
    return Look({"state": SENDING, "received": received}, (), ended=all(one.sha256 for one in recordings))


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
        "ended": not job.is_under_way,
    }
