"""はじめの設定: opened once, with the key that `minutes serve` prints, while nobody has an account."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api import passwords
from api.access import Here, address_of, only_ours
from api.fields import Name
from api.pages.sign_in import with_secret
from api.rendering import page
from api.service import Service
from minutes.domain.errors import BadInput, MinutesError
from minutes.store import audit
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.queries import accounts

router = APIRouter(prefix="/set-up")
Short = Annotated[Name, Form()]


class WrongKey(MinutesError):
    def __init__(self) -> None:
        super().__init__(
            "この設定ページは使えません。`minutes serve` の画面に出ているアドレスをもう一度開いてください。"
        )


@router.get("")
def form(request: Request, here: Here, key: str = "") -> Response:
    _check(here, key)
    return page(request, "set_up.html", key=key, problem="", given={})


@router.post("", dependencies=[Depends(only_ours)])
def set_up(
    request: Request,
    here: Here,
    key: Short,
    municipality: Short,
    department: Short,
    name: Short,
    login: Short,
    password: Annotated[str, Form(max_length=1_000)],
    again: Annotated[str, Form(max_length=1_000)],
) -> Response:
    _check(here, key)
    try:
        beginning = accounts.Beginning(municipality, department, login, name, passwords.chosen(password, again))
    except BadInput as error:
        given = {"municipality": municipality, "department": department, "name": name, "login": login}
        return page(request, "set_up.html", status=422, key=key, problem=str(error), given=given)
    address = address_of(request)
    with here.database.writing(PROGRAM) as session:
        audit.take_turn(session)
        if not accounts.is_empty(session):  # somebody was quicker
            raise WrongKey
        account = accounts.set_up(session, beginning)
        audit.note(session, accounts.actor(account, address), Action.SET_UP)
    return with_secret(RedirectResponse("/", 303), request, here, account)


def _check(here: Service, key: str) -> None:
    with here.database.reading(PROGRAM) as session:
        if not accounts.is_empty(session) or not secrets.compare_digest(key.encode(), here.setup_key.encode()):
            raise WrongKey
