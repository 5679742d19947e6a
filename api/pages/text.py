"""本文だけ: the minutes to be read and printed, without the tools of those who work on them."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import Here, Reader
from api.opened import NoDraftYet, meeting_of, opened
from api.pages.meeting import Number
from api.rendering import page
from exports.about import TRIAL, unpublished
from exports.notation import Notation, openings, title
from minutes.domain.marks import stretches
from minutes.store.tables import now

router = APIRouter(prefix="/meetings/{meeting_id}")
NOTATION = Notation()


@router.get("/text")
def show(request: Request, here: Here, actor: Reader, meeting_id: str, number: Number = None) -> Response:
    with here.database.reading(actor) as session:
        meeting = meeting_of(session, meeting_id)
        draft = opened(session, here, meeting_id, number)
    if draft is None:
        raise NoDraftYet
    minutes = draft.minutes
    return page(
        request,
        "text.html",
        meeting=meeting,
        title=title(minutes),
        edited=minutes.edited,
        made_at=draft.row.created_at,
        now=now(),
        warnings=[*([TRIAL] if minutes.provenance.trial else []), *filter(None, [unpublished(minutes)])],
        paragraphs=[(one, opens, list(stretches(one))) for one, opens in openings(minutes.paragraphs)],
        label=NOTATION.label,
        number=number,
    )
