"""封印: entries of the audit log, changes of a text and their snapshots are only ever added, and the database itself
sees to it.

Triggers, because what was typed and what is on record must survive a fault in this program, too. Nothing comes between
two entries or takes the place of one, none is changed, and none is removed but the changes and snapshots of a meeting
that has lain in the bin for its whole grace time: that is the cleaner's (`cleaning`) business, and nobody else can be
early. What a change or a snapshot says is not looked at here: `chains` does. But a change must be signed as today: an
earlier program that still runs beside this one would break the chain for ever.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

KEPT_DAYS: Final = 29
"""A day less than the grace time: the clocks of the database and of the cleaner may differ."""
_AGO: Final = {
    "sqlite": f"datetime('now', '-{KEPT_DAYS} days')",
    "postgresql": f"now() - interval '{KEPT_DAYS} days'",
}
_ALWAYS: Final = "1 = 1"
_NOT_OF_THE_LAST_CHANGE: Final = (
    "NEW.position <> (SELECT coalesce(max(position), -1) FROM change WHERE draft_id = NEW.draft_id) "
    "OR EXISTS (SELECT 1 FROM snapshot WHERE draft_id = NEW.draft_id AND position = NEW.position)"
)
"""It is taken with a change, in one transaction, and never again: REPLACE would remove the one before."""


FORM: Final = "2:"
"""Before the digests of today. Changes without it prove their updates alone, not who wrote them and when."""


@dataclass(frozen=True, slots=True)
class _Seal:
    """What the database refuses: ``event`` on ``table`` where the condition ``refused`` holds."""

    table: str
    event: str
    refused: str = _ALWAYS

    @property
    def name(self) -> str:
        return f"{self.table}_refuses_{self.event.lower()}"


def seal(connection: Connection) -> None:
    put_on = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}[connection.dialect.name]
    for one in _seals(connection.dialect.name):
        for statement in put_on(one):
            connection.exec_driver_sql(statement)


def unseal(connection: Connection) -> None:
    """For a migration: on SQLite tables are copied to be changed, and no trigger may look at one that is away."""
    on_table = connection.dialect.name == "postgresql"
    for one in _seals(connection.dialect.name):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {one.name}" + (f" ON {one.table}" if on_table else ""))


def _seals(dialect: str) -> Iterator[_Seal]:
    yield _Seal("audit", "INSERT", _elsewhere_than_last("audit", first=1, among=_ALWAYS))
    yield _Seal("audit", "UPDATE")
    yield _Seal("audit", "DELETE")
    elsewhere = _elsewhere_than_last("change", first=0, among="draft_id = NEW.draft_id")
    yield _Seal("change", "INSERT", f"{elsewhere} OR substr(NEW.digest, 1, {len(FORM)}) <> '{FORM}'")
    yield _Seal("snapshot", "INSERT", _NOT_OF_THE_LAST_CHANGE)
    for table in ("change", "snapshot"):
        yield _Seal(table, "UPDATE")
        yield _Seal(
            table,
            "DELETE",
            "NOT EXISTS (SELECT 1 FROM draft JOIN meeting ON meeting.id = draft.meeting_id "  # noqa: S608 (our own words)
            f"WHERE draft.id = OLD.draft_id AND meeting.binned_at <= {_AGO[dialect]})",
        )
    if dialect == "postgresql":
        for table in ("audit", "change", "snapshot"):
            yield _Seal(table, "TRUNCATE")


def _elsewhere_than_last(table: str, *, first: int, among: str) -> str:
    return f"NEW.position <> (SELECT coalesce(max(position) + 1, {first}) FROM {table} WHERE {among})"  # noqa: S608


def _on_sqlite(one: _Seal) -> Iterator[str]:
    yield (
        f"CREATE TRIGGER {one.name} BEFORE {one.event} ON {one.table} WHEN {one.refused} "
        f"BEGIN SELECT RAISE(ABORT, '{one.name}'); END"
    )


def _on_postgresql(one: _Seal) -> Iterator[str]:
    """Its triggers' own conditions may not look at other rows: a function does."""
    yield (
        f"CREATE OR REPLACE FUNCTION {one.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {one.refused} THEN RAISE EXCEPTION '{one.name}' USING ERRCODE = 'restrict_violation'; END IF; "
        "RETURN coalesce(NEW, OLD); END $$"
    )
    each = "STATEMENT" if one.event == "TRUNCATE" else "ROW"
    yield (f"CREATE TRIGGER {one.name} BEFORE {one.event} ON {one.table} FOR EACH {each} EXECUTE FUNCTION {one.name}()")
