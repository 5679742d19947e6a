"""作業員: composition root of the process that makes drafts. Several may work on one database.

minutes worker
"""

import hashlib
import signal
import threading
from dataclasses import asdict
from functools import partial
from pathlib import Path

import structlog

from exports import draft_json
from minutes import logs, pipeline
from minutes.audio import Audio
from minutes.domain.artefact import Pieces
from minutes.domain.errors import UnreadableRecording
from minutes.domain.meeting import joined
from minutes.domain.record import Minutes
from minutes.jobs import drafting, seat
from minutes.jobs.telling import Telling
from minutes.jobs.underway import Make, Watch
from minutes.models import Shelf, Task
from minutes.places import artefacts, recordings
from minutes.settings import Settings
from minutes.store import schema
from minutes.store.access import PROGRAM
from minutes.store.cleaning import Cleaned, Cleaner
from minutes.store.database import Database
from minutes.store.pieces import note
from minutes.store.queries import jobs
from minutes.store.tables import now
from minutes.workshop import Work, Workshop

_TAKE_UP_S = 60.0
"""So often it looks for what other workers left unfinished."""
_CLEAN_S = 600.0
"""So soon, at most, what is to be deleted at once is gone."""


def run(settings: Settings) -> None:
    """Works until asked to stop (SIGTERM, SIGINT)."""
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    logs.set_up()
    database = Database(settings.database_address)
    schema.bring_up_to_date(database.engine)
    bench, cleaner = Bench(settings, database), cleaner_of(settings, database)
    threading.Thread(target=keep_clean, args=(cleaner, stopping), name="cleaning", daemon=True).start()
    with drafting.working(
        settings.database_address, database, settings.workers, prepare=bench.prepare, keep=bench.keep
    ) as take_up:
        while not stopping.wait(_TAKE_UP_S):
            take_up()


def cleaner_of(settings: Settings, database: Database) -> Cleaner:
    return Cleaner(database, recordings(settings), artefacts(settings), settings.grace)


def keep_clean(cleaner: Cleaner, stopping: threading.Event) -> None:
    """Now and then until asked to stop. What goes wrong goes right the next time, and keeps nobody from their work."""
    log = structlog.get_logger("minutes.worker")
    while True:
        try:
            cleaned = cleaner.clean(now())
            if cleaned != Cleaned():
                log.info("cleaned", **asdict(cleaned))
        except Exception as error:  # noqa: BLE001 (drafts are made all the same)
            log.error("not cleaned", **logs.trail(error))  # noqa: TRY400 (the trail leaves out what was said)
        if stopping.wait(_CLEAN_S):
            return


class Bench:
    """作業台: what the making of a job's draft needs, put together from the settings and what the rows say."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings, self._database = settings, database
        self._recordings, self._machine = recordings(settings), seat.machine(settings.workers)

    def prepare(self, job_id: str) -> tuple[Make, Watch]:
        with self._database.reading(PROGRAM) as session:
            order = jobs.order(session, job_id)
        work = self._work(order)
        telling = Telling(self._database, order, self._machine)
        return partial(self._make, order, work, telling), telling

    def keep(self, minutes: Minutes) -> str:
        """By the hash of its JSON, like a recording; the same draft twice is one."""
        content = draft_json.render(minutes)
        key = f"drafts/{hashlib.sha256(content).hexdigest()}"
        self._recordings.put(key, content)
        self._recordings.settle(key)
        return key

    def _work(self, order: jobs.Order) -> Work:
        shelf = Shelf(self._settings.models)
        return Work(
            recogniser=shelf.choose(Task.RECOGNITION, order.recogniser),
            diarizer=shelf.choose(Task.DIARIZATION, None),
            speakers=order.speakers,
            microphones=order.microphones,
        )

    def _make(self, order: jobs.Order, work: Work, telling: Telling, watch: Watch, on_piece: Pieces) -> Minutes:
        sounds = [sha256 for sha256, _ in order.recordings]
        for sha256 in {*sounds, joined(sounds)} if sounds else ():
            note(artefacts(self._settings), sha256)
        shop = Workshop(self._settings, work, watch, on_piece)
        decode = partial(shop.decode, names=[name for _, name in order.recordings])
        return pipeline.draft(
            [self._recording(sha256, name) for sha256, name in order.recordings],
            order.meeting,
            decode=lambda paths: _measured(decode(paths), telling),
            transcribe=shop.transcribe,
            diarize=shop.diarize,
            forget=shop.forget,
            trial=work.is_trial,
        )

    def _recording(self, sha256: str, name: str) -> Path:
        path = self._recordings.local(sha256)
        if path is None:
            raise UnreadableRecording(name, "録音が見つかりません。管理者に知らせてください。")
        return path


def _measured(audio: Audio, telling: Telling) -> Audio:
    telling.measured(audio.recording.duration_s)
    return audio
