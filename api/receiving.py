"""受け取る: what a request brings of a recording goes to the disk, whoever may stop in the middle. Knows no protocol.

One hand does the writing: however many send at once, pages keep the threads, and the connections to the database, that
they need. Several only wait for one another: with four of them the list of meetings took three times as long meanwhile,
and not a byte came sooner (`python -m benchmarks.uploads 20 200`).
"""

import asyncio
import base64
import hashlib
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ParamSpec, Self, TypeVar

import structlog
from sqlmodel import Session
from starlette.requests import ClientDisconnect

from api.making import begin_when_complete
from api.service import Service
from minutes.domain.errors import BadInput, MinutesError
from minutes.domain.people import Actor
from minutes.logs import trail
from minutes.store import audit
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.queries import accounts, uploads
from minutes.store.tables import AccountRow, MeetingRow, RecordingRow
from minutes.store.uploads import Busy, Uploads

SUMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
_WRITERS = ThreadPoolExecutor(1, "upload")
_FINISHERS = ThreadPoolExecutor(2, "whole-upload")
"""Of their own: hashing gigabytes, or sending them to another machine, takes a while."""
_PIECE = 1024**2
"""Bytes that go to the disk at once; so much of every upload is in memory, and no more."""
_SETTLE = 8 * 1024**2
"""So much is lost at most when the machine stops in the middle of a request."""
_AGAIN_S = 300.0
"""So often it is looked for recordings that are all here and that nobody has finished."""
P = ParamSpec("P")
Result = TypeVar("Result")


class NoSuchUpload(MinutesError):
    def __init__(self, why: str = "") -> None:
        super().__init__(
            why
            or "この録音の続きは受け取れません。会議の録音が入れ替えられたか、長いあいだ続きが届きませんでした。"
            "まだ要るときは、はじめから送ってください。"
        )


class Replaced(NoSuchUpload):
    def __init__(self) -> None:
        super().__init__("この会議の録音は、いま別の録音に入れ替えられました。会議のページを開いて確かめてください。")


class WrongOffset(MinutesError):
    def __init__(self) -> None:
        super().__init__("続きの位置が合いません。送り直してください。")


class WrongSum(MinutesError):
    def __init__(self) -> None:
        super().__init__("送る途中で内容が変わりました。もう一度送ってください。")


class UnknownSum(BadInput):
    def __init__(self) -> None:
        super().__init__(f"Upload-Checksum が読み取れません。「{' か '.join(SUMS)}」と Base64 で書いてください。")


class LongerThanSaid(MinutesError):
    def __init__(self) -> None:
        super().__init__("はじめに知らされた大きさより、長い録音が届きました。もう一度、はじめから送ってください。")


class Checksum:
    """What the sender says the sum of this request's bytes is: ``sha256 <Base64>``; nothing where nothing is said.

    Raises ``UnknownSum``.
    """

    def __init__(self, said: str) -> None:
        kind, _, value = said.partition(" ")
        if said and kind not in SUMS:
            raise UnknownSum
        try:
            self._wanted = base64.b64decode(value, validate=True)
        except ValueError as exc:
            raise UnknownSum from exc
        self._sum = SUMS[kind]() if said else None
        if self._sum and len(self._wanted) != self._sum.digest_size:
            raise UnknownSum

    @property
    def is_said(self) -> bool:
        return self._sum is not None

    def update(self, piece: bytes) -> None:
        if self._sum:
            self._sum.update(piece)

    def is_right(self) -> bool:
        return self._sum is None or self._sum.digest() == self._wanted


class Receiving:
    """One request's part of an upload, alone with its file until the block ends.

    Raises ``Busy``, ``NoSuchUpload``, ``Replaced``, or ``WrongOffset`` where ``at`` is not how far the upload is.
    """

    def __init__(self, here: Service, actor: Actor, upload_id: str, at: int, said: Checksum) -> None:
        self._here, self._actor, self._said = here, actor, said
        self._id = upload_id
        if find(here, actor, upload_id).sha256:
            raise WrongOffset
        kept = Uploads(here.recordings)
        with ExitStack() as held:
            self._path = held.enter_context(kept.alone(upload_id))
            row = find(here, actor, upload_id)  # as it is now that nobody else has it
            if row.sha256 or at != so_far(here, row):
                raise WrongOffset
            self._size = row.size
            self._incoming = held.enter_context(kept.open(self._path, at))
            self._held = held.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is Replaced:
            Uploads(self._here.recordings).forget(self._id)
        self._held.close()

    def take(self, piece: bytes) -> None:
        """Raises ``LongerThanSaid``, ``NoRoom``."""
        if self._incoming.size + len(piece) > self._size:
            self._incoming.take_back()
            raise LongerThanSaid
        self._incoming.write(piece)
        self._said.update(piece)
        if self._incoming.size - self._incoming.received >= _SETTLE and not self._said.is_said:
            self._settle()

    def end(self) -> int:
        """With a sum, all of it counts or nothing; raises ``WrongSum``. -> bytes received in all."""
        if not self._said.is_right():
            self._incoming.take_back()
            raise WrongSum
        self._settle()
        return self._incoming.received

    def finish(self) -> None:
        """If that was the last of it."""
        if self._incoming.received == self._size:
            _finish(self._here, self._actor, self._id, self._path)

    def _settle(self) -> None:
        received = self._incoming.settle()
        with self._here.database.writing(self._actor) as session:
            if uploads.receive(session, self._id, received) is None:
                raise Replaced


async def take(stream: AsyncIterator[bytes], here: Service, row: RecordingRow, actor: Actor, said: str) -> int:
    """What comes of an upload from where its row says it is, until it is all there or breaks off.

    -> bytes received in all. Raises what ``Receiving`` raises.
    """
    return await take_at(stream, here, actor, row.id, row.received, said)


async def take_at(stream: AsyncIterator[bytes], here: Service, actor: Actor, upload_id: str, at: int, said: str) -> int:
    with await _by(_WRITERS, Receiving, here, actor, upload_id, at, Checksum(said)) as receiving:
        async for piece in _pieces(_arriving(stream, here.patience_s)):
            await _by(_WRITERS, receiving.take, piece)
        received = await _by(_WRITERS, receiving.end)
        await _by(_FINISHERS, receiving.finish)
        return received


async def _pieces(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Fewer and longer than they come."""
    gathered = bytearray()
    async for chunk in stream:
        gathered += chunk
        if len(gathered) >= _PIECE:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)


async def _arriving(stream: AsyncIterator[bytes], patience_s: float) -> AsyncIterator[bytes]:
    """What came before the line broke counts, also where no word came that it did: a computer that sleeps says none."""
    with suppress(ClientDisconnect, TimeoutError):
        while True:
            async with asyncio.timeout(patience_s):
                chunk = await anext(stream, None)
            if chunk is None:
                return
            yield chunk


async def _by(hands: ThreadPoolExecutor, act: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
    return await asyncio.get_running_loop().run_in_executor(hands, partial(act, *args, **kwargs))


def find(here: Service, actor: Actor, upload_id: str) -> RecordingRow:
    """Only one's own; raises ``NoSuchUpload``."""
    with here.database.reading(actor) as session:
        row = uploads.find(session, actor, upload_id)
    if row is None:
        raise NoSuchUpload
    return row


def so_far(here: Service, row: RecordingRow) -> int:
    """Bytes that are safely here: never more than the disk has, whatever the row says."""
    return row.received if row.sha256 else min(row.received, Uploads(here.recordings).here(row.id))


def finish_if_whole(here: Service, actor: Actor, upload_id: str) -> None:
    """Where somebody was stopped between the last byte and the hash; not where somebody is at it."""
    with suppress(Busy), Uploads(here.recordings).alone(upload_id) as path:
        row = find(here, actor, upload_id)
        if row.sha256 is None and so_far(here, row) == row.size:
            _finish(here, actor, upload_id, path)


def forget(here: Service, upload_ids: Sequence[str]) -> None:
    """What has come of recordings that nobody wants; whoever is sending one just now learns it, and forgets it."""
    kept = Uploads(here.recordings)
    for upload_id in upload_ids:
        with suppress(Busy), kept.alone(upload_id):
            kept.forget(upload_id)


def keep_finishing(here: Service) -> None:
    """As long as the process lives, now and then; what goes wrong goes right the next time."""
    while True:
        try:
            finish_all(here)
        except Exception as error:  # noqa: BLE001 (the database may be away)
            _complain("uploads not looked at", error)
        time.sleep(_AGAIN_S)


def finish_all(here: Service) -> None:
    """Whoever sent them may not be there any more, and meetings wait; one that cannot be finished holds up no other."""
    with here.database.reading(PROGRAM) as session:
        found = [(_sender(session, row), row.id) for row in uploads.whole(session)]
    for actor, upload_id in found:
        try:
            finish_if_whole(here, actor, upload_id)
        except Exception as error:  # noqa: BLE001 (whatever it is, the next one is finished all the same)
            _complain("upload not finished", error, upload=upload_id)


def _sender(session: Session, row: RecordingRow) -> Actor:
    """As they were when they sent it: they may have moved to another department since."""
    actor = accounts.actor(session.get_one(AccountRow, row.uploaded_by), "")
    return replace(actor, municipality_id=row.municipality_id, department_id=row.department_id)


def _complain(what: str, error: Exception, **more: str) -> None:
    structlog.get_logger("minutes.web").error(what, **more, **trail(error))


def _finish(here: Service, actor: Actor, upload_id: str, path: Path) -> None:
    """For whoever has it alone. Its entry comes first: everybody else waits for that, and sees what was done here."""
    kept = Uploads(here.recordings)
    sha256 = kept.finish(path)
    with here.database.writing(actor) as session:
        audit.note(session, actor, Action.RECORDING_UPLOADED, upload_id, sha256=sha256, size=path.stat().st_size)
        row = uploads.receive(session, upload_id, path.stat().st_size, sha256)
        if row is None:
            raise Replaced
        if row.meeting_id:
            begin_when_complete(session, here.queue, actor, session.get_one(MeetingRow, row.meeting_id))
    kept.forget(upload_id)
