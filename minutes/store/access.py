"""閲覧範囲: a session sees, and writes, what belongs to its actor's department, and nothing else.

The filter sits under every query, so that no query can forget it. Whoever opens a session says in whose name; the
program itself (the worker, sign-in) says `PROGRAM`, and a session in nobody's name reads no owned row at all.
"""

from typing import Final

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlmodel import Session

from minutes.domain.errors import MinutesError
from minutes.domain.people import Actor
from minutes.store.tables import Owned


class _Program:
    """The program itself, which works for everybody."""


PROGRAM: Final = _Program()
OnBehalf = Actor | _Program
_KEY = "on_behalf"


class NotYours(MinutesError):
    """Something that belongs to another department was to be written; a fault in the program, not in what was asked."""

    def __init__(self) -> None:
        super().__init__("ほかの課の記録を書き換えようとしました。管理者に知らせてください。")


def acting(session: Session, on_behalf: OnBehalf) -> Session:
    session.info[_KEY] = on_behalf
    return session


def install(session_class: type[Session]) -> None:
    """Put the filter under every session of this class."""
    event.listen(session_class, "do_orm_execute", _filter)
    event.listen(session_class, "before_flush", _check)


def _filter(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load:
        return
    on_behalf = state.session.info.get(_KEY)
    if on_behalf is PROGRAM:
        return
    municipality = on_behalf.municipality_id if on_behalf else None
    department = on_behalf.department_id if on_behalf else None
    state.statement = state.statement.options(
        with_loader_criteria(
            Owned,
            lambda row: (row.municipality_id == municipality) & (row.department_id == department),
            include_aliases=True,
            track_closure_variables=True,
        )
    )


def _check(session: Session, *_: object) -> None:
    on_behalf = session.info.get(_KEY)
    if on_behalf is PROGRAM:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Owned) and not (
            on_behalf
            and (row.municipality_id, row.department_id) == (on_behalf.municipality_id, on_behalf.department_id)
        ):
            raise NotYours
