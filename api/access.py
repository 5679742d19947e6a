"""だれが: who is asking, by a browser's cookie or a program's token, and what they may do."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from api.security import is_ours
from api.service import Service
from minutes.domain.errors import CannotWrite, MinutesError
from minutes.domain.people import Actor, Right
from minutes.store.access import PROGRAM
from minutes.store.database import DatabaseAway
from minutes.store.queries import accounts
from minutes.store.tables import AccountRow

COOKIE = "minutes"
Find = Callable[[Session, str], AccountRow | None]


class NotSignedIn(MinutesError):
    def __init__(self) -> None:
        super().__init__("サインインしてください。")


class NotAllowed(MinutesError):
    def __init__(self, why: str = "この操作をする権限がありません。必要なときは管理者に頼んでください。") -> None:
        super().__init__(why)


class NotByKey(NotAllowed):
    def __init__(self) -> None:
        super().__init__("このページは、APIの鍵では使えません。ブラウザでサインインして使ってください。")


class MustChangePassword(MinutesError):
    def __init__(self) -> None:
        super().__init__("はじめに、自分のパスワードを決めてください。")


class NotFromHere(MinutesError):
    def __init__(self) -> None:
        super().__init__("ほかのサイトから送られた操作のようです。このページを開き直して、もう一度やり直してください。")


def service(request: Request) -> Service:
    found: Service = request.app.state.service
    return found


Here = Annotated[Service, Depends(service)]


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def only_ours(request: Request) -> None:
    """Raises ``NotFromHere`` where another site's page speaks."""
    if not is_ours(request.method, request.headers):
        raise NotFromHere


def only_persons(request: Request) -> None:
    """Where accounts, passwords and keys are made: a key that somebody else got hold of leads to no further one.

    Raises ``NotByKey``.
    """
    if _key(request) is not None:
        raise NotByKey


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who is known; ``must_change``: until they have a password of their own they may do nothing else."""

    actor: Actor
    must_change: bool


async def known(request: Request, here: Here) -> SignedIn:
    """Raises ``NotSignedIn``, and ``NotFromHere`` where another site's page speaks with our cookie."""
    find: Find = accounts.with_token
    secret = _key(request)
    if secret is None:
        secret, find = request.cookies.get(COOKIE, ""), accounts.signed_in
        if secret or not request.url.path.startswith("/api/"):  # a program without a key is told that it has none
            only_ours(request)

    found = await run_in_threadpool(look, here, find, secret, address_of(request)) if secret else None
    if found is None:
        raise NotSignedIn
    request.state.actor = found.actor
    return found


def _key(request: Request) -> str | None:
    """What a program calls itself by; ``None`` where it is no program that asks."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return (key.strip() if scheme.lower() == "bearer" else "") if scheme else None


def look(here: Service, find: Find, secret: str, address: str) -> SignedIn | None:
    """Whose secret it is; that they are there is written down."""
    with here.database.reading(PROGRAM) as session:
        account = find(session, secret)
        stale = account is not None and accounts.is_seen_long_ago(session, secret)
    if stale:  # where it cannot be written down, whoever only reads may read on
        with suppress(CannotWrite, DatabaseAway), here.database.writing(PROGRAM) as session:
            accounts.see(session, secret)
    return SignedIn(accounts.actor(account, address), account.must_change) if account else None


Known = Annotated[SignedIn, Depends(known)]


def who(signed_in: Known) -> Actor:
    """Raises ``MustChangePassword``."""
    if signed_in.must_change:
        raise MustChangePassword
    return signed_in.actor


def may(right: Right) -> Callable[[Actor], Actor]:
    """For a route: whoever is asking, if they have the right. Raises ``NotAllowed``."""

    def checked(actor: Annotated[Actor, Depends(who)]) -> Actor:
        if not actor.may(right):
            raise NotAllowed
        return actor

    return checked


Reader = Annotated[Actor, Depends(may(Right.READ))]
Clerk = Annotated[Actor, Depends(may(Right.WORK))]
Administrator = Annotated[Actor, Depends(may(Right.MANAGE))]
