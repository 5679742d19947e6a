"""校正卓: the page on which a draft is corrected, when what of it was heard, and the line to all who correct it."""

from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, WebSocket
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from starlette.websockets import WebSocketDisconnect

from api import connection
from api.access import COOKIE, Clerk, Here, Reader
from api.headway import edited
from api.opened import NoDraftYet, NoSuchDraft, Opened, heard_recording, meeting_of, opened
from api.reading import Passage, labels, passages
from api.rendering import page
from api.rooms import Dismissed
from api.security import is_ours
from api.visit import Visit, may_edit
from exports.notation import Notation
from minutes.coedit import Document
from minutes.domain.unheard import At, Unheard
from minutes.store.queries import drafts, headways
from minutes.store.queries.headways import Figures

router = APIRouter(prefix="/meetings/{meeting_id}/desk")
NOTATION = Notation()
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Moment = Annotated[float | None, Query(ge=0, le=1_000_000, allow_inf_nan=False)]
"""Of the recording, in seconds: at which the desk is opened. Behind its end is its end."""


class Told(BaseModel):
    """What a browser at the desk says of the correction: whole seconds that were listened to, and its own figures."""

    draft: Annotated[str, Field(max_length=100)]
    heard: Annotated[list[tuple[Count, Count]], Field(max_length=10_000)]
    paragraphs: Count
    checked: Count
    edited: Count
    doubts: Count


@router.get("")
def show(request: Request, here: Here, actor: Reader, meeting_id: str, at: Moment = None) -> Response:
    with here.database.reading(actor) as session:
        meeting = meeting_of(session, meeting_id)
        draft = drafts.current(session, meeting_id)
        others = [one.id for one in drafts.every(session, meeting_id) if draft and one.id != draft.id]
    if draft is None:
        return RedirectResponse(f"/meetings/{meeting_id}", 303)
    may = may_edit(actor, meeting)
    shown: dict[str, Any] = {"meeting": meeting, "draft": draft, "others": others, "may_edit": may}
    return page(request, "desk.html", at=at, **shown)


@router.get("/heard")
def heard(here: Here, actor: Reader, meeting_id: str) -> Response:
    """When each part of the text as it stands was said, which of it is doubtful, and where speech has no text."""
    with here.database.reading(actor) as session:
        meeting_of(session, meeting_id)
        draft = opened(session, here, meeting_id)
        if draft is None:
            raise NoDraftYet
        spans = list(headways.heard_spans(headways.of(session, draft.row.id)))
    lines = [_line(one) for one in passages(draft.minutes, NOTATION)]
    said = {"voices": labels(draft.minutes), "lines": lines, "edited": edited(draft), "listened": spans}
    silent = [_silent(draft, one) for one in draft.unheard()]
    return JSONResponse({**said, "unheard": silent, "duration": draft.draft.provenance.recording.duration_s})


@router.get("/as-heard")
def as_heard(here: Here, actor: Reader, meeting_id: str) -> Response:
    """素起こし: the machine's paragraphs, which nobody ever changes."""
    with here.database.reading(actor) as session:
        meeting_of(session, meeting_id)
        draft = opened(session, here, meeting_id)
    if draft is None:
        raise NoDraftYet
    return JSONResponse([[one.id, one.text] for one in draft.draft.paragraphs])


@router.get("/state")
def state(here: Here, actor: Reader, meeting_id: str, draft: str = "") -> Response:
    """Any draft's document, also where another has taken its place: in it one reads what was typed and never sent."""
    with here.database.reading(actor) as session:
        meeting_of(session, meeting_id)
        if draft not in {one.id for one in drafts.every(session, meeting_id)}:
            raise NoSuchDraft
        known = drafts.text_at(session, draft)
    return Response(Document.of(known.updates).state(), media_type="application/octet-stream")


@router.post("/headway", status_code=204)
def tell(here: Here, actor: Clerk, meeting_id: str, told: Told) -> None:
    """How far somebody has come; nothing where another draft has taken its place."""
    with here.database.writing(actor) as session:
        meeting_of(session, meeting_id)
        draft = drafts.current(session, meeting_id)
        recording = heard_recording(session, here, meeting_id)
        if draft is not None and recording is not None and draft.id == told.draft:
            figures = Figures(told.paragraphs, told.checked, told.edited, told.doubts)
            headways.tell(session, draft, recording.duration_s, told.heard, figures)


@router.websocket("/live")
async def live(socket: WebSocket, meeting_id: str, draft: str = "", account: str = "") -> None:
    """What is said over it: `api/connection.py`. Another site's page is refused before it is up, and learns nothing."""
    if not is_ours("WEBSOCKET", socket.headers):
        await socket.close()
        return
    await socket.accept()
    address = socket.client.host if socket.client else ""
    visit = Visit(socket.app.state.service, meeting_id, draft, socket.cookies.get(COOKIE, ""), address, account)
    with suppress(WebSocketDisconnect):  # they were gone before they could be told
        try:
            await connection.hold(socket, visit)
        except Dismissed as dismissed:
            await socket.close(dismissed.why, str(dismissed))


def _line(passage: Passage) -> dict[str, Any]:
    """``parts``: length in UTF-16 units, as browsers count, beginning and end in seconds; and what is doubtful."""
    parts = [[sum(_length(run) for run, _ in one.runs), one.start_s, one.end_s] for one in passage.phrases]
    text = "".join(run for phrase in passage.phrases for run, _ in phrase.runs)
    doubts = [[_length(text[:begin]), _length(text[:end]), note] for begin, end, note in passage.doubtful]
    return {"id": passage.id, "parts": parts, "doubts": doubts}


def _silent(draft: Opened, one: Unheard) -> dict[str, Any]:
    """``spans`` in seconds; ``begin``, ``end``: a line's id and UTF-16 units in it, ``None`` where there is no text."""

    def place(at: At) -> list[Any] | None:
        paragraphs = draft.minutes.paragraphs[at[0] : at[0] + 1]
        return next(([own.id, _length(own.text[: at[1]])] for own in paragraphs), None)

    spans = [[span.start_s, span.end_s] for span in one.spans]
    return {"spans": spans, "begin": place(one.begin), "end": place(one.end), "lost": one.lost}


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
