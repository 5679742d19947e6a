"""部屋: a draft with everybody who has it open."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

import structlog
from starlette.concurrency import run_in_threadpool

from api.rooms.colleague import Colleague
from api.rooms.log import Log
from minutes.domain.people import Actor

Result = TypeVar("Result")


class Room:
    """One step after the other: what is written into the log is told in its order, and nobody misses any of it."""

    def __init__(self, log: Log, follow_s: float) -> None:
        self._log, self._follow_s = log, follow_s
        self._turn = asyncio.Lock()
        self._here: list[Colleague] = []
        self._under_way: set[asyncio.Task[object]] = set()

    async def enter(self, colleague: Colleague, vector: bytes) -> tuple[bytes, bytes]:
        """-> what they lack, and our vector. From now on they are told. Raises ``RefusedEdit`` for a bad vector."""
        return await self._whole(lambda: self._enter(colleague, vector))

    async def edit(self, colleague: Colleague, number: int, update: bytes, actor: Callable[[], Actor]) -> None:
        """``actor`` says in whose name, at the last moment, and raises where they may no longer.

        Told as saved when it is on the disk; refused with a sentence, and then nothing has changed.
        """
        await self._whole(lambda: self._edit(colleague, number, update, actor))

    def point(self, colleague: Colleague, cursor: Mapping[str, str] | None) -> None:
        colleague.cursor = cursor
        self._tell_others(colleague, colleague.presence())

    def leave(self, colleague: Colleague) -> None:
        colleague.has_left = True  # perhaps while they were coming in
        if colleague in self._here:
            self._here.remove(colleague)
            self._tell_others(colleague, {"gone": colleague.number})

    async def follow(self) -> None:
        """Tell what others write into the log, as long as somebody is here."""
        while True:
            await asyncio.sleep(self._follow_s)
            try:
                await self._whole(self._catch_up)
            except Exception as error:  # noqa: BLE001 (or nobody here would hear anything any more, and nobody know why)
                structlog.get_logger("minutes.web").warning("room_does_not_follow", problem=type(error).__name__)

    async def _whole(self, step: Callable[[], Awaitable[Result]]) -> Result:
        """To its end, even if whoever asked for it is gone by then: a thread cannot be called back."""

        async def in_turn() -> Result:
            async with self._turn:
                return await step()

        task = asyncio.ensure_future(in_turn())
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def _enter(self, colleague: Colleague, vector: bytes) -> tuple[bytes, bytes]:
        await self._catch_up()
        missing = await run_in_threadpool(self._log.missing, vector)
        if not colleague.has_left:
            self._seat(colleague)
        return missing

    def _seat(self, colleague: Colleague) -> None:
        taken = {one.number for one in self._here}
        colleague.number = next(number for number in range(1, len(taken) + 2) if number not in taken)
        self._here.append(colleague)
        for other in self._here[:-1]:
            colleague.tell(other.presence())
        self._tell_others(colleague, colleague.presence())

    async def _edit(self, colleague: Colleague, number: int, update: bytes, actor: Callable[[], Actor]) -> None:
        outcome = await run_in_threadpool(lambda: self._log.append(actor(), update))
        for heard in outcome.heard:
            self._tell_others(None, heard)
        if outcome.refused:
            colleague.tell({"refused": number, "why": outcome.refused})
            return
        if outcome.is_new:
            self._tell_others(colleague, update)
        colleague.tell({"saved": number})

    async def _catch_up(self) -> None:
        for heard in await run_in_threadpool(self._log.catch_up):
            self._tell_others(None, heard)

    def _tell_others(self, but: Colleague | None, said: bytes | Mapping[str, object]) -> None:
        for colleague in self._here:
            if colleague is not but:
                colleague.tell(said)
