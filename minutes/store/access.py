"""閲覧範囲: a session sees, and writes, what belongs to its actor's department, and nothing else.

The filter sits under every query, so that no query can forget it. Whoever opens a session says in whose name; the
program itself (the worker, sign-in) says `PROGRAM`, and a session in nobody's name reads no owned row at all.
"""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import and_, event, false
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlmodel import Session, col

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
    state.statement = state.statement.options(*_theirs(on_behalf))


def _theirs(on_behalf: Actor | None) -> Iterator[LoaderCriteriaOption]:
    """Of every table of owned rows only those of the actor's department; of nobody's, none."""
    for row in Owned.__subclasses__():
        whose = (
            false()
            if on_behalf is None
            else and_(
                col(row.municipality_id) == on_behalf.municipality_id, col(row.department_id) == on_behalf.department_id
            )
        )
        yield with_loader_criteria(row, whose, include_aliases=True)


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
