"""データベース: SQLite in one file by default, PostgreSQL by its address.

Reading and writing are told apart: SQLite takes one writer at a time, and a transaction that only later turns out to
write cannot wait for its turn.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlmodel import Session

from minutes.store.access import OnBehalf, acting, install

_WAIT_S = 30


class _FilteredSession(Session):
    pass


install(_FilteredSession)


class Database:
    """Opened by its address, ``sqlite:////folder/minutes.sqlite`` or ``postgresql+psycopg://…``."""

    def __init__(self, address: str) -> None:
        self.engine = _engine(address)

    @contextmanager
    def reading(self, on_behalf: OnBehalf) -> Iterator[Session]:
        """One moment of the whole: nothing that happens meanwhile is seen."""
        with _FilteredSession(self.engine, expire_on_commit=False) as session:
            yield acting(session, on_behalf)

    @contextmanager
    def writing(self, on_behalf: OnBehalf) -> Iterator[Session]:
        """All of it or nothing; committed at the end."""
        with (
            self.engine.connect().execution_options(minutes_writes=True) as connection,
            _FilteredSession(connection, expire_on_commit=False) as session,
        ):
            yield acting(session, on_behalf)
            session.commit()

    def close(self) -> None:
        self.engine.dispose()


def sqlite_in(folder: Path) -> str:
    return f"sqlite:///{folder / 'minutes.sqlite'}"


def _engine(address: str) -> Engine:
    engine = create_engine(address, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401 (DB-API)
    """Readers never wait for the writer, and what is committed survives a power cut."""
    connection.isolation_level = None  # we begin transactions ourselves, below
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", f"busy_timeout = {_WAIT_S * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("minutes_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
