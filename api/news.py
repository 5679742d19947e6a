"""知らせ: looked at again and again, told as often as it changes, until there is nothing more to come."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from fastapi import Request
from starlette.concurrency import run_in_threadpool

_PAUSE_S = 1.0
_LOOKS = 600
"""After ten minutes a page or a program asks again, and is asked who it is: a sign-in or a key may have ended."""
Said = TypeVar("Said")
Piece = TypeVar("Piece")


@dataclass(frozen=True, slots=True)
class Look(Generic[Said, Piece]):
    """What is ``said`` of the work at this moment, and the pieces of text ``heard`` since the last one was told."""

    said: Said
    heard: Sequence[Piece]
    ended: bool


async def stream(
    request: Request, look: Callable[[int], Look[Said, Piece]], after: int, *, pause_s: float = _PAUSE_S
) -> AsyncIterator[tuple[Look[Said, Piece], int]]:
    """Looks that tell something new, each with how many pieces are told with it; ``after``: so many were before."""
    before: tuple[Said, bool] | None = None
    for _ in range(_LOOKS):
        if await request.is_disconnected():
            return
        now = await run_in_threadpool(look, after)
        if now.heard or (now.said, now.ended) != before:
            after, before = after + len(now.heard), (now.said, now.ended)
            yield now, after
        if now.ended:
            return
        await asyncio.sleep(pause_s)
