"""録音を受け取る: tus 1.0 (https://tus.io/protocols/resumable-upload) with creation, checksum and termination.

Our own, because what libraries there are write first and ask who is sending afterwards, add to a file whose end they do
not know after a crash, and do not check sums.
"""

import base64
import binascii
import hashlib
from collections.abc import AsyncIterator
from pathlib import PurePosixPath, PureWindowsPath
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from api.access import Clerk, Here
from api.making import begin_when_complete
from api.service import Service
from minutes.domain.errors import BadInput, MinutesError
from minutes.domain.people import Actor
from minutes.store import audit
from minutes.store.audit import Action
from minutes.store.queries import uploads
from minutes.store.tables import MeetingRow, RecordingRow
from minutes.store.uploads import Incoming, Uploads

router = APIRouter(prefix="/api/uploads", tags=["uploads"])
VERSION = {"Tus-Resumable": "1.0.0"}
LARGEST = 16 * 1024**3
"""Bytes: eight hours of uncompressed stereo are 5.5 GB, with a picture more."""
_SETTLE = 8 * 1024**2
"""So much is lost at most when the machine stops in the middle of a request."""
_SUMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}


class NoSuchUpload(MinutesError):
    def __init__(self) -> None:
        super().__init__("この録音の続きを受け取れません。もう一度、はじめから送ってください。")


class WrongOffset(MinutesError):
    def __init__(self) -> None:
        super().__init__("続きの位置が合いません。送り直してください。")


class WrongSum(MinutesError):
    def __init__(self) -> None:
        super().__init__("送る途中で内容が変わりました。もう一度送ってください。")


class TooLarge(BadInput):
    def __init__(self) -> None:
        super().__init__(f"録音は1つ{LARGEST // 1024**3}GBまでです。いくつかに分けて送ってください。")


class NotTus(BadInput):
    def __init__(self) -> None:
        super().__init__("録音の送り方が正しくありません（tus 1.0 で送ってください）。")


@router.options("", status_code=204)
def abilities() -> Response:
    more = {"Tus-Version": "1.0.0", "Tus-Extension": "creation,checksum,termination"}
    sums = {"Tus-Max-Size": str(LARGEST), "Tus-Checksum-Algorithm": ",".join(_SUMS)}
    return Response(status_code=204, headers=VERSION | more | sums)


@router.post("", status_code=201)
def begin(
    here: Here,
    actor: Clerk,
    upload_length: Annotated[int, Header(ge=1)],
    upload_metadata: Annotated[str, Header(max_length=4_000)] = "",
) -> Response:
    if upload_length > LARGEST:
        raise TooLarge
    Uploads(here.recordings).check_room(upload_length)
    name = _name(_metadata(upload_metadata).get("filename", ""))
    with here.database.writing(actor) as session:
        row = uploads.begin(session, actor, name, upload_length)
    return Response(status_code=201, headers=VERSION | {"Location": f"/api/uploads/{row.id}"})


@router.head("/{upload_id}")
def offset(here: Here, actor: Clerk, upload_id: str) -> Response:
    row = _find(here, actor, upload_id)
    return Response(headers=_so_far(row) | {"Upload-Length": str(row.size), "Cache-Control": "no-store"})


@router.patch("/{upload_id}", status_code=204)
async def receive(
    request: Request,
    here: Here,
    actor: Clerk,
    upload_id: str,
    upload_offset: Annotated[int, Header(ge=0)],
    upload_checksum: Annotated[str, Header(max_length=200)] = "",
) -> Response:
    if request.headers.get("content-type") != "application/offset+octet-stream":
        raise NotTus
    row = await run_in_threadpool(_find, here, actor, upload_id)
    if upload_offset != row.received or row.sha256:
        raise WrongOffset
    row.received = await _take(request.stream(), here, row, actor, upload_checksum)
    return Response(status_code=204, headers=_so_far(row))


@router.delete("/{upload_id}", status_code=204)
def forget(here: Here, actor: Clerk, upload_id: str) -> Response:
    row = _find(here, actor, upload_id)
    if row.sha256:
        raise NoSuchUpload
    Uploads(here.recordings).forget(upload_id)
    with here.database.writing(actor) as session:
        session.delete(row)
    return Response(status_code=204, headers=VERSION)


async def _take(stream: AsyncIterator[bytes], here: Service, row: RecordingRow, actor: Actor, told: str) -> int:
    """What comes, until it is all there or breaks off; with a sum, all of it or nothing. -> bytes received in all."""
    kept, wanted = Uploads(here.recordings), _Sum(told)
    with kept.open(row.id, row.received) as incoming:
        waiting = 0
        try:
            async for chunk in stream:
                if incoming_size(incoming, waiting, chunk) > row.size:
                    raise TooLarge
                await run_in_threadpool(incoming.write, chunk)
                wanted.update(chunk)
                waiting += len(chunk)
                if waiting >= _SETTLE and not told:
                    await run_in_threadpool(_settle, here, actor, row, incoming)
                    waiting = 0
        except ClientDisconnect:
            if told:
                incoming.take_back()
        if not wanted.is_right():
            incoming.take_back()
            raise WrongSum
        await run_in_threadpool(_settle, here, actor, row, incoming)
    if incoming.received == row.size:
        await run_in_threadpool(_finish, here, actor, row)
    return incoming.received


def incoming_size(incoming: Incoming, waiting: int, chunk: bytes) -> int:
    return incoming.received + waiting + len(chunk)


def _settle(here: Service, actor: Actor, row: RecordingRow, incoming: Incoming) -> None:
    received = incoming.settle()
    with here.database.writing(actor) as session:
        uploads.receive(session, row.id, received)


def _finish(here: Service, actor: Actor, row: RecordingRow) -> None:
    sha256 = Uploads(here.recordings).finish(row.id)
    with here.database.writing(actor) as session:
        uploads.receive(session, row.id, row.size, sha256)
        audit.note(session, actor, Action.RECORDING_UPLOADED, row.id, sha256=sha256, size=row.size)
        if meeting_id := session.get_one(RecordingRow, row.id).meeting_id:
            begin_when_complete(session, here.queue, actor, session.get_one(MeetingRow, meeting_id))


class _Sum:
    """What the sender says the sum of this request's bytes is: ``sha256 <base64>``; nothing where nothing is said."""

    def __init__(self, told: str) -> None:
        kind, _, value = told.partition(" ")
        if told and kind not in _SUMS:
            raise NotTus
        self._sum, self._told = (_SUMS[kind]() if told else None), value

    def update(self, chunk: bytes) -> None:
        if self._sum:
            self._sum.update(chunk)

    def is_right(self) -> bool:
        return self._sum is None or base64.b64encode(self._sum.digest()).decode() == self._told


def _find(here: Service, actor: Actor, upload_id: str) -> RecordingRow:
    with here.database.reading(actor) as session:
        row = uploads.find(session, actor, upload_id)
    if row is None:
        raise NoSuchUpload
    return row


def _so_far(row: RecordingRow) -> dict[str, str]:
    return VERSION | {"Upload-Offset": str(row.received)}


def _metadata(header: str) -> dict[str, str]:
    pairs = (pair.strip().partition(" ") for pair in header.split(",") if pair.strip())
    try:
        return {name: base64.b64decode(value, validate=True).decode() for name, _, value in pairs}
    except (binascii.Error, UnicodeDecodeError) as exc:
        raise NotTus from exc


def _name(told: str) -> str:
    """A name to show, never a place: of 「../../etc/passwd」 the last part, without what no screen can show."""
    last = PureWindowsPath(PurePosixPath(told).name).name
    return "".join(letter for letter in last if letter.isprintable())[:200] or "録音"
