"""会議の一覧."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.access import Here, Reader
from api.rendering import page
from minutes.store.queries import meetings

router = APIRouter()
PAGE = 50


@router.get("/")
def listed(
    request: Request,
    here: Here,
    actor: Reader,
    q: Annotated[str, Query(max_length=200)] = "",
    p: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    with here.database.reading(actor) as session:
        found = meetings.listed(session, words=q, limit=PAGE + 1, offset=PAGE * (p - 1))
    return page(request, "meetings.html", actor=actor, meetings=found[:PAGE], more=len(found) > PAGE, words=q, number=p)
