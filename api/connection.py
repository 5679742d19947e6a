"""回線: what a browser at the desk and the server say to each other over a WebSocket.

    browser                                    server
    ------------------------------------------------------------------------------------------
    bytes   its state vector, once             {"welcome": number, "may_edit", "offered", "vector": base64}
                                               bytes   the update that brings it up to date
    bytes   4: n = 1, 2, 3 …, then an update   {"saved": n}    it is on the disk, this time or before
                                               {"refused": n, "why"}    nothing has changed
                                               bytes   an update of somebody else's
    {"cursor": {"anchor", "head"} | null}      {"here": number, "name", "cursor"}, {"gone": number}
                                               {"holds": true, "offered"}    now and then: the line is still up

``offered``: the words of a newer draft wait to be looked at. Updates are Yjs's. A browser that does not hear ``saved``
sends the update again, after its next welcome or within it: what is there already is recognised by what it says, also
by another process after a crash, and not written twice.
Whoever keeps to none of this is sent away with a code (`rooms.Why`), and nothing has changed.
"""

import asyncio
import json
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

import structlog
from anyio import create_task_group
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket

from api.rooms import Colleague, Dismissed, Limits, Room, Why
from api.rooms.limits import Pace
from api.visit import Visit
from minutes.domain.errors import MinutesError, RefusedEdit

_NUMBER = 4
_LARGEST_VECTOR = 1024 * 1024


async def hold(socket: WebSocket, visit: Visit) -> None:
    """From the first word to the last. Raises ``Dismissed``."""
    rooms = visit.here.rooms
    try:
        actor = await run_in_threadpool(visit.reader)
        may_edit = await run_in_threadpool(visit.may_edit, actor)
        colleague = Colleague(actor, may_edit=may_edit, waiting=rooms.limits.waiting)
        note = partial(visit.note_opening, actor)
        async with rooms.seat(visit.here.database, visit.draft_id, colleague, note) as room:
            connection = Connection(socket, visit, room, colleague, rooms.limits)
            if await connection.greet():
                await _until_one_ends(connection.listen, connection.speak, connection.ask)
    except MinutesError as error:
        structlog.get_logger("minutes.web").warning("connection_broke", problem=type(error).__name__)
        raise Dismissed(Why.AGAIN, "いま保存できません。つなぎ直します。") from error


class Connection:
    """``_last``: the number of the last update."""

    def __init__(self, socket: WebSocket, visit: Visit, room: Room, colleague: Colleague, limits: Limits) -> None:
        self._socket, self._visit, self._room, self._colleague = socket, visit, room, colleague
        self._limits, self._pace = limits, Pace(limits)
        self._last = 0

    async def greet(self) -> bool:
        """Is there still somebody? Who says nothing has a seat that nobody looks after: they come again."""
        try:
            async with asyncio.timeout(self._limits.greet_s):
                said = await self._heard()
        except TimeoutError as exc:
            raise Dismissed(Why.AGAIN, "つながりません。つなぎ直します。") from exc
        if said is None:
            return False
        if isinstance(said, str) or len(said) > _LARGEST_VECTOR:
            raise _not_understood()
        try:
            missing, vector = await self._room.enter(self._colleague, said)
        except RefusedEdit as exc:
            raise _not_understood() from exc
        offered = await run_in_threadpool(self._visit.offered, self._colleague.actor)
        welcome = {"welcome": self._colleague.number, "may_edit": self._colleague.may_edit, "offered": offered}
        await self._say(json.dumps({**welcome, "vector": b64encode(vector).decode()}))
        await self._say(missing)
        return True

    async def listen(self) -> None:
        """Until they go."""
        while (said := await self._heard()) is not None:
            if not self._pace.has_room():
                raise Dismissed(Why.TOO_MUCH, "送られる量が多すぎます。少し待ってください。")
            if isinstance(said, bytes):
                await self._edited(said)
            else:
                self._room.point(self._colleague, cursor_in(said, self._limits.cursor))

    async def speak(self) -> None:
        while True:
            await self._say(await self._colleague.next())

    async def ask(self) -> None:
        """Whoever only reads must be signed in, too; and nobody else would tell them that the line holds."""
        while True:
            await asyncio.sleep(self._limits.ask_s)
            actor = await run_in_threadpool(self._visit.reader)
            offered = await run_in_threadpool(self._visit.offered, actor)
            self._colleague.tell({"holds": True, "offered": offered})

    async def _edited(self, said: bytes) -> None:
        number, update = int.from_bytes(said[:_NUMBER], "big"), said[_NUMBER:]
        if number != self._last + 1 or not update:
            raise _not_understood()
        self._last = number
        await self._room.edit(self._colleague, number, update, self._visit.writer)

    async def _heard(self) -> str | bytes | None:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            return None
        said: bytes | None = message.get("bytes")
        return str(message["text"]) if said is None else said

    async def _say(self, said: str | bytes) -> None:
        if isinstance(said, bytes):
            await self._socket.send_bytes(said)
        else:
            await self._socket.send_text(said)


def cursor_in(said: str, longest: int) -> Mapping[str, str] | None:
    """Where somebody writes, in words that mean something to browsers only. Raises ``Dismissed``."""
    try:
        cursor = json.loads(said)["cursor"] if len(said) <= longest else ""
    except (ValueError, TypeError, KeyError, RecursionError) as exc:
        raise _not_understood() from exc
    if cursor is None:
        return None
    if not isinstance(cursor, dict) or cursor.keys() != {"anchor", "head"}:
        raise _not_understood()
    if not all(isinstance(end, str) for end in cursor.values()):
        raise _not_understood()
    return cursor


def _not_understood() -> Dismissed:
    return Dismissed(Why.NOT_UNDERSTOOD, "送られたものを読み取れません。")


async def _until_one_ends(*work: Callable[[], Awaitable[None]]) -> None:
    """Side by side; when one has ended, the others are stopped. Raises what ended it."""
    try:
        async with create_task_group() as together:

            async def ending(one: Callable[[], Awaitable[None]]) -> None:
                await one()
                together.cancel_scope.cancel()

            for one in work:
                together.start_soon(ending, one)
    except ExceptionGroup as ended:
        raise ended.exceptions[0] from None
