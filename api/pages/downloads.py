"""受け取る: the minutes as they stand, in a file."""

from collections.abc import Callable
from functools import partial
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.access import Here, Reader
from api.opened import NoDraftYet, meeting_of, opened
from exports import captions, draft_json, text, word
from minutes.domain.errors import MinutesError
from minutes.domain.record import Minutes
from minutes.store import audit
from minutes.store.audit import Action

router = APIRouter(prefix="/meetings/{meeting_id}/files")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES: dict[str, tuple[str, Callable[[Minutes], bytes]]] = {
    "docx": (WORD, word.render),
    "txt": ("text/plain; charset=utf-8", text.render),
    "vtt": ("text/vtt; charset=utf-8", captions.render),
    "json": ("application/json", partial(draft_json.render, voice_prints=False)),
}


class NoSuchFile(MinutesError):
    def __init__(self) -> None:
        super().__init__("この形式では受け取れません。")


@router.get("/{ending}")
def file(
    here: Here, actor: Reader, meeting_id: str, ending: str, draft: Annotated[int | None, Query(ge=1)] = None
) -> Response:
    """``draft``: the number of any; without it the one that people correct, as it stands."""
    if ending not in FILES:
        raise NoSuchFile
    kind, render = FILES[ending]
    with here.database.reading(actor) as session:
        meeting = meeting_of(session, meeting_id)
        found = opened(session, here, meeting_id, draft)
    if found is None:
        raise NoDraftYet
    with here.database.writing(actor) as session:
        audit.note(session, actor, Action.DOWNLOADED, meeting_id, ending=ending)
    name = quote(f"{meeting.title}.{ending}", safe="")
    disposition = f"attachment; filename*=UTF-8''{name}"
    return Response(render(found.minutes), media_type=kind, headers={"Content-Disposition": disposition})
