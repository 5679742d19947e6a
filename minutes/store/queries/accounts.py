"""Accounts, the browsers that are signed in, and programs' keys. Secrets are kept as hashes only."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, delete, func, select

from minutes.domain.people import Actor, Role, login_of
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
        login=login_of(beginning.login),
        name=beginning.name,
        role=Role.ADMINISTRATOR,
        password=beginning.password,
    )
    session.add(account)
    session.flush()
    return account


def by_login(session: Session, login: str) -> AccountRow | None:
    """An account that may sign in."""
    found = select(AccountRow).where(col(AccountRow.login) == login_of(login), col(AccountRow.closed_at).is_(None))
    return session.exec(found).first()


def actor(account: AccountRow, address: str) -> Actor:
    return Actor(
        account.id, account.name, account.role, account.municipality_id, account.department_id, address=address
    )


def is_still(session: Session, account: AccountRow) -> bool:
    """Open, and with the same password, as when it was read in another session."""
    there = _open(session, account.id)
    return there is not None and there.password == account.password


def sign_in(session: Session, account: AccountRow) -> str:
    """The browser's secret; only this once, for only its hash is kept."""
    secret = secrets.token_urlsafe(32)
    session.add(SessionRow(secret_sha256=_hashed(secret), account_id=account.id))
    session.get_one(AccountRow, account.id).seen_at = now()
    session.flush()
    return secret


def signed_in(session: Session, secret: str) -> AccountRow | None:
    """Whose browser this is, as long as the sign-in lasts."""
    row, moment = session.get(SessionRow, _hashed(secret)), now()
    if row is None or moment - row.seen_at > IDLE or moment - row.created_at > LONGEST:
        return None
    return _open(session, row.account_id)


def is_seen_long_ago(session: Session, secret: str) -> bool:
    """The browser or the program, when it was last written down that it is there."""
    row = session.get(SessionRow, _hashed(secret)) or _key(session, secret)
    last = row.used_at if isinstance(row, TokenRow) else row.seen_at if row else now()
    return last is None or now() - last > _SEEN


def see(session: Session, secret: str) -> None:
    """The browser or the program is there, and in its shape the person."""
    row = session.get(SessionRow, _hashed(secret)) or _key(session, secret)
    if isinstance(row, SessionRow):
        row.seen_at = now()
    elif row:
        row.used_at = now()
    if row:
        session.get_one(AccountRow, row.account_id).seen_at = now()


def browsers(session: Session, account_id: str) -> int:
    """In how many somebody is signed in."""
    there = select(func.count()).select_from(SessionRow).where(col(SessionRow.account_id) == account_id)
    moment = now()
    lasting = (col(SessionRow.seen_at) >= moment - IDLE, col(SessionRow.created_at) >= moment - LONGEST)
    return session.exec(there.where(*lasting)).one()


def sign_out(session: Session, secret: str) -> None:
    session.exec(delete(SessionRow).where(col(SessionRow.secret_sha256) == _hashed(secret)))


def sign_out_everywhere(session: Session, account_id: str, but: str = "") -> None:
    """``but``: the secret of the one browser that stays."""
    theirs = delete(SessionRow).where(col(SessionRow.account_id) == account_id)
    session.exec(theirs.where(col(SessionRow.secret_sha256) != _hashed(but)))


def with_token(session: Session, secret: str) -> AccountRow | None:
    row = _key(session, secret)
    return _open(session, row.account_id) if row else None


def make_key(session: Session, actor: Actor, name: str) -> str:
    """A program's secret; only this once, for only its hash is kept."""
    secret = f"minutes_{secrets.token_urlsafe(32)}"
    session.add(TokenRow(secret_sha256=_hashed(secret), account_id=actor.account_id, name=name))
    session.flush()
    return secret


def keys(session: Session, account_id: str) -> Sequence[TokenRow]:
    found = select(TokenRow).where(col(TokenRow.account_id) == account_id)
    return session.exec(found.order_by(col(TokenRow.created_at))).all()


def close_key(session: Session, actor: Actor, key_id: str) -> bool:
    """Only one's own; was there such a one?"""
    found = select(TokenRow).where(col(TokenRow.id) == key_id, col(TokenRow.account_id) == actor.account_id)
    row = session.exec(found).first()
    if row:
        session.delete(row)
    return row is not None


def close_keys(session: Session, account_id: str) -> bool:
    """All of somebody's; were there any?"""
    return session.exec(delete(TokenRow).where(col(TokenRow.account_id) == account_id)).rowcount > 0


def _key(session: Session, secret: str) -> TokenRow | None:
    return session.exec(select(TokenRow).where(col(TokenRow.secret_sha256) == _hashed(secret))).first()


def _open(session: Session, account_id: str) -> AccountRow | None:
    account = session.get(AccountRow, account_id)
    return account if account and account.closed_at is None else None


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
