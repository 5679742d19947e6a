"""利用者: who may sign in, with which role, in which department. For administrators."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api import passwords
from api.access import Administrator, Here
from api.fields import Name
from api.rendering import page
from api.service import Service
from api.words import MEANINGS
from minutes.domain.errors import BadInput, MinutesError
from minutes.domain.people import Actor, Role
from minutes.store import audit
from minutes.store.audit import Action
from minutes.store.queries import departments, people
from minutes.store.tables import AccountRow, DepartmentRow

router = APIRouter(prefix="/accounts")


class NoSuchAccount(MinutesError):
    def __init__(self) -> None:
        super().__init__("この利用者はいません。利用者の一覧から開き直してください。")


class NoSuchDepartment(BadInput):
    def __init__(self) -> None:
        super().__init__("選んだ課がありません。課を選び直してください。")


class Given(BaseModel):
    """What the form asks for of everybody."""

    name: Name
    role: Role
    department_id: str = Field(max_length=100)


class New(Given):
    login: Name


@router.get("")
def listed(request: Request, here: Here, actor: Administrator, changed: str = "") -> Response:
    """``changed``: id of the account that something was done to just now."""
    with here.database.reading(actor) as session:
        there, theirs = people.listed(session, actor), departments.listed(session, actor)
    just = next((person for person in there if person.id == changed), None)
    return page(request, "accounts.html", people=there, departments=theirs, just=just)


@router.get("/new")
def new(request: Request, here: Here, actor: Administrator) -> Response:
    return _form(request, here, actor, "account_new.html", given={"department_id": actor.department_id, "role": ""})


@router.post("")
def make(request: Request, here: Here, actor: Administrator, given: Annotated[New, Form()]) -> Response:
    password = passwords.proposed()
    kept = passwords.hashed(password)
    try:
        with here.database.writing(actor) as session:
            account = people.make(
                session,
                actor,
                login=given.login,
                name=given.name,
                role=given.role,
                department_id=_department(session, actor, given.department_id).id,
                password=kept,
            )
            audit.note(session, actor, Action.ACCOUNT_MADE, account.id, role=account.role)
    except BadInput as problem:
        return _form(request, here, actor, "account_new.html", given=given.model_dump(), problem=str(problem))
    return _slip(request, account, password)


@router.get("/{account_id}")
def show(request: Request, here: Here, actor: Administrator, account_id: str) -> Response:
    with here.database.reading(actor) as session:
        account = _account(session, actor, account_id)
    given = {"name": account.name, "role": account.role, "department_id": account.department_id}
    return _form(request, here, actor, "account.html", given=given, account=account)


@router.post("/{account_id}")
def change(
    request: Request, here: Here, actor: Administrator, account_id: str, given: Annotated[Given, Form()]
) -> Response:
    with here.database.reading(actor) as session:
        account = _account(session, actor, account_id)
    try:
        with here.database.writing(actor) as session:
            audit.take_turn(session)
            _change(session, actor, account_id, given)
    except BadInput as problem:
        dumped = given.model_dump()
        return _form(request, here, actor, "account.html", given=dumped, problem=str(problem), account=account)
    return _done(account_id)


@router.post("/{account_id}/password")
def give_password(request: Request, here: Here, actor: Administrator, account_id: str) -> Response:
    password = passwords.proposed()
    kept = passwords.hashed(password)
    with here.database.writing(actor) as session:
        audit.take_turn(session)
        account = _account(session, actor, account_id)
        keys_closed = people.give_password(session, account, kept)
        audit.note(session, actor, Action.PASSWORD_GIVEN, account_id)
        if keys_closed:
            audit.note(session, actor, Action.KEY_CLOSED, account_id)
    return _slip(request, account, password)


@router.post("/{account_id}/close")
def close(here: Here, actor: Administrator, account_id: str) -> Response:
    with here.database.writing(actor) as session:
        audit.take_turn(session)
        keys_closed = people.close(session, _account(session, actor, account_id))
        audit.note(session, actor, Action.ACCOUNT_CLOSED, account_id)
        if keys_closed:
            audit.note(session, actor, Action.KEY_CLOSED, account_id)
    return _done(account_id)


@router.post("/{account_id}/reopen")
def reopen(here: Here, actor: Administrator, account_id: str) -> Response:
    with here.database.writing(actor) as session:
        audit.take_turn(session)
        people.reopen(session, _account(session, actor, account_id))
        audit.note(session, actor, Action.ACCOUNT_REOPENED, account_id)
    return _done(account_id)


def _form(
    request: Request,
    here: Service,
    actor: Actor,
    name: str,
    *,
    given: dict[str, Any],
    problem: str = "",
    account: AccountRow | None = None,
) -> Response:
    with here.database.reading(actor) as session:
        theirs = departments.listed(session, actor)
    status = 422 if problem else 200
    shown: dict[str, Any] = {
        "given": given,
        "problem": problem,
        "account": account,
        "departments": theirs,
        "roles": MEANINGS,
    }
    return page(request, name, status=status, **shown)


def _slip(request: Request, account: AccountRow, password: str) -> Response:
    """To be printed and handed over: where, who, and with which password."""
    return page(request, "first_password.html", account=account, password=password, address=str(request.base_url))


def _done(account_id: str) -> Response:
    return RedirectResponse(f"/accounts?changed={account_id}", 303)


def _change(session: Session, actor: Actor, account_id: str, given: Given) -> None:
    """What is different now goes on record, nothing where nothing is."""
    account, department = _account(session, actor, account_id), _department(session, actor, given.department_id)
    before = {"name": account.name, "role": account.role, "department": account.department_id}
    people.change(session, account, name=given.name, role=given.role, department_id=department.id)
    after = {"name": given.name, "role": given.role, "department": department.id}
    told = after | {"department": department.name}
    if different := {what: str(told[what]) for what, value in after.items() if value != before[what]}:
        audit.note(session, actor, Action.ACCOUNT_CHANGED, account_id, **different)


def _account(session: Session, actor: Actor, account_id: str) -> AccountRow:
    found = people.find(session, actor, account_id)
    if found is None:
        raise NoSuchAccount
    return found


def _department(session: Session, actor: Actor, department_id: str) -> DepartmentRow:
    found = departments.find(session, actor, department_id)
    if found is None:
        raise NoSuchDepartment
    return found
