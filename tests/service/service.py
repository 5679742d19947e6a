"""The service as a town runs it: `minutes serve`, with a folder of its own, and a program that sends it recordings.

Others are listed in `tests/api/live.py`.

python -m tests.service.service FOLDER RECORDING: one meeting from its recording to its draft, and what came of it.
"""

import base64
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx2
from sqlmodel import select

from minutes.domain.people import Role
from minutes.jobs import queue
from minutes.store import schema
from minutes.store.access import PROGRAM
from minutes.store.database import Database, sqlite_in
from minutes.store.queries import accounts, drafts
from minutes.store.tables import AccountRow, DepartmentRow, JobRow, MunicipalityRow, RecordingRow
from tests.ports import free_port

PATIENCE_S = 1800
"""The machine may be busy with other work."""
PIECE = 64 * 1024
_ALONE = threading.Lock()
"""Alembic works for one at a time in a process."""
GONE = (httpx2.TransportError,)
AGAIN = (409, 423, 503)
"""Somebody else is at it, or the database is away: what the pages try again, too."""


class Service:
    """``address`` is that of its database."""

    def __init__(self, folder: Path, address: str = "") -> None:
        self.folder, self.data, self.database_address = folder, folder / "data", address
        self.data.mkdir(parents=True)
        self.address = address or sqlite_in(self.data)
        self.port, self._key = free_port(), ""
        self.database = Database(self.address)

    def settle(self) -> None:
        """A clerk, in whose name the program sends."""
        with _ALONE:
            schema.bring_up_to_date(self.database.engine)
        queue.prepare(self.address)
        whose = {"municipality_id": "aoba", "department_id": "council"}
        with self.database.writing(PROGRAM) as session:
            session.add(MunicipalityRow(id="aoba", name="青葉町"))
            session.flush()
            session.add(DepartmentRow(id="council", municipality_id="aoba", name="議会事務局"))
            session.flush()
            account = AccountRow(login="clerk", name="佐藤一郎", role=Role.CLERK, password="-", **whose)  # noqa: S106
            session.add(account)
            session.flush()
            self._key = accounts.make_key(session, accounts.actor(account, ""), "プログラム")

    def start(self) -> None:
        self._browser = httpx2.Client(
            base_url=f"http://127.0.0.1:{self.port}", headers={"authorization": f"Bearer {self._key}"}, timeout=120
        )
        self.run()

    def run(self) -> None:
        """The program alone, also once more: whoever sends to it goes on sending."""
        command = [sys.executable, "-m", "minutes", "serve", "--port", str(self.port), "--data", str(self.data)]
        environment = {**os.environ, "MINUTES_DATABASE": self.database_address, "OMP_WAIT_POLICY": "PASSIVE"}
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        until(self.answers, self.said)

    def __enter__(self) -> "Service":
        self.settle()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.database.close()

    def stop(self) -> int:
        """As systemd does; -> the exit code."""
        self.process.terminate()
        self._browser.close()
        return self.process.wait(PATIENCE_S)

    def answers(self) -> bool:
        assert self.process.poll() is None, self.said()
        try:
            return self._browser.get("/healthz").status_code == 200
        except GONE:
            return False

    def said(self) -> str:
        return (self.folder / "log").read_text()[-3000:]

    def part(self, name: str) -> int | None:
        """The process id of the web process or of the worker."""
        return next((pid for pid in children(self.process.pid) if _called(pid) == f"minutes-{name}"), None)

    def recogniser(self) -> int | None:
        """The child in which a recording is read, recognised, or its voices told apart."""
        worker = self.part("worker")
        spawned = (pid for pid in children(worker) if b"spawn_main" in _read(pid, "cmdline")) if worker else iter(())
        return next(spawned, None)

    def begin_upload(self, size: int) -> str:
        """-> the recording's id."""
        name = base64.b64encode("定例会.wav".encode()).decode()
        headers = {"upload-length": str(size), "upload-metadata": f"filename {name}"}
        return self._browser.post("/api/uploads", headers=headers).headers["location"].rpartition("/")[2]

    def make_meeting(self, recording: str) -> str:
        wanted = {"title": "定例会", "kind": "plenary", "recordings": [recording]}
        return self._browser.post("/api/meetings", json=wanted).json()["id"]

    def send(self, recording: str, content: bytes, pause_s: float = 0.0) -> None:
        """Piece by piece; whatever breaks off goes on where the service says that it is."""
        while (offset := self._offset(recording)) < len(content):
            self.send_at(recording, offset, content[offset : offset + PIECE])
            time.sleep(pause_s)

    def send_at(self, recording: str, offset: int, content: bytes | Iterator[bytes]) -> int | None:
        """-> the answer's status; ``None`` where there was no answer."""
        headers = {"content-type": "application/offset+octet-stream", "upload-offset": str(offset)}
        try:
            answer = self._browser.patch(f"/api/uploads/{recording}", content=content, headers=headers)
        except GONE:
            return None
        assert answer.status_code == 204 or answer.status_code in AGAIN, answer.text
        return answer.status_code

    def _offset(self, recording: str) -> int:
        found: list[int] = []

        def told() -> bool:
            try:
                answer = self._browser.head(f"/api/uploads/{recording}")
            except GONE:
                return False
            assert answer.status_code == 200 or answer.status_code in AGAIN, answer.status_code
            found.extend([int(answer.headers["upload-offset"])] if answer.status_code == 200 else [])
            return bool(found)

        until(told, self.said)
        return found[0]

    def page(self, path: str) -> str:
        return self._browser.get(path).raise_for_status().text

    def get(self, path: str, **headers: str) -> httpx2.Response:
        return self._browser.get(path, headers=headers)

    def throw_away(self, meeting: str) -> None:
        """For good, as soon as somebody empties the bin."""
        assert self._browser.delete(f"/api/meetings/{meeting}").status_code == 204
        self.form(f"/bin/{meeting}/delete")

    def form(self, path: str, **given: str) -> None:
        """Fill it in and send it."""
        assert self._browser.post(path, data=given).status_code == 303

    def watch(self, meeting: str) -> None:
        """Like somebody who has its page open."""
        with suppress(*GONE), self._browser.stream("GET", f"/api/meetings/{meeting}/news") as news:
            for _ in news.iter_lines():
                pass

    def job(self, meeting: str) -> JobRow | None:
        with self.database.reading(PROGRAM) as session:
            rows = [row for row in session.exec(select(JobRow)) if row.meeting_id == meeting]
        assert len(rows) <= 1, "asked for twice"
        return rows[0] if rows else None

    def outcome(self, meeting: str) -> dict[str, object]:
        """Wait for the draft; -> what says whether it is the same as another."""
        until(lambda: self._has_ended(meeting), self.said)
        assert (problem := self.job(meeting).problem) is None, problem
        with self.database.reading(PROGRAM) as session:
            draft = drafts.every(session, meeting)[0]
            recording = next(row for row in session.exec(select(RecordingRow)) if row.meeting_id == meeting)
        kept = hashlib.sha256((self.data / "recordings" / recording.sha256).read_bytes()).hexdigest()
        return {"draft": draft.content, "number": draft.number, "sha256": recording.sha256, "kept": kept}

    def _has_ended(self, meeting: str) -> bool:
        job = self.job(meeting)
        return job is not None and bool(job.finished_at or job.failed_at)

    def pieces(self) -> dict[str, tuple[int, int]]:
        """Every finished piece of work with its identity on disk: made again, it would be another file."""
        root = self.data / "artefacts"
        return {
            str(path.relative_to(root)): (path.stat().st_ino, path.stat().st_mtime_ns)
            for path in root.rglob("*")
            if path.is_file() and "scratch" not in path.relative_to(root).parts and "#" not in path.name
        }


def hear(service: Service, content: bytes, pause_s: float = 0.0) -> str:
    """Send a meeting's recording; -> the meeting's id. The work begins with its last byte."""
    recording = service.begin_upload(len(content))
    meeting = service.make_meeting(recording)
    service.send(recording, content, pause_s)
    return meeting


def until(true: Callable[[], object], said: Callable[[], str] = lambda: "waited too long") -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, said()
        time.sleep(0.1)


def kill(*pids: int | None) -> None:
    for pid in filter(None, pids):
        os.kill(pid, signal.SIGKILL)


def children(pid: int) -> list[int]:
    """Of all its threads."""
    return [int(one) for path in Path(f"/proc/{pid}/task").glob("*/children") for one in _read_file(path).split()]


def is_gone(pid: int) -> bool:
    return b"State:\tZ" in (status := _read(pid, "status")) or not status


def _called(pid: int) -> str:
    return _read(pid, "comm").decode().strip()


def _read(pid: int, name: str) -> bytes:
    return _read_file(Path(f"/proc/{pid}/{name}"))


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


if __name__ == "__main__":
    with Service(Path(sys.argv[1])) as service:
        began = time.monotonic()
        meeting = hear(service, Path(sys.argv[2]).read_bytes())
        outcome = service.outcome(meeting)
        print(json.dumps({**outcome, "took_s": time.monotonic() - began, "pieces": sorted(service.pieces())}))
