"""データベース: SQLite in one file by default, PostgreSQL by its address.

Reading and writing are told apart: SQLite takes one writer at a time, and a transaction that only later turns out to
write cannot wait for its turn. The one place where the errors of databases become our own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlmodel import Session

from minutes.domain.errors import BadInput, CannotWrite, MinutesError
from minutes.store.access import PROGRAM, OnBehalf, acting, install

WAIT_S = 30.0
"""So long somebody waits for those before them, of whom each takes milliseconds."""
_LIVELY = {
    "connect_timeout": "5",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
"""Seconds, and milliseconds: a server that answers no more, and does not say so, is noticed within a minute. PostgreSQL
and Linux themselves take two minutes to give a new connection up, and a quarter of an hour for one that was there."""


class DatabaseAway(MinutesError):
    def __init__(self) -> None:
        super().__init__(
            "データベースにつながりません。少し待ってから、もう一度試してください。続くときは管理者に知らせてください。"
        )


class DatabaseFull(CannotWrite):
    def __init__(self) -> None:
        super().__init__("データベース", "ディスクの空きがありません。管理者に知らせてください。")


class Unstorable(BadInput):
    """Text with a NUL in it, which PostgreSQL does not take; SQLite does."""

    def __init__(self) -> None:
        super().__init__("使えない文字が入っています。入れ直してください。")


class _FilteredSession(Session):
    pass


install(_FilteredSession)


class Database:
    """Opened by its address, ``sqlite:////folder/minutes.sqlite`` or ``postgresql+psycopg://…``.

    Everything may raise ``DatabaseAway``, or ``CannotWrite`` where the disk is full.
    """

    def __init__(self, address: str, *, wait_s: float = WAIT_S) -> None:
        self.address, self.engine = address, _engine(address, wait_s)
        self._for_reading = _reading(self.engine)
        self._for_writing = writing(self.engine)

    @contextmanager
    def reading(self, on_behalf: OnBehalf) -> Iterator[Session]:
        """One moment of the whole: nothing that happens meanwhile is seen, and nothing can be changed."""
        with translated(), _FilteredSession(self._for_reading, expire_on_commit=False) as session:
            yield acting(session, on_behalf)

    @contextmanager
    def writing(self, on_behalf: OnBehalf) -> Iterator[Session]:
        """All of it or nothing; committed at the end."""
        with translated(), _FilteredSession(self._for_writing, expire_on_commit=False) as session:
            yield acting(session, on_behalf)
            session.commit()

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def everybodys(session: Session) -> Iterator[Session]:
    """The same moment, as the program itself sees it: for what counts everybody's, and says nothing of whose it is."""
    with _FilteredSession(session.connection(), expire_on_commit=False) as same:
        yield acting(same, PROGRAM)


def sqlite_in(folder: Path) -> str:
    return f"sqlite:///{folder / 'minutes.sqlite'}"


def writing(engine: Engine, *, rebuilding: bool = False) -> Engine:
    """SQLite's one writer, from the beginning. ``rebuilding``: tables are copied, and references hang meanwhile."""
    return engine.execution_options(minutes_begin="BEGIN IMMEDIATE", minutes_checks_references=not rebuilding)


def _reading(engine: Engine) -> Engine:
    if engine.dialect.name == "sqlite":
        return engine.execution_options(minutes_reads_only=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _engine(address: str, wait_s: float) -> Engine:
    engine = create_engine(lively(address), pool_pre_ping=True, pool_timeout=wait_s)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", partial(_prepare_sqlite, wait_s))
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def lively(address: str) -> str:
    """The same database, of which it is soon noticed that it is gone; what the address says of that itself counts."""
    url = make_url(address)
    if url.get_backend_name() != "postgresql":
        return address
    return url.set(query={**_LIVELY, **url.query}).render_as_string(hide_password=False)


def _prepare_sqlite(wait_s: float, connection: Any, _: object) -> None:  # noqa: ANN401 (DB-API)
    """Readers never wait for the writer, and what is committed survives a power cut."""
    connection.isolation_level = None  # we begin transactions ourselves, below
    for pragma in (f"busy_timeout = {wait_s * 1000:.0f}", "journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    connection.exec_driver_sql(f"PRAGMA query_only = {options.get('minutes_reads_only', False):d}")
    connection.exec_driver_sql(f"PRAGMA foreign_keys = {options.get('minutes_checks_references', True):d}")
    connection.exec_driver_sql(options.get("minutes_begin", "BEGIN"))


@contextmanager
def translated() -> Iterator[None]:
    """What a database cannot do, in our own words; what it was asked wrongly stays as it is, for us to mend."""
    try:
        yield
    except NoConnectionFree as exc:
        raise DatabaseAway from exc
    except DataError as exc:
        raise Unstorable from exc
    except DBAPIError as exc:
        kind = _kind(exc) if isinstance(exc, OperationalError) else ""
        if kind in _FULL:
            raise DatabaseFull from exc
        if exc.connection_invalidated or kind.startswith(_AWAY):
            raise DatabaseAway from exc
        raise


def _kind(error: OperationalError) -> str:
    """SQLite's name of the error, or PostgreSQL's code; where that was not reached, the code for that."""
    name = getattr(error.orig, "sqlite_errorname", None)
    return name or getattr(error.orig, "sqlstate", None) or "08000"


_FULL = ("SQLITE_FULL", "53100")
_AWAY = ("SQLITE_BUSY", "SQLITE_CANTOPEN", "SQLITE_IOERR", "08", "53", "57")
"""The code's first two characters: connection lost or refused, too many of them, stopped by its administrator."""
