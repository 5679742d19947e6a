"""参加者: one browser at the desk, and what it is told."""

import asyncio
import json
from collections.abc import Mapping
from enum import IntEnum

from minutes.domain.people import Actor


class Why(IntEnum):
    """How a browser is sent away: a WebSocket's closing code. Those from 4000 on are ours, named after HTTP's."""

    AGAIN = 1013
    NOT_UNDERSTOOD = 4400
    NOT_SIGNED_IN = 4401
    NOT_ALLOWED = 4403
    NO_SUCH_MEETING = 4404
    ANOTHER_DRAFT = 4409
    TOO_MUCH = 4429


class Dismissed(Exception):
    """``str(error)`` is what the person reads, 40 characters at most: a closing frame holds 123 bytes."""

    def __init__(self, why: Why, sentence: str) -> None:
        self.why = why
        super().__init__(sentence)


class Colleague:
    """参加者: ``number`` is drawn by the room, ``cursor`` where they write (opaque to us, and never stored)."""

    def __init__(self, actor: Actor, *, may_edit: bool, waiting: int) -> None:
        self.actor, self.may_edit = actor, may_edit
        self.number = 0
        self.has_left = False
        self.cursor: Mapping[str, str] | None = None
        self._left = waiting
        self._untold: asyncio.Queue[str | bytes] = asyncio.Queue()

    def tell(self, said: bytes | Mapping[str, object]) -> None:
        """Never waits: who does not take what they are told is sent away, and fetches it when they come back."""
        message = said if isinstance(said, bytes) else json.dumps(said, ensure_ascii=False)
        self._left -= len(message)
        self._untold.put_nowait(message)

    async def next(self) -> str | bytes:
        """What they are to be told next. Raises ``Dismissed`` where too much is waiting."""
        message = await self._untold.get()
        if self._left < 0:
            raise Dismissed(Why.AGAIN, "通信が遅れています。つなぎ直します。")
        self._left += len(message)
        return message

    def presence(self) -> dict[str, object]:
        return {"here": self.number, "name": self.actor.name, "cursor": self.cursor}
