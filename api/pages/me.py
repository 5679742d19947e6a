"""自分の設定: one's own password, the keys of one's own programs, signing out everywhere."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from api import passwords
from api.access import COOKIE, Here, Known, NotSignedIn, Reader, SignedIn
from api.fields import Name
from api.rendering import page
from api.service import Service
from minutes.domain.errors import BadInput
from minutes.store import audit
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.queries import accounts, people
from minutes.store.tables import AccountRow

router = APIRouter(prefix="/me")
Typed = Annotated[str, Form(max_length=1_000)]


class WrongPassword(BadInput):
    def __init__(self) -> None:
        super().__init__("いまのパスワードが違います。")


class SamePassword(BadInput):
    def __init__(self) -> None:
        super().__init__("いまのパスワードと同じです。別のパスワードにしてください。")


class ChangedMeanwhile(BadInput):
    def __init__(self) -> None:
        super().__init__("パスワードは、いま別の画面で変えられました。そのパスワードで、もう一度やり直してください。")


@router.get("")
def show(request: Request, here: Here, actor: Reader, changed: bool = False) -> Response:
    with here.database.reading(actor) as session:
        account = session.get_one(AccountRow, actor.account_id)
        keys, browsers = accounts.keys(session, account.id), accounts.browsers(session, account.id)
    return page(request, "me.html", account=account, keys=keys, browsers=browsers, changed=changed)


@router.get("/password")
def password_form(request: Request, here: Here, signed_in: Known) -> Response:
    return _form(request, here, signed_in)


@router.post("/password")
def change_password(
    request: Request,
    here: Here,
    signed_in: Known,
    password: Typed,
    again: Typed,
    current: Typed = "",
    close_keys: Annotated[bool, Form()] = False,
) -> Response:
    """Who was given a password has just typed it, and is not asked for it again."""
    secret = request.cookies.get(COOKIE, "")
    try:
        before = _check(here, signed_in, current, password)
        kept = passwords.chosen(password, again)
        with here.database.writing(PROGRAM) as session:
            audit.take_turn(session)
            if _still_here(session, secret).password != before:
                raise ChangedMeanwhile
            people.change_password(session, signed_in.actor, kept, staying=secret)
            audit.note(session, signed_in.actor, Action.PASSWORD_CHANGED)
            if close_keys and accounts.close_keys(session, signed_in.actor.account_id):
                audit.note(session, signed_in.actor, Action.KEY_CLOSED)
    except BadInput as problem:
        return _form(request, here, signed_in, str(problem))
    return RedirectResponse("/" if signed_in.must_change else "/me?changed=true", 303)


@router.post("/keys")
def make_key(
    request: Request,
    here: Here,
    actor: Reader,
    name: Annotated[Name, Form()],
) -> Response:
    with here.database.writing(actor) as session:
        audit.take_turn(session)
        _still_here(session, request.cookies.get(COOKIE, ""))
        secret = accounts.make_key(session, actor, name)
        audit.note(session, actor, Action.KEY_MADE)
    return page(request, "key_made.html", purpose=name, secret=secret)


@router.post("/keys/{key_id}/close")
def close_key(here: Here, actor: Reader, key_id: str) -> Response:
    """One that is gone already is closed, too."""
    with here.database.writing(actor) as session:
        audit.take_turn(session)
        if accounts.close_key(session, actor, key_id):
            audit.note(session, actor, Action.KEY_CLOSED)
    return RedirectResponse("/me#keys", 303)


@router.post("/sign-out-everywhere")
def sign_out_everywhere(here: Here, actor: Reader) -> Response:
    with here.database.writing(actor) as session:
        audit.take_turn(session)
        accounts.sign_out_everywhere(session, actor.account_id)
        audit.note(session, actor, Action.SIGNED_OUT_EVERYWHERE)
    return RedirectResponse("/sign-in", 303)


def _form(request: Request, here: Service, signed_in: SignedIn, problem: str = "") -> Response:
    """Whoever has keys is asked whether they shall go, too."""
    with here.database.reading(PROGRAM) as session:
        keys = accounts.keys(session, signed_in.actor.account_id)
    status = 422 if problem else 200
    return page(request, "password.html", status=status, first=signed_in.must_change, keys=keys, problem=problem)


def _still_here(session: Session, secret: str) -> AccountRow:
    """Whose browser this is, now that nobody else changes that: who was sent away meanwhile does nothing more.

    Raises ``NotSignedIn``.
    """
    account = accounts.signed_in(session, secret)
    if account is None:
        raise NotSignedIn
    return account


def _check(here: Service, signed_in: SignedIn, current: str, password: str) -> str:
    """-> the password (a hash) that there is.

    Raises ``WrongPassword``, ``SamePassword``, and ``TooOften`` for whoever sits at somebody else's desk.
    """
    whose = signed_in.actor.account_id
    with here.database.reading(PROGRAM) as session:
        known = session.get_one(AccountRow, whose).password
    if not signed_in.must_change:
        with here.rates.trying(("account", whose)) as wrong:
            if not passwords.is_right(current, known):
                wrong()
                raise WrongPassword
    if passwords.is_right(password, known):
        raise SamePassword
    return known
