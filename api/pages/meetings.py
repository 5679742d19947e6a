"""会議の一覧: found by words, kind and date; those in the making with how far they are."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.access import Here, Reader
from api.fields import Maybe
from api.headway import Headway
from api.pages.following import told
from api.rendering import page
from api.service import Service
from minutes.domain.meeting import MeetingKind
from minutes.domain.work import Job, State
from minutes.store.access import PROGRAM
from minutes.store.queries import headways, jobs, meetings, uploads
from minutes.store.queries.meetings import Listed
from minutes.store.tables import MeetingRow

router = APIRouter()
PAGE = 50


class Asked(BaseModel):
    """``q``: words; ``p``: which page; ``binned``: what was thrown away just now."""

    q: str = Field(default="", max_length=200)
    kind: Maybe[MeetingKind] = None
    p: int = Field(default=1, ge=1, le=10_000)
    binned: str = Field(default="", max_length=100)

    def at(self, number: int) -> dict[str, str]:
        """The same search on another page, as an address says it."""
        return {name: str(value) for name, value in {"q": self.q, "kind": self.kind, "p": number}.items() if value}


@dataclass(frozen=True, slots=True)
class Listing:
    """A meeting; ``news`` where its draft is in the making, ``sending`` where a recording is not all here, ``headway``
    where somebody has begun to correct it."""

    meeting: Listed
    news: dict[str, Any] | None
    sending: bool
    headway: Headway | None


@router.get("/")
def listed(request: Request, here: Here, actor: Reader, asked: Annotated[Asked, Query()]) -> Response:
    with here.database.reading(actor) as session:
        found = meetings.listed(session, words=asked.q, kind=asked.kind, limit=PAGE, offset=PAGE * (asked.p - 1))
        total = meetings.count(session, words=asked.q, kind=asked.kind)
        sending = uploads.unfinished(session, [one.id for one in found])
        far = {one: Headway.told(row) for one, row in headways.of_meetings(session, [one.id for one in found]).items()}
        listings = [Listing(one, _news(session, one), one.id in sending, far.get(one.id)) for one in found]
        binned = session.get(MeetingRow, asked.binned) if asked.binned else None
        last = meetings.last_job(session, binned.id) if binned else None
    just: dict[str, Any] = {"binned": binned, "called_off": _called_off(binned, last)}
    shown: dict[str, Any] = {"listings": listings, "total": total, "size": PAGE, "asked": asked, "kinds": MeetingKind}
    return page(request, "meetings.html", waiting=_waiting(here), **just, **shown)


@router.get("/meetings/progress")
def progress(here: Here, actor: Reader, of: Annotated[list[str], Query(max_length=PAGE)]) -> dict[str, Any]:
    """How far some meetings are, for the list that shows them, and how many wait."""
    with here.database.reading(actor) as session:
        jobs_of = {one: meetings.last_job(session, one) for one in of}
        news = {one: told(session, job) for one, job in jobs_of.items() if job}
    return {"meetings": news, "waiting": _waiting(here)}


def _news(session: Session, one: Listed) -> dict[str, Any] | None:
    return told(session, one.job) if one.job and one.job.is_under_way else None


def _called_off(binned: MeetingRow | None, last: Job | None) -> bool:
    """Because the meeting was thrown away, and not before."""
    if binned is None or binned.binned_at is None or last is None or last.cancelled_at is None:
        return False
    return last.state is State.CANCELLED and last.cancelled_at >= binned.binned_at


def _waiting(here: Service) -> int:
    """Everybody's: they share the machine."""
    with here.database.reading(PROGRAM) as session:
        return jobs.count(session, State.WAITING)
