"""A secretariat with a meeting, a queue and workers on a real database; drafts are made at once, by real threads.

python -m tests.jobs.office ADDRESS DATA LOG [SECONDS]: a colleague, who makes drafts in a process of their own.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from sqlalchemy import event

from exports import draft_json
from minutes import coedit
from minutes.domain.artefact import Pieces
from minutes.domain.meeting import MeetingKind, Member
from minutes.domain.people import Actor, Role
from minutes.domain.record import Minutes
from minutes.jobs import drafting
from minutes.jobs.queue import Queue
from minutes.jobs.telling import Telling
from minutes.jobs.underway import Make, Watch
from minutes.store.access import PROGRAM
from minutes.store.database import Database
from minutes.store.files import Files
from minutes.store.queries import drafts, jobs, meetings
from minutes.store.tables import (
    AccountRow,
    DepartmentRow,
    DraftRow,
    JobRow,
    MeetingRow,
    MunicipalityRow,
    RecordingRow,
)
from tests.coedit.drafts import draft, heard

WHOSE = {"municipality_id": "aoba", "department_id": "council"}
TEXTS = ("ただいまから会議を開きます。", "異議なしと認めます。", "本日はこれで散会します。")
PATIENCE_S = 600
"""The machine may be busy with other work."""


_FULL = """
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$;
    CREATE TRIGGER no_room BEFORE UPDATE ON job EXECUTE FUNCTION no_room();
"""
"""PostgreSQL's own error, of a disk that is not really full."""


def _grow_no_more(connection, _: object) -> None:
    connection.execute("PRAGMA max_page_count = 1")  # SQLite takes it for as many as there are


class Office:
    """``meeting``: the id of one whose recording is there."""

    meeting = "meeting"

    def __init__(self, address: str, data: Path) -> None:
        self.address, self.seats = address, data / "workers"
        self.database, self.queue = Database(address), Queue(address)
        self.recordings = Files(data / "recordings")

    def close(self) -> None:
        self.queue.close()
        self.database.close()

    def settle(self) -> None:
        with self.database.writing(PROGRAM) as session:
            session.add(MunicipalityRow(id="aoba", name="青葉町"))
            session.flush()
            session.add(DepartmentRow(id="council", municipality_id="aoba", name="議会事務局"))
            session.flush()
            session.add(
                AccountRow(
                    id="clerk",
                    login="clerk",
                    name="佐藤一郎",
                    role=Role.CLERK,
                    password="-",  # noqa: S106
                    **WHOSE,
                )
            )
            session.flush()
            self._hold_meeting(session, self.meeting)

    def hold_meeting(self, name: str, sha256: str) -> str:
        with self.database.writing(PROGRAM) as session:
            self._hold_meeting(session, name, sha256)
        return name

    def _hold_meeting(self, session, name: str, sha256: str = "5f" * 32) -> None:
        kind = MeetingKind.PLENARY
        session.add(MeetingRow(id=name, title="定例会", kind=kind, created_by="clerk", **WHOSE))
        session.flush()
        recording = {"name": "朝.m4a", "size": 1, "received": 1, "sha256": sha256, "uploaded_by": "clerk"}
        session.add(RecordingRow(meeting_id=name, **recording, **WHOSE))

    def put_on_roster(self, *members: Member) -> None:
        """Those and nobody else."""
        with self.database.writing(PROGRAM) as session:
            self.put_on_roster_in(session, *members)

    def put_on_roster_in(self, session, *members: Member) -> None:
        session.get_one(MeetingRow, self.meeting).roster = [asdict(member) for member in members]
        session.flush()

    def ask(self, meeting: str = meeting) -> str:
        """A draft of the meeting; -> the job's id."""
        with self.database.writing(PROGRAM) as session:
            return self.ask_in(session, meeting)

    def ask_in(self, session, meeting: str = meeting) -> str:
        job = JobRow(meeting_id=meeting, asked_by="clerk", **WHOSE)
        session.add(job)
        session.flush()
        self.queue.ask(session, job)
        return job.id

    def call_off(self, job_id: str) -> None:
        with self.database.writing(PROGRAM) as session:
            jobs.cancel(session, job_id)
        self.queue.cancel(job_id)

    def job(self, job_id: str) -> JobRow | None:
        with self.database.reading(PROGRAM) as session:
            return session.get(JobRow, job_id)

    def heard(self, job_id: str) -> list[str]:
        with self.database.reading(PROGRAM) as session:
            return [row.text for row in meetings.heard(session, job_id)]

    def draft(self, meeting: str = meeting) -> DraftRow | None:
        with self.database.reading(PROGRAM) as session:
            return next(iter(drafts.every(session, meeting)), None)

    def correct(self, draft: DraftRow, texts: dict[str, str]) -> None:
        """Somebody at the desk; ``texts`` by the ids of lines."""
        clerk = Actor("clerk", "佐藤一郎", Role.CLERK, "aoba", "council")
        with self.database.writing(clerk) as session:
            update = coedit.Document.of(drafts.text_at(session, draft.id).updates).take(texts)
            drafts.change(session, clerk, drafts.held(session, draft.id), update)

    def document(self, meeting: str = meeting) -> coedit.Document:
        """The text of its draft."""
        with self.database.reading(PROGRAM) as session:
            return coedit.Document.of(change.update for change in drafts.changes_after(session, self.draft(meeting).id))

    @contextmanager
    def working(self, make: "OfOrder") -> Iterator[Callable[[], None]]:
        """A worker in this process, who makes drafts so."""

        def prepare(job_id: str) -> tuple[Make, Watch]:
            with self.database.reading(PROGRAM) as session:
                order = jobs.order(session, job_id)
            return partial(make, order), Telling(self.database, order, "here")

        with drafting.working(self.address, self.database, self.seats, prepare=prepare, keep=self._keep) as take_up:
            yield take_up

    def _keep(self, minutes: Minutes) -> str:
        self.recordings.put(key := "drafts/1", draft_json.render(minutes))
        return key

    @contextmanager
    def full(self) -> Iterator[threading.Event]:
        """The database's disk has no room for anything long. -> set once something was refused."""
        engine, refused = self.database.engine, threading.Event()
        event.listen(engine, "handle_error", lambda _: refused.set())
        sqlite = engine.dialect.name == "sqlite"
        if sqlite:
            event.listen(engine, "connect", _grow_no_more)
            engine.dispose()
        else:
            with engine.begin() as connection:
                connection.exec_driver_sql(_FULL)
        yield refused
        if sqlite:
            event.remove(engine, "connect", _grow_no_more)
            engine.dispose()
        else:
            with engine.begin() as connection:
                connection.exec_driver_sql("DROP TRIGGER no_room ON job")

    def finished(self, *job_ids: str) -> bool:
        """Wait until they are."""
        return until(lambda: all(self.job(job_id).finished_at for job_id in job_ids))


OfOrder = Callable[[jobs.Order, Watch, Pieces], Minutes]


def make(
    order: jobs.Order, watch: Watch, on_piece: Pieces, texts: tuple[str, ...] = TEXTS, pause_s: float = 0
) -> Minutes:
    """Piece by piece, as the real work does."""
    for number, text in enumerate(texts):
        watch("文字に起こす", number / len(texts))
        on_piece(heard(text, number * 10.0))
        time.sleep(pause_s)
    watch("文字に起こす", 1.0)
    return replace(draft(*texts), meeting=order.meeting)


class Held:
    """Makes drafts that wait, after their first piece, until they are let go."""

    def __init__(self) -> None:
        self.go_on, self.begun = threading.Event(), list[str]()

    def __call__(self, order: jobs.Order, watch: Watch, on_piece: Pieces) -> Minutes:
        self.begun.append(order.job_id)
        on_piece(heard(TEXTS[0], 0.0))
        while not self.go_on.wait(0.05):
            watch("文字に起こす", 0.5)
        return make(order, watch, on_piece)


def until(true: Callable[[], object]) -> bool:
    """Wait until it is; for longer than it may take on a busy machine."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)
    return True


def colleague(address: str, data: Path, log: Path, pause_s: float) -> None:
    """Notes every job that they begin."""

    def noting(order: jobs.Order, watch: Watch, on_piece: Pieces) -> Minutes:
        with log.open("a") as file:
            file.write(order.job_id + "\n")
        return make(order, watch, on_piece, pause_s=pause_s)

    office = Office(address, data)
    with office.working(noting):
        sys.stdin.read()  # until whoever started us is gone
    office.close()


if __name__ == "__main__":
    colleague(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), float(sys.argv[4]))
