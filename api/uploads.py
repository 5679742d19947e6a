"""録音を受け取る: tus 1.0 (https://tus.io/protocols/resumable-upload) with creation, checksum and termination.

Our own, because what libraries there are write first and ask who is sending afterwards, add to a file whose end they do
not know after a crash, and do not check sums.
"""

import base64
import binascii
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response

from api.access import Clerk, Here
from api.description import may_raise
from api.fields import seen
from api.receiving import (
    SUMS,
    LongerThanSaid,
    NoSuchUpload,
    UnknownSum,
    WrongOffset,
    WrongSum,
    find,
    finish_if_whole,
    so_far,
    take,
    take_at,
)
from api.service import Service
from minutes.domain.errors import BadInput, MinutesError
from minutes.domain.people import Actor
from minutes.store import audit
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.queries import uploads
from minutes.store.tables import RecordingRow
from minutes.store.uploads import Busy, NoRoom, Uploads

__all__ = [
    "LARGEST",
    "LongerThanSaid",
    "NoSuchUpload",
    "TooLarge",
    "UnknownSum",
    "WrongOffset",
    "WrongSum",
    "shown_name",
    "take",
]
VERSION = {"Tus-Resumable": "1.0.0"}
CHUNK = "application/offset+octet-stream"
LARGEST = 16 * 1024**3
"""Bytes: eight hours of uncompressed stereo are 5.5 GB, with a picture more."""
_LONGEST_NAME = 200
BYTES = {"requestBody": {"required": True, "content": {CHUNK: {"schema": {"type": "string", "format": "binary"}}}}}


class TooLarge(BadInput):
    def __init__(self) -> None:
        super().__init__(f"録音は1つ{LARGEST // 1024**3}GBまでです。いくつかに分けて送ってください。")


class OfAMeeting(BadInput):
    def __init__(self) -> None:
        super().__init__("この録音は、もう会議に入っています。替えるときは、会議のページから録音を入れ直してください。")


class Empty(BadInput):
    def __init__(self) -> None:
        super().__init__("このファイルは空です（0バイト）。録音機から、もう一度取り出してください。")


class NotTus(BadInput):
    def __init__(self) -> None:
        super().__init__("録音の送り方が正しくありません（tus 1.0 で送ってください）。")


class OtherVersion(MinutesError):
    def __init__(self) -> None:
        super().__init__("tus 1.0.0 で送ってください。")


def of_our_version(tus_resumable: Annotated[str, Header(max_length=20)] = VERSION["Tus-Resumable"]) -> None:
    """Raises ``OtherVersion``."""
    if tus_resumable != VERSION["Tus-Resumable"]:
        raise OtherVersion


router = APIRouter(prefix="/api/uploads", tags=["uploads"])
spoken = [Depends(of_our_version)]


@router.options("", status_code=204, openapi_extra={"security": []})
def abilities() -> Response:
    """What of tus is understood here."""
    more = {"Tus-Version": "1.0.0", "Tus-Extension": "creation,checksum,termination"}
    sums = {"Tus-Max-Size": str(LARGEST), "Tus-Checksum-Algorithm": ",".join(SUMS)}
    return Response(status_code=204, headers=VERSION | more | sums)


@router.post(
    "",
    status_code=201,
    response_class=Response,
    responses={201: {"headers": {"Location": {"schema": {"type": "string"}}}}},
    dependencies=spoken,
    openapi_extra=may_raise(NotTus, OtherVersion, TooLarge, Empty, NoRoom),
)
def begin(
    here: Here,
    actor: Clerk,
    upload_length: Annotated[int, Header(ge=0)],
    upload_metadata: Annotated[str, Header(max_length=16_000)] = "",
) -> Response:
    """`Upload-Metadata`: `filename` and its Base64. `Location` of the answer says where to send the bytes."""
    if upload_length > LARGEST:
        raise TooLarge
    if upload_length == 0:
        raise Empty
    name = shown_name(_metadata(upload_metadata).get("filename", ""))
    check_room(here, upload_length)
    with here.database.writing(actor) as session:
        row = uploads.begin(session, actor, name, upload_length)
    return Response(status_code=201, headers=VERSION | {"Location": f"/api/uploads/{row.id}"})


@router.head(
    "/{upload_id}",
    response_class=Response,
    responses={200: {"headers": {"Upload-Offset": {"schema": {"type": "integer"}}}}},
    dependencies=spoken,
    openapi_extra=may_raise(NoSuchUpload, OtherVersion),
)
def offset(here: Here, actor: Clerk, upload_id: str) -> Response:
    """How much is safely here."""
    row = find(here, actor, upload_id)
    if row.sha256 is None and row.received == row.size:
        finish_if_whole(here, actor, upload_id)
        row = find(here, actor, upload_id)
    return Response(headers=_at(so_far(here, row)) | {"Upload-Length": str(row.size), "Cache-Control": "no-store"})


@router.patch(
    "/{upload_id}",
    status_code=204,
    dependencies=spoken,
    openapi_extra=may_raise(
        NoSuchUpload, NotTus, OtherVersion, WrongOffset, WrongSum, UnknownSum, LongerThanSaid, Busy, NoRoom
    )
    | BYTES,
)
async def receive(
    request: Request,
    here: Here,
    actor: Clerk,
    upload_id: str,
    upload_offset: Annotated[int, Header(ge=0)],
    upload_checksum: Annotated[str, Header(max_length=200)] = "",
) -> Response:
    """Bytes from `Upload-Offset` on; with `Upload-Checksum` (`sha256` or `sha1`, Base64) all of them count or none."""
    if request.headers.get("content-type") != CHUNK:
        raise NotTus
    received = await take_at(request.stream(), here, actor, upload_id, upload_offset, upload_checksum)
    return Response(status_code=204, headers=_at(received))


@router.delete(
    "/{upload_id}",
    status_code=204,
    dependencies=spoken,
    openapi_extra=may_raise(NoSuchUpload, OtherVersion, OfAMeeting, Busy),
)
def forget(here: Here, actor: Clerk, upload_id: str) -> Response:
    """Nobody will go on with it. Not of what is finished already, nor of what a meeting waits for."""
    if find(here, actor, upload_id).sha256:
        raise NoSuchUpload
    kept = Uploads(here.recordings)
    with kept.alone(upload_id):
        _forget(here, actor, upload_id)
        kept.forget(upload_id)
    return Response(status_code=204, headers=VERSION)


def _forget(here: Service, actor: Actor, upload_id: str) -> None:
    """Its entry comes first: whoever makes a meeting of it waits for that, or was quicker."""
    row = find(here, actor, upload_id)
    with here.database.writing(actor) as session:
        audit.note(session, actor, Action.RECORDING_REMOVED, upload_id, received=row.received, size=row.size)
        row = session.get_one(RecordingRow, upload_id)
        if row.sha256:
            raise NoSuchUpload
        if row.meeting_id:
            raise OfAMeeting
        session.delete(row)


def check_room(here: Service, size: int) -> None:
    """For this one and for the rest of those that are being sent."""
    with here.database.reading(PROGRAM) as session:
        Uploads(here.recordings).check_room(size + uploads.awaited(session))


def _at(received: int) -> dict[str, str]:
    return VERSION | {"Upload-Offset": str(received)}


def _metadata(header: str) -> dict[str, str]:
    pairs = (pair.strip().partition(" ") for pair in header.split(",") if pair.strip())
    try:
        return {name: base64.b64decode(value, validate=True).decode() for name, _, value in pairs}
    except (binascii.Error, UnicodeDecodeError) as exc:
        raise NotTus from exc


def shown_name(told: str) -> str:
    """A name to show, never a place: of 「../../etc/passwd」 the last part, without what no screen can show."""
    last = PureWindowsPath(PurePosixPath(told).name).name
    shown = seen(unicodedata.normalize("NFC", last), instead="")
    return shown.strip(" .")[:_LONGEST_NAME] or "録音"
