"""Departments of a municipality."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from minutes.domain.errors import BadInput
from minutes.domain.people import Actor
from minutes.store.tables import DepartmentRow


class DepartmentThere(BadInput):
    def __init__(self, name: str) -> None:
        super().__init__(f"「{name}」は、もうあります。")


def listed(session: Session, actor: Actor) -> Sequence[DepartmentRow]:
    theirs = select(DepartmentRow).where(col(DepartmentRow.municipality_id) == actor.municipality_id)
    return session.exec(theirs.order_by(col(DepartmentRow.name))).all()


def find(session: Session, actor: Actor, department_id: str) -> DepartmentRow | None:
    row = session.get(DepartmentRow, department_id)
    return row if row and row.municipality_id == actor.municipality_id else None


def make(session: Session, actor: Actor, name: str) -> DepartmentRow:
    """Raises ``DepartmentThere``."""
    _check(session, actor, name)
    department = DepartmentRow(municipality_id=actor.municipality_id, name=name)
    session.add(department)
    session.flush()
    return department


def rename(session: Session, actor: Actor, department: DepartmentRow, name: str) -> None:
    """Raises ``DepartmentThere``."""
    _check(session, actor, name)
    department.name = name
    session.add(department)


def _check(session: Session, actor: Actor, name: str) -> None:
    if any(one.name == name for one in listed(session, actor)):
        raise DepartmentThere(name)
