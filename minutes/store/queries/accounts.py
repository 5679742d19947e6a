"""Accounts, the browsers that are signed in, and programs' keys. Secrets are kept as hashes only."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, delete, func, select

from minutes.domain.people import Actor, Role
from minutes.store.tables import AccountRow, DepartmentRow, MunicipalityRow, SessionRow, TokenRow, now

IDLE = timedelta(hours=8)
"""A working day: who listens to a meeting all morning is not sent away; who went home is."""
LONGEST = timedelta(days=7)
_SEEN = timedelta(minutes=1)
"""Written down no more often: every request would otherwise wait for the database's one writer."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the set-up page asks for: the town, the first department, and the administrator."""

    municipality: str
    department: str
    login: str
    name: str
    password: str


def is_empty(session: Session) -> bool:
    """Nobody has an account yet."""
    return session.exec(select(func.count()).select_from(AccountRow)).one() == 0


def set_up(session: Session, beginning: Beginning) -> AccountRow:
    municipality = MunicipalityRow(name=beginning.municipality)
    session.add(municipality)
    session.flush()
    department = DepartmentRow(municipality_id=municipality.id, name=beginning.department)
    session.add(department)
    session.flush()
    account = AccountRow(
        municipality_id=municipality.id,
        department_id=department.id,
        login=beginning.login,
        name=beginning.name,
        role=Role.ADMINISTRATOR,
        password=beginning.password,
    )
    session.add(account)
    session.flush()
    return account


def by_login(session: Session, login: str) -> AccountRow | None:
    """An account that may sign in."""
    found = select(AccountRow).where(col(AccountRow.login) == login, col(AccountRow.closed_at).is_(None))
    return session.exec(found).first()


def actor(account: AccountRow, address: str) -> Actor:
    return Actor(
        account.id, account.name, account.role, account.municipality_id, account.department_id, address=address
    )


def sign_in(session: Session, account: AccountRow) -> str:
    """The browser's secret; only this once, for only its hash is kept."""
    secret = secrets.token_urlsafe(32)
    session.add(SessionRow(secret_sha256=_hashed(secret), account_id=account.id))
    session.flush()
    return secret


def signed_in(session: Session, secret: str) -> AccountRow | None:
    """Whose browser this is, as long as the sign-in lasts."""
    row, moment = session.get(SessionRow, _hashed(secret)), now()
    if row is None or moment - row.seen_at > IDLE or moment - row.created_at > LONGEST:
        return None
    return _open(session, row.account_id)


def is_seen_long_ago(session: Session, secret: str) -> bool:
    row = session.get(SessionRow, _hashed(secret))
    return row is not None and now() - row.seen_at > _SEEN


def see(session: Session, secret: str) -> None:
    """The browser is still there."""
    session.get_one(SessionRow, _hashed(secret)).seen_at = now()


def sign_out(session: Session, secret: str) -> None:
    session.exec(delete(SessionRow).where(col(SessionRow.secret_sha256) == _hashed(secret)))


def with_token(session: Session, secret: str) -> AccountRow | None:
    row = session.exec(select(TokenRow).where(col(TokenRow.secret_sha256) == _hashed(secret))).first()
    return _open(session, row.account_id) if row else None


def _open(session: Session, account_id: str) -> AccountRow | None:
    account = session.get(AccountRow, account_id)
    return account if account and account.closed_at is None else None


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
