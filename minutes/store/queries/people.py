"""Accounts as an administrator sees and changes them: those of one municipality, of all its departments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from minutes.domain.errors import BadInput
from minutes.domain.people import Actor, Role, login_of
from minutes.store.queries import accounts
from minutes.store.tables import AccountRow, DepartmentRow, now


class LoginTaken(BadInput):
    def __init__(self, login: str) -> None:
        super().__init__(f"利用者名「{login}」は、もう使われています。別の利用者名にしてください。")


class LastAdministrator(BadInput):
    def __init__(self) -> None:
        super().__init__("管理者が一人もいなくなります。先に、ほかの方を管理者にしてください。")


@dataclass(frozen=True, slots=True)
class Person:
    """An account as the list shows it."""

    id: str
    login: str
    name: str
    role: Role
    department: str
    seen_at: datetime | None
    closed_at: datetime | None


def listed(session: Session, actor: Actor) -> list[Person]:
    """Everybody of the actor's municipality, those who may sign in first."""
    theirs = select(AccountRow, DepartmentRow.name).join(
        DepartmentRow, col(DepartmentRow.id) == col(AccountRow.department_id)
    )
    theirs = theirs.where(col(AccountRow.municipality_id) == actor.municipality_id)
    order = (col(AccountRow.closed_at).is_not(None), col(DepartmentRow.name), col(AccountRow.login))
    return [
        Person(row.id, row.login, row.name, row.role, department, row.seen_at, row.closed_at)
        for row, department in session.exec(theirs.order_by(*order))
    ]


def find(session: Session, actor: Actor, account_id: str) -> AccountRow | None:
    row = session.get(AccountRow, account_id)
    return row if row and row.municipality_id == actor.municipality_id else None


def make(
    session: Session, actor: Actor, *, login: str, name: str, role: Role, department_id: str, password: str
) -> AccountRow:
    """``password`` (a hash) is to be changed at the first sign-in. Raises ``LoginTaken``."""
    account = AccountRow(
        municipality_id=actor.municipality_id,
        department_id=department_id,
        login=login_of(login),
        name=name,
        role=role,
        password=password,
        must_change=True,
    )
    session.add(account)
    try:
        session.flush()
    except IntegrityError as exc:
        raise LoginTaken(account.login) from exc
    return account


def change(session: Session, account: AccountRow, *, name: str, role: Role, department_id: str) -> None:
    """Raises ``LastAdministrator``."""
    if role is not Role.ADMINISTRATOR:
        _another_administrator_than(session, account)
    account.name, account.role, account.department_id = name, role, department_id
    session.add(account)


def give_password(session: Session, account: AccountRow, password: str) -> bool:
    """``password`` (a hash), by somebody else: it is to be changed.

    Whoever knew the old one is sent away, and their programs: with a key of theirs they would come in again.
    -> were there such programs?
    """
    account.password, account.must_change = password, True
    session.add(account)
    accounts.sign_out_everywhere(session, account.id)
    return accounts.close_keys(session, account.id)


def change_password(session: Session, actor: Actor, password: str, staying: str) -> None:
    """One's own; the browser with the secret ``staying`` stays signed in, no other."""
    account = session.get_one(AccountRow, actor.account_id)
    account.password, account.must_change = password, False
    session.add(account)
    accounts.sign_out_everywhere(session, account.id, but=staying)


def close(session: Session, account: AccountRow) -> bool:
    """Neither the person nor their programs come in any more. -> were there such programs?

    Raises ``LastAdministrator``.
    """
    _another_administrator_than(session, account)
    account.closed_at = now()
    session.add(account)
    accounts.sign_out_everywhere(session, account.id)
    return accounts.close_keys(session, account.id)


def reopen(session: Session, account: AccountRow) -> None:
    account.closed_at = None
    session.add(account)


def administrators(session: Session, municipality_id: str) -> Sequence[AccountRow]:
    """Those who may sign in; nobody else changes them until the transaction ends."""
    found = select(AccountRow).where(
        col(AccountRow.municipality_id) == municipality_id,
        col(AccountRow.role) == Role.ADMINISTRATOR,
        col(AccountRow.closed_at).is_(None),
    )
    return session.exec(found.with_for_update(key_share=True)).all()


def _another_administrator_than(session: Session, account: AccountRow) -> None:
    there = administrators(session, account.municipality_id)
    if account in there and len(there) == 1:
        raise LastAdministrator
