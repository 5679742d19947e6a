"""All rooms of this process: one for each draft that somebody has open."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.concurrency import run_in_threadpool

from api.rooms.colleague import Colleague, Dismissed, Why
from api.rooms.limits import Limits
from api.rooms.log import SITTING, Log
from api.rooms.room import Room
from minutes.store.database import Database


class Rooms:
    """A room is there as long as somebody is in it; the next one reads the log anew."""

    def __init__(self, limits: Limits = Limits()) -> None:  # noqa: B008 (frozen)
        self.limits = limits
        self._open: dict[str, tuple[Room, asyncio.Task[None], int]] = {}
        self._sockets: Counter[str] = Counter()
        self._lately: dict[tuple[str, str], float] = {}

    @asynccontextmanager
    async def seat(
        self, database: Database, draft_id: str, colleague: Colleague, note: Callable[[], None]
    ) -> AsyncIterator[Room]:
        """``note`` puts on record that somebody sits down; it blocks, and where it fails they have no seat.

        Raises ``Dismissed`` where the person has too many already.
        """
        account = colleague.actor.account_id
        if self._sockets[account] >= self.limits.sockets:
            raise Dismissed(Why.TOO_MUCH, "開いている画面が多すぎます。ほかを閉じてください。")
        self._sockets[account] += 1
        room = self._opened(database, draft_id)
        try:
            async with self._on_record(account, draft_id, note):
                yield room
        finally:
            room.leave(colleague)
            self._closed(draft_id)
            self._sockets[account] -= 1

    @asynccontextmanager
    async def _on_record(self, account: str, draft_id: str, note: Callable[[], None]) -> AsyncIterator[None]:
        """Nobody counts as having been here lately of whom that is not on record."""
        if self._sits_down(account, draft_id):
            await run_in_threadpool(note)
        self._lately[account, draft_id] = time.monotonic()
        try:
            yield
        finally:
            self._lately[account, draft_id] = time.monotonic()

    def _sits_down(self, account: str, draft_id: str) -> bool:
        """Not who comes back after a sleep, a lost network or a reload, and not with a second page."""
        moment = time.monotonic()
        over = [one for one, at in self._lately.items() if moment - at > SITTING.total_seconds()]
        for one in over:
            del self._lately[one]
        return (account, draft_id) not in self._lately

    def _opened(self, database: Database, draft_id: str) -> Room:
        if draft_id in self._open:
            room, following, seats = self._open[draft_id]
        else:
            room, seats = Room(Log(database, draft_id, self.limits.snapshot), self.limits.follow_s), 0
            following = asyncio.create_task(room.follow())
        self._open[draft_id] = room, following, seats + 1
        return room

    def _closed(self, draft_id: str) -> None:
        room, following, seats = self._open[draft_id]
        if seats > 1:
            self._open[draft_id] = room, following, seats - 1
            return
        del self._open[draft_id]
        following.cancel()
