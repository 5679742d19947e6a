"""録音を一度に送る: a whole file in one request, as ``curl -T`` sends it. Long ones go better by tus (`uploads`)."""

from typing import Annotated

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api.access import Clerk, Here
from api.description import BYTES, may_raise
from api.security import NoLength
from api.service import Service
from api.uploads import LARGEST, TooLarge, UnknownSum, WrongSum, check_room, shown_name, take
from minutes.domain.errors import BadInput, MinutesError
from minutes.domain.people import Actor
from minutes.store.queries import uploads
from minutes.store.tables import RecordingRow
from minutes.store.uploads import NoRoom, Uploads

router = APIRouter(prefix="/api/recordings", tags=["recordings"])


class NothingSent(BadInput):
    def __init__(self) -> None:
        super().__init__("録音の中身がありません。")


class BrokenOff(MinutesError):
    def __init__(self) -> None:
        super().__init__("録音が終わりまで届きませんでした。はじめから送り直してください。")


class Sent(BaseModel):
    """`id` is for `recordings` of a new meeting; `size` in bytes."""

    id: str
    name: str
    size: int
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


@router.put(
    "/{name}",
    status_code=201,
    openapi_extra=may_raise(NothingSent, NoLength, TooLarge, UnknownSum, WrongSum, BrokenOff, NoRoom)
    | {"requestBody": BYTES},
)
async def send(
    request: Request,
    here: Here,
    actor: Clerk,
    name: str,
    upload_checksum: Annotated[str, Header(max_length=200, examples=["sha256 47DEQpj8HBSa…"])] = "",
) -> Sent:
    """One recording, all of it; every request makes a recording of its own. `name`: what people call the file.

    `Upload-Checksum`: `sha256` or `sha1` and its Base64; with it all arrives as it was sent, or nothing does.
    """
    size = _size(request)
    row = await run_in_threadpool(_begin, here, actor, shown_name(name), size)
    try:
        received = await take(request.stream(), here, row, actor, upload_checksum)
    except BaseException:
        await run_in_threadpool(_forget, here, actor, row)
        raise
    if received < size:
        await run_in_threadpool(_forget, here, actor, row)
        raise BrokenOff
    return await run_in_threadpool(_sent, here, actor, row.id)


def _size(request: Request) -> int:
    told = request.headers.get("content-length", "")
    if not told.isdecimal():
        raise NoLength
    if int(told) > LARGEST:
        raise TooLarge
    if int(told) == 0:
        raise NothingSent
    return int(told)


def _begin(here: Service, actor: Actor, name: str, size: int) -> RecordingRow:
    check_room(here, size)
    with here.database.writing(actor) as session:
        return uploads.begin(session, actor, name, size)


def _forget(here: Service, actor: Actor, row: RecordingRow) -> None:
    """Nobody can go on with it."""
    Uploads(here.recordings).forget(row.id)
    with here.database.writing(actor) as session:
        session.delete(session.get_one(RecordingRow, row.id))


def _sent(here: Service, actor: Actor, upload_id: str) -> Sent:
    with here.database.reading(actor) as session:
        row = session.get_one(RecordingRow, upload_id)
        return Sent(id=row.id, name=row.name, size=row.size, sha256=str(row.sha256))
