"""サインインとサインアウト."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api import passwords
from api.access import COOKIE, Here, Known, address_of, only_ours
from api.rates import TooOften
from api.rendering import page
from api.service import Service
from minutes.domain.errors import BadInput
from minutes.domain.people import login_of
from minutes.store import audit
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.queries import accounts
from minutes.store.tables import AccountRow

router = APIRouter()


class WrongSignIn(BadInput):
    def __init__(self) -> None:
        super().__init__("利用者名かパスワードが違います。大文字と小文字、かな入力になっていないかを確かめてください。")


@router.get("/sign-in")
def form(request: Request, here: Here, to: str = "/") -> Response:
    with here.database.reading(PROGRAM) as session:
        if accounts.is_empty(session):
            return page(request, "not_set_up.html")
    return page(request, "sign_in.html", to=to, login="", problem="")


@router.post("/sign-in", dependencies=[Depends(only_ours)])
def sign_in(
    request: Request,
    here: Here,
    login: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=1_000)],
    to: Annotated[str, Form(max_length=1_000)] = "/",
) -> Response:
    try:
        account = _known(here, login, password, address_of(request))
        return with_secret(RedirectResponse(_inside(to), 303), request, here, account)
    except (TooOften, WrongSignIn) as problem:
        status = 429 if isinstance(problem, TooOften) else 401
        return page(request, "sign_in.html", status=status, to=to, login=login, problem=str(problem))


@router.post("/sign-out")
def sign_out(request: Request, here: Here, signed_in: Known) -> Response:
    with here.database.writing(PROGRAM) as session:
        audit.take_turn(session)
        accounts.sign_out(session, request.cookies.get(COOKIE, ""))
        audit.note(session, signed_in.actor, Action.SIGN_OUT)
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(COOKIE)
    answer.headers["Clear-Site-Data"] = '"cache"'  # what they typed the page clears (sign_out.js); others' stays theirs
    return answer


def with_secret(answer: Response, request: Request, here: Service, account: AccountRow) -> Response:
    """The answer that signs the browser in; whoever came by HTTPS sends the secret by nothing else.

    Raises ``WrongSignIn`` where somebody has closed the account meanwhile, or given it another password.
    """
    address, secure = address_of(request), request.url.scheme == "https"
    with here.database.writing(PROGRAM) as session:
        audit.take_turn(session)
        still = accounts.is_still(session, account)
        secret = accounts.sign_in(session, account) if still else ""
        audit.note(session, accounts.actor(account, address), Action.SIGN_IN if still else Action.SIGN_IN_REFUSED)
    if not still:
        raise WrongSignIn
    longest = int(accounts.LONGEST.total_seconds())
    answer.set_cookie(COOKIE, secret, max_age=longest, secure=secure, httponly=True, samesite="lax")
    return answer


def _known(here: Service, login: str, password: str, address: str) -> AccountRow:
    """Whoever has this login and this password; the wrong try goes on record, the login does not: people mistake
    the fields and type their password there. Raises ``TooOften``, ``WrongSignIn``."""
    with here.rates.trying(("login", login_of(login)), ("address", address)) as wrong:
        with here.database.reading(PROGRAM) as session:
            account = accounts.by_login(session, login)
        if passwords.is_right(password, account.password if account else None) and account:
            return account
        wrong()
    with here.database.writing(PROGRAM) as session:
        who = accounts.actor(account, address) if account else None
        audit.note(session, who, Action.SIGN_IN_REFUSED, address=address)
    raise WrongSignIn


def _inside(to: str) -> str:
    """Only ever to a page of ours."""
    return to if to.startswith("/") and not to.startswith(("//", "/\\")) else "/"
