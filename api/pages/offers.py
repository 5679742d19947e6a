"""もう一度起こした文のページ: what a newer draft offers to the corrected text, taken one by one or all together."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api import headway, offers
from api.access import Clerk, Here, Reader
from api.offers import Offered, OtherOffers, announced, texts
from api.opened import changeable, meeting_of, opened
from api.rendering import page
from api.visit import may_edit
from exports.notation import Notation
from minutes.domain.offers import Offer, Stand

router = APIRouter(prefix="/meetings/{meeting_id}/offers")
NOTATION = Notation()
PAGE = 50
Number = Annotated[int, Form(ge=1, le=2**31)]
"""Of the draft whose offers somebody saw: a newer one may have come since."""


class Show(StrEnum):
    """What of it is shown."""

    ALL = "all"
    UNTOUCHED = "untouched"
    TOUCHED = "touched"


@router.get("")
def listed(
    request: Request,
    here: Here,
    actor: Reader,
    meeting_id: str,
    show: Show = Show.ALL,
    p: Annotated[int, Query(ge=1, le=10_000)] = 1,
    taken: Annotated[int | None, Query(ge=0, le=2**31)] = None,
    before: Annotated[int | None, Query(ge=0, le=2**31)] = None,
) -> Response:
    """``taken``: so many have just been taken; ``before``: the position to go back to for whoever regrets it."""
    with here.database.reading(actor) as session:
        meeting = meeting_of(session, meeting_id)
        newer, both = announced(session, here, meeting_id), texts(session, here, meeting_id)
    found = both.offered() if both else None
    chosen = _shown(found.offers if found else (), show)
    return page(
        request,
        "offers.html",
        meeting=meeting,
        newer=newer,
        offered=found,
        counts={stand.value: found.counts[stand] if found else 0 for stand in Stand},
        shown=chosen[PAGE * (p - 1) : PAGE * p],
        number=len(chosen),
        show=show,
        p=p,
        size=PAGE,
        taken=taken,
        before=before,
        may_edit=may_edit(actor, meeting),
        speaker=NOTATION.speaker,
    )


@router.post("")
def take(
    here: Here,
    actor: Clerk,
    meeting_id: str,
    draft: Number,
    offer: Annotated[str, Form(max_length=100)],
    show: Annotated[Show, Form()] = Show.ALL,
    p: Annotated[int, Form(ge=1, le=10_000)] = 1,
) -> Response:
    """``offer``: its key and what was seen of it; it is not taken where either text has become another since."""
    found = _of(here, actor, meeting_id, draft)
    wanted = [one for one in found.offers if f"{one.key}:{one.seen}" == offer]
    return _take(here, actor, found, wanted, f"show={show}&p={p}")


@router.get("/all")
def ask(request: Request, here: Here, actor: Clerk, meeting_id: str) -> Response:
    """What would become of the text, before it does."""
    with here.database.reading(actor) as session:
        meeting = changeable(session, meeting_id)
        both = texts(session, here, meeting_id)
    if both is None:
        raise OtherOffers
    found = both.offered()
    new = sum(one.paragraph is None for one in found.together)
    return page(request, "offers_all.html", meeting=meeting, offered=found, new=new, counts=found.counts, Stand=Stand)


@router.post("/all")
def take_all(here: Here, actor: Clerk, meeting_id: str, draft: Number) -> Response:
    """All that nobody has edited, as one change of the text."""
    found = _of(here, actor, meeting_id, draft)
    return _take(here, actor, found, found.together, "show=all")


@router.post("/decline")
def decline(here: Here, actor: Clerk, meeting_id: str, draft: Number) -> Response:
    """Nobody wants any of it; its words can still be read."""
    with here.database.writing(actor) as session:
        changeable(session, meeting_id)
        offers.decline(session, actor, meeting_id, draft)
    return RedirectResponse(f"/meetings/{meeting_id}", 303)


def _of(here: Here, actor: Clerk, meeting_id: str, number: int) -> Offered:
    """Raises ``OtherOffers`` where that draft offers nothing any more."""
    with here.database.reading(actor) as session:
        changeable(session, meeting_id)
        both = texts(session, here, meeting_id)
    if both is None or both.row.number != number:
        raise OtherOffers
    return both.offered()


def _take(here: Here, actor: Clerk, found: Offered, wanted: Sequence[Offer], place: str) -> Response:
    meeting_id = found.row.meeting_id
    taking = found.taking(wanted)
    with here.database.writing(actor) as session:  # for as short as can be: others wait
        changeable(session, meeting_id)
        taken = found.take(session, actor, taking)
    if taken.count:
        with here.database.reading(actor) as session:
            now = opened(session, here, meeting_id)
        if now:
            headway.tell(here.database, actor, now)
    return RedirectResponse(f"/meetings/{meeting_id}/offers?{place}&taken={taken.count}&before={taken.before}", 303)


def _shown(all_: Sequence[Offer], show: Show) -> Sequence[Offer]:
    match show:
        case Show.ALL:
            return all_
        case Show.UNTOUCHED:
            return [one for one in all_ if one.stand is Stand.UNTOUCHED]
        case Show.TOUCHED:
            return [one for one in all_ if one.stand is not Stand.UNTOUCHED]
