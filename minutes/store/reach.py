"""届く範囲: does the filter of `access` reach every owned table of a statement?

SQLAlchemy puts our criteria on the rows that a SELECT names: in its columns, its joins, its FROM, its comparisons. It
misses those that come in through an expression alone (the second of two columns in one, a window, a function inside a
comparison), tables beneath the rows, and SQL written by hand. Such a statement is refused: a fault in the program that
the first test of it finds, instead of another department's record on somebody's screen.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import (
    Alias,
    ClauseElement,
    ColumnClause,
    CompoundSelect,
    Delete,
    FromClause,
    Insert,
    Join,
    Select,
    SelectBase,
    TableClause,
    TextClause,
    TextualSelect,
    Update,
)
from sqlalchemy.sql import Executable
from sqlalchemy.sql.util import extract_first_column_annotation, surface_expressions
from sqlalchemy.sql.visitors import ExternallyTraversible, iterate

from minutes.domain.errors import MinutesError
from minutes.store.tables import OWNERS, owned

_ROW = "parententity"
"""Where SQLAlchemy notes of which row a column or a table is."""
_first_row: Callable[[ClauseElement, str], Any] = extract_first_column_annotation
_surface: Callable[[ClauseElement], Iterable[ClauseElement]] = surface_expressions
_HARMLESS = re.compile(r"\*|\d+")
"""``count(*)``, ``SELECT 1``."""


class NotFiltered(MinutesError):
    """``why`` is for whoever wrote the statement."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__("ほかの課の記録に触れるおそれがあるため、問い合わせを止めました。管理者に知らせてください。")


def check(statement: Executable, *, with_parameters: bool) -> None:
    """Raises ``NotFiltered``."""
    if not isinstance(statement, Select | CompoundSelect | Insert | Update | Delete):
        raise NotFiltered(f"a {type(statement).__name__} is not looked into")
    for element in iterate(statement):
        match element:
            case TextClause() | TextualSelect():
                raise NotFiltered(f"SQL written by hand: {element}")
            case ColumnClause(is_literal=True) if not _HARMLESS.fullmatch(element.name):
                raise NotFiltered(f"SQL written by hand: {element}")
            case Select():
                _check_select(element)
            case Insert() | Update() | Delete() if _is_owned(element.table):
                _check_change(element, with_parameters=with_parameters)


def _check_select(select: Select[tuple[object, ...]]) -> None:
    named = _named(select)
    for table in _tables(select.get_children()):
        if _is_owned(table) and _ROW not in table._annotations and table not in named:
            raise NotFiltered(f"{table} is not named: say select_from() or join()")


def _named(select: Select[tuple[object, ...]]) -> set[FromClause]:
    """The tables and aliases of the rows that SQLAlchemy sees in the columns and the comparisons."""
    if select._propagate_attrs.get("compile_state_plugin") != "orm":
        return set()  # it takes this one for a SELECT from tables, whatever else it is part of
    of_columns = {_first_row(column, _ROW) for column in select._raw_columns}
    compared = {element._annotations.get(_ROW) for where in select._where_criteria for element in _surface(where)}
    return {row.selectable for row in of_columns | compared if row}


def _tables(elements: Iterable[ExternallyTraversible]) -> Iterator[FromClause]:
    for element in elements:
        if isinstance(element, Join):
            yield from _tables((element.left, element.right))
        elif isinstance(element, FromClause):
            yield element


def _is_owned(table: ExternallyTraversible) -> bool:
    if isinstance(table, Alias):
        return _is_owned(table.element)
    return isinstance(table, TableClause) and table.name in {str(row.__tablename__) for row in owned()}


def _check_change(change: Insert | Update | Delete, *, with_parameters: bool) -> None:
    if isinstance(change, Insert) or with_parameters:
        raise NotFiltered("rows are added with session.add(), and changed by what they are, not by lists of values")
    row = change.table._annotations.get(_ROW)
    if row is None:
        raise NotFiltered(f"{change.table} is a table, not a row")
    if isinstance(change, Update) and any(getattr(column, "key", column) in OWNERS for column in change._values or ()):
        raise NotFiltered("whose a row is stays as it is")
    for element in _outside_of_selects(change):
        if isinstance(element, ColumnClause) and element._annotations.get(_ROW) is not row:
            raise NotFiltered(f"{element} is of another table: say in_(select())")


def _outside_of_selects(element: ExternallyTraversible) -> Iterator[ExternallyTraversible]:
    for child in element.get_children():
        if not isinstance(child, SelectBase):
            yield child
            yield from _outside_of_selects(child)
