"""SQLite and PostgreSQL as we open them: nobody fails for having to wait, readers see one moment, nothing is lost."""

import os
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import func, select

from minutes.domain.errors import CannotWrite
from minutes.store import audit, schema
from minutes.store.access import PROGRAM
from minutes.store.database import Database, DatabaseAway, lively, sqlite_in
from minutes.store.tables import AuditRow, DepartmentRow, PaceRow


@pytest.fixture
def on_sqlite(tmp_path):
    database = Database(sqlite_in(tmp_path), wait_s=0.3)
    schema.bring_up_to_date(database.engine)
    yield database
    database.close()


@pytest.fixture
def on_postgresql(postgres):
    database = Database(postgres.address(postgres.new()))
    schema.bring_up_to_date(database.engine)
    yield database
    database.close()


def a_pace(machine="a"):
    return PaceRow(machine=machine, stage="b", audio_s=1, seconds=1)


def write(database, machine="a"):
    with database.writing(PROGRAM) as session:
        session.add(a_pace(machine))


def count(session, row=PaceRow):
    return session.exec(select(func.count()).select_from(row)).one()


def counted(database, row=PaceRow):
    with database.reading(PROGRAM) as session:
        return count(session, row)


@pytest.mark.parametrize(
    ("pragma", "value"), {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 300}.items()
)
def test_sqlite_writes_ahead_and_durably_and_checks_references(on_sqlite, pragma, value):
    for opened in (on_sqlite.reading, on_sqlite.writing):
        with opened(PROGRAM) as session:
            assert session.connection().exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_references_are_checked(database):
    with pytest.raises(IntegrityError), database.writing(PROGRAM) as session:
        session.add(DepartmentRow(municipality_id="nowhere", name="x"))


def test_all_of_it_is_written_or_nothing(database):
    with pytest.raises(RuntimeError), database.writing(PROGRAM) as session:
        session.add(a_pace())
        session.flush()
        raise RuntimeError
    assert counted(database) == 0
    write(database)
    assert counted(database) == 1


def test_who_reads_cannot_write(database):
    with pytest.raises(DBAPIError, match=r"read-?only"), database.reading(PROGRAM) as session:
        session.add(a_pace())
        session.flush()
    write(database)
    assert counted(database) == 1


def test_who_reads_sees_one_moment(database):
    write(database)
    with database.reading(PROGRAM) as session:
        assert count(session) == 1
        write(database)
        assert count(session) == 1
    assert counted(database) == 2


def test_writers_wait_for_each_other_and_readers_for_nobody(database):
    """20 at once: more than the pool has connections."""
    seen = []

    def work(number):
        for _ in range(5):
            write(database, str(number))
            seen.append(counted(database))

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(work, range(20)))
    assert counted(database) == max(seen) == 100


def test_a_writer_that_has_begun_holds_up_no_reader(database):
    with database.writing(PROGRAM) as session:
        session.add(a_pace())
        session.flush()
        assert counted(database) == 0


def test_a_writer_that_waits_too_long_is_told_so(on_sqlite):
    with on_sqlite.writing(PROGRAM) as session:
        session.add(a_pace())
        session.flush()
        with pytest.raises(DatabaseAway, match="少し待ってから"):
            write(on_sqlite)
    write(on_sqlite)
    assert counted(on_sqlite) == 2


def test_a_full_disk_is_said_and_what_was_written_stays(on_sqlite):
    write(on_sqlite)
    with pytest.raises(CannotWrite, match="ディスクの空きがありません"), on_sqlite.writing(PROGRAM) as session:
        session.connection().exec_driver_sql("PRAGMA max_page_count = 1")
        session.add_all(a_pace("x" * 1_000) for _ in range(1_000))
        session.flush()
    on_sqlite.close()
    write(on_sqlite)
    assert counted(on_sqlite) == 2


def test_a_database_that_cannot_be_opened_is_away(tmp_path):
    for address in (sqlite_in(tmp_path / "nowhere"), f"postgresql+psycopg://minutes@/x?host={tmp_path}"):
        database = Database(address)
        with pytest.raises(DatabaseAway), database.reading(PROGRAM) as session:
            count(session)
        with pytest.raises(DatabaseAway):
            schema.bring_up_to_date(database.engine)
        database.close()


def test_a_server_that_is_gone_without_a_word_is_noticed_within_a_minute(on_postgresql):
    """By Linux, which is told so for each connection."""
    with on_postgresql.reading(PROGRAM) as session:
        connection = session.connection().connection.driver_connection
        with socket.socket(fileno=os.dup(connection.fileno())) as line:
            assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            idle_s, pause_s, count, unanswered_ms = (
                line.getsockopt(socket.IPPROTO_TCP, option)
                for option in (
                    socket.TCP_KEEPIDLE,
                    socket.TCP_KEEPINTVL,
                    socket.TCP_KEEPCNT,
                    socket.TCP_USER_TIMEOUT,
                )
            )
        told = connection.info.get_parameters()
    assert idle_s + pause_s * count <= 60
    assert 0 < unanswered_ms <= 60_000
    assert int(told["connect_timeout"]) <= 60


def test_what_an_address_says_itself_counts():
    address = "postgresql+psycopg://minutes:a%40b@db/minutes?connect_timeout=20&sslmode=require"
    url = make_url(lively(address))
    assert (url.password, url.query["connect_timeout"], url.query["sslmode"]) == ("a@b", "20", "require")
    assert lively("sqlite:////data/minutes.sqlite") == "sqlite:////data/minutes.sqlite"


def test_a_server_that_was_started_anew_is_not_noticed(postgres, on_postgresql):
    write(on_postgresql)
    postgres.stop()
    postgres.start()
    write(on_postgresql)
    assert counted(on_postgresql) == 2


def test_while_the_server_is_stopped_it_is_away_and_then_back(postgres, on_postgresql):
    write(on_postgresql)
    with pytest.raises(DatabaseAway), on_postgresql.writing(PROGRAM) as session:
        session.add(a_pace())
        session.flush()
        postgres.stop()
    for _ in range(2):
        with pytest.raises(DatabaseAway, match="データベースにつながりません"):
            write(on_postgresql)
    postgres.start()
    write(on_postgresql)
    assert counted(on_postgresql) == 2


@pytest.mark.parametrize("after", [1, 7, 20])
def test_what_a_killed_process_was_told_to_be_written_is_there(database, after):
    command = [sys.executable, "-m", "tests.store.noting", database.address, "100000"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    for _ in range(after):
        process.stdout.readline()
    process.kill()
    told = after + len(process.stdout.readlines())
    process.stdout.close()
    process.wait()
    assert told <= counted(database, AuditRow) <= told + 1
    with database.reading(PROGRAM) as session:
        assert audit.broken_at(session) is None


def test_a_connection_is_not_shared_between_threads(database):
    with database.writing(PROGRAM) as session:
        session.add(a_pace())
        session.flush()
        thread = threading.Thread(target=counted, args=(database,))
        thread.start()
        thread.join()
    assert counted(database) == 1
