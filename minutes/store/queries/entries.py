"""Entries of the audit log as an administrator reads them: those of the municipality, and what nobody it knew did."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from minutes.domain.people import Actor
from minutes.store.audit import Action
from minutes.store.tables import AccountRow, AuditRow, DepartmentRow, MeetingRow


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: what one person did, what is of some kind, what happened from one moment until before another."""

    account_id: str | None = None
    actions: Collection[Action] = ()
    since: datetime | None = None
    until: datetime | None = None


def newest(session: Session, actor: Actor, wanted: Wanted, *, limit: int, before: int | None = None) -> list[AuditRow]:
    """The newest first, of those before a position."""
    found = select(AuditRow).where(*_those(actor, wanted)).order_by(col(AuditRow.position).desc()).limit(limit)
    return list(session.exec(found.where(col(AuditRow.position) < before) if before else found))


def in_order(session: Session, actor: Actor, wanted: Wanted) -> Iterator[AuditRow]:
    """From the first, some at a time: there may be hundreds of thousands."""
    found = select(AuditRow).where(*_those(actor, wanted)).order_by(col(AuditRow.position))
    return iter(session.exec(found.execution_options(yield_per=1_000)))


def names(session: Session, actor: Actor, rows: Sequence[AuditRow]) -> dict[str, str]:
    """What the subjects of entries are called; meetings only where they are the actor's to see."""
    ids = {row.subject for row in rows}
    people = select(AccountRow.id, AccountRow.name).where(col(AccountRow.municipality_id) == actor.municipality_id)
    found = dict(session.exec(people.where(col(AccountRow.id).in_(ids))).all())
    departments = select(DepartmentRow.id, DepartmentRow.name).where(
        col(DepartmentRow.municipality_id) == actor.municipality_id
    )
    found |= dict(session.exec(departments.where(col(DepartmentRow.id).in_(ids))).all())
    meetings = select(MeetingRow).where(col(MeetingRow.id).in_(ids))
    return found | {meeting.id: meeting.title for meeting in session.exec(meetings)}


def _those(actor: Actor, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    yield or_(col(AuditRow.municipality_id) == actor.municipality_id, col(AuditRow.municipality_id).is_(None))
    if wanted.account_id:
        yield col(AuditRow.account_id) == wanted.account_id
    if wanted.actions:
        yield col(AuditRow.action).in_(wanted.actions)
    if wanted.since:
        yield col(AuditRow.at) >= wanted.since
    if wanted.until:
        yield col(AuditRow.at) < wanted.until
