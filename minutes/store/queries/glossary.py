"""用語集: the words of a department that the recogniser is to expect."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from minutes.domain.errors import BadInput
from minutes.domain.people import Actor
from minutes.store.tables import TermRow

MOST = 1_000
"""A recogniser expects some dozens; nobody reads through more than this."""


class GlossaryFull(BadInput):
    def __init__(self) -> None:
        super().__init__(f"用語集は{MOST:,}語までです。使わない語を消してから、加えてください。")


def words(session: Session, department_id: str) -> tuple[str, ...]:
    """The latest first: what was put right in the last meeting matters most in the next."""
    return tuple(term.word for term in _ordered(session, department_id))


def listed(session: Session, actor: Actor) -> Sequence[TermRow]:
    return _ordered(session, actor.department_id)


def add(session: Session, actor: Actor, word: str) -> TermRow | None:
    """``None`` where it is there already. Raises ``GlossaryFull``."""
    own = select(func.count()).select_from(TermRow).where(col(TermRow.department_id) == actor.department_id)
    if session.exec(own.where(col(TermRow.word) == word)).one():
        return None
    if session.exec(own).one() >= MOST:
        raise GlossaryFull
    term = TermRow(
        word=word,
        added_by=actor.account_id,
        municipality_id=actor.municipality_id,
        department_id=actor.department_id,
    )
    session.add(term)
    session.flush()
    return term


def remove(session: Session, term_id: str) -> bool:
    """Was it still there?"""
    term = session.get(TermRow, term_id)
    if term:
        session.delete(term)
    return term is not None


def _ordered(session: Session, department_id: str) -> Sequence[TermRow]:
    theirs = select(TermRow).where(col(TermRow.department_id) == department_id)
    return session.exec(theirs.order_by(col(TermRow.added_at).desc(), col(TermRow.id))).all()
