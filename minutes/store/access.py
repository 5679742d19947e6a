"""閲覧範囲: a session sees, and writes, what belongs to its actor's department, and nothing else.

The filter sits under every query, so that no query can forget it; one of a shape that it would not reach is refused
(`reach`). Whoever opens a session says in whose name; the program itself (the worker, sign-in) says `PROGRAM`, and a
session in nobody's name reads no owned row at all. Rows of a municipality as a whole are filtered by that alone.
"""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import ColumnElement, and_, event, false, inspect
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlmodel import Session

from minutes.domain.errors import MinutesError
from minutes.domain.people import Actor
from minutes.store import reach
from minutes.store.tables import OfTown, Owned, owned


class _Program:
    """The program itself, which works for everybody."""


PROGRAM: Final = _Program()
OnBehalf = Actor | _Program
_WHO, _THEIRS = "on_behalf", "theirs"


class NotYours(MinutesError):
    """Something that belongs to another department was to be written; a fault in the program, not in what was asked."""

    def __init__(self) -> None:
        super().__init__("ほかの課の記録を書き換えようとしました。管理者に知らせてください。")


def acting(session: Session, on_behalf: OnBehalf | None) -> Session:
    """From now on the session sees what ``on_behalf`` may see."""
    session.info[_WHO] = on_behalf
    session.info[_THEIRS] = (
        ()
        if isinstance(on_behalf, _Program)
        else tuple(with_loader_criteria(row, _whose(row, on_behalf), include_aliases=True) for row in owned())
    )
    return session


def install(session_class: type[Session]) -> None:
    """Put the filter under every session of this class."""
    event.listen(session_class, "do_orm_execute", _filter)
    event.listen(session_class, "before_attach", _check_before_attaching)
    event.listen(session_class, "before_flush", _check_before_writing)


def _filter(state: ORMExecuteState) -> None:
    if not isinstance(state.session.info.get(_WHO), _Program):
        reach.check(state.statement, with_parameters=bool(state.parameters))
        state.statement = state.statement.options(*state.session.info[_THEIRS])


def _whose(row: type[OfTown], actor: Actor | None) -> ColumnElement[bool]:
    return and_(*(getattr(row, name) == value for name, value in _keys(row, actor))) if actor else false()


def _keys(row: type[OfTown], actor: Actor) -> Iterator[tuple[str, str]]:
    """What stands in the columns of an actor's own row."""
    yield "municipality_id", actor.municipality_id
    if issubclass(row, Owned):
        yield "department_id", actor.department_id


def _check_before_attaching(session: Session, row: object) -> None:
    """A row that another session read may not be theirs."""
    if inspect(row).has_identity:
        _check(session, row)


def _check_before_writing(session: Session, *_: object) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        _check(session, row)


def _check(session: Session, row: object) -> None:
    actor = session.info.get(_WHO)
    if isinstance(actor, _Program) or not isinstance(row, OfTown):
        return
    if actor is None or any(
        getattr(row, name) != value or _moved(row, name) for name, value in _keys(type(row), actor)
    ):
        raise NotYours


def _moved(row: OfTown, name: str) -> bool:
    """Was it another's until now?"""
    state = inspect(row)
    return bool(state.has_identity and state.attrs[name].history.has_changes())
