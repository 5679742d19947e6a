"""ごみ箱: meetings that somebody threw away, until they are deleted for good."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from api.access import Clerk, Here, NotAllowed, Reader
from api.making import call_off
from api.moments import days_left
from api.opened import NoSuchMeeting, meeting_of
from api.rendering import page
from api.service import Service
from minutes.domain.people import Actor, Right
from minutes.store import audit
from minutes.store.audit import Action
from minutes.store.queries import meetings
from minutes.store.queries.meetings import Listed
from minutes.store.tables import MeetingRow

router = APIRouter()
_MOST = 500


@dataclass(frozen=True, slots=True)
class Binned:
    """A meeting in the bin, and how many days it still lies there; 0 once it is about to be deleted."""

    meeting: Listed
    days_left: int
    may_delete: bool


@router.get("/bin")
def listed(request: Request, here: Here, actor: Reader) -> Response:
    with here.database.reading(actor) as session:
        found = meetings.listed(session, binned=True, limit=_MOST)
    there = sorted((_binned(here, actor, one) for one in found), key=lambda one: one.days_left)
    return page(request, "bin.html", there=there, grace=here.grace.days)


@router.post("/meetings/{meeting_id}/bin")
def throw_away(here: Here, actor: Clerk, meeting_id: str) -> Response:
    """Nobody waits for its draft any more, either."""
    with here.database.writing(actor) as session:
        audit.take_turn(session)
        meetings.bin_it(session, meeting_of(session, meeting_id))
        audit.note(session, actor, Action.MEETING_BINNED, meeting_id)
        unfinished = call_off(session, actor, meeting_id)
    if unfinished:
        here.queue.cancel(unfinished.id)
    return RedirectResponse(f"/?binned={meeting_id}", 303)


@router.post("/bin/{meeting_id}/take-back")
def take_back(here: Here, actor: Clerk, meeting_id: str) -> Response:
    with here.database.writing(actor) as session:
        audit.take_turn(session)
        meetings.take_back(session, _in_bin(session, meeting_id))
        audit.note(session, actor, Action.MEETING_TAKEN_BACK, meeting_id)
    return RedirectResponse(f"/meetings/{meeting_id}", 303)


@router.get("/bin/{meeting_id}/delete")
def ask(request: Request, here: Here, actor: Clerk, meeting_id: str) -> Response:
    """What would be lost, before it is."""
    with here.database.reading(actor) as session:
        meeting = meetings.one(session, _in_bin(session, meeting_id))
        recordings = meetings.recordings(session, meeting_id)
    _check(actor, meeting)
    return page(request, "bin_delete.html", meeting=meeting, recordings=recordings)


@router.post("/bin/{meeting_id}/delete")
def delete(here: Here, actor: Clerk, meeting_id: str) -> Response:
    with here.database.writing(actor) as session:
        audit.take_turn(session)
        meeting = _in_bin(session, meeting_id)
        _check(actor, meeting)
        meetings.end_grace(session, meeting, here.grace)
        audit.note(session, actor, Action.MEETING_DELETION_ASKED, meeting_id)
    return RedirectResponse("/bin", 303)


def _in_bin(session: Session, meeting_id: str) -> MeetingRow:
    meeting = meeting_of(session, meeting_id)
    if meeting.binned_at is None:
        raise NoSuchMeeting
    return meeting


def _binned(here: Service, actor: Actor, meeting: Listed) -> Binned:
    left = days_left(meeting.binned_at, here.grace) if meeting.binned_at else here.grace.days
    return Binned(meeting, left, _may_delete(actor, meeting))


def _may_delete(actor: Actor, meeting: Listed | MeetingRow) -> bool:
    """Whoever made it may delete it at once; what others made only an administrator."""
    return actor.may(Right.MANAGE) or (actor.may(Right.WORK) and meeting.created_by == actor.account_id)


def _check(actor: Actor, meeting: Listed | MeetingRow) -> None:
    if not _may_delete(actor, meeting):
        raise NotAllowed
