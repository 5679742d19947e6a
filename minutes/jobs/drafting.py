"""粗原稿を作る: the durable work on one meeting, piece by piece.

A step is one finished piece: a batch of windows, a block of voices. What is finished lies among the artefacts, so that
a worker that was killed goes on with the piece it was at; its steps say what the page may show.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Concatenate, Final, ParamSpec, TypeVar

import structlog
from dbos import DBOS, DBOSConfig
from sqlmodel import Session

from minutes import coedit
from minutes.domain.errors import CannotWrite, ChildDied
from minutes.domain.meeting import Roster
from minutes.domain.record import Minutes
from minutes.jobs.problems import child_where, sentence
from minutes.jobs.seat import empty, names, seat
from minutes.jobs.underway import Done, Make, Stopped, UnderWay, Watch
from minutes.logs import trail
from minutes.store.access import PROGRAM
from minutes.store.database import Database, DatabaseAway, lively, translated
from minutes.store.queries import drafts, jobs
from minutes.store.queries.drafts import Edited
from minutes.store.tables import JobRow, now

QUEUE: Final = "drafts"
WORKFLOW: Final = "draft"
VERSION: Final = "1"
"""Of the steps, not of the program: a job that a new program finds unfinished has the steps it knows. Raised only
where `Drafting.draft` takes other steps than before."""
ATTEMPTS = 3
"""A child that died, mostly of too little memory, is given two more chances."""
_BREATH_S = 2.0
_LOOK_S = 1.0
"""So often, while a piece is in the making, it is asked whether anybody still waits for it."""
_STOP_S = 10.0
_SETTLED = timedelta(hours=1)
"""A job that was called off notices that in seconds."""
_AT_ONCE = 100
P = ParamSpec("P")
Result = TypeVar("Result")
Prepare = Callable[[str], tuple[Make, Watch]]
Keep = Callable[[Minutes], str]


class Drafting:
    """``prepare`` says how the draft of a job is made and who is told how far it is.

    ``keep`` puts a draft away; it says where.
    """

    def __init__(self, database: Database, prepare: Prepare, keep: Keep) -> None:
        self._database, self._prepare, self._keep = database, prepare, keep
        self._under_way: UnderWay | None = None
        self._at_work, self._stopping = threading.Lock(), threading.Event()
        self._log = structlog.get_logger("minutes.worker")

    def draft(self, job_id: str) -> None:
        """The workflow: after a restart it runs again, and what its steps came to before they need not do again."""
        with self._at_work:
            try:
                if _step(self._begin, job_id):
                    self._try(job_id)
            except Exception as error:  # noqa: BLE001 whatever it is, whoever waits for the draft is told
                self._log.error("draft failed", job=job_id, child=child_where(error), **trail(error))
                _step(self._fail, job_id, sentence(error))
            finally:
                self._let_go()

    def stop(self) -> None:
        """Leave what is under way to whoever works next."""
        self._stopping.set()
        self._at_work.acquire(timeout=_STOP_S)

    def _try(self, job_id: str) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                while _step(self._follow, job_id):
                    pass
            except ChildDied as error:
                self._let_go()
                if attempt == ATTEMPTS:
                    raise
                self._log.warning("child died", job=job_id, attempt=attempt, child=child_where(error))
                DBOS.sleep(_BREATH_S)
            else:
                return

    def _begin(self, job_id: str) -> bool:
        """Does anybody still wait for it?"""
        return self._write(jobs.begin, job_id)

    def _follow(self, job_id: str) -> bool:
        """Wait for the next piece and write it down; is there more to come, and does anybody still wait for it?"""
        news = None
        while news is None:
            if not self._patiently(self._is_wanted, job_id):
                return False
            news = self._at(job_id).news(_LOOK_S)
        if isinstance(news, Done):
            self._finish(job_id, news.minutes)
            return False
        if news.words:
            self._write(jobs.hear, job_id, news.words)
        return True

    def _finish(self, job_id: str, minutes: Minutes) -> None:
        """The recogniser was told of a roster; the text begins with the people on record at the end of its work."""
        content, people = self._keep(minutes), minutes.meeting.roster
        edited = lru_cache(maxsize=1)(coedit.is_edited)  # asked before others have to wait, it is known while they do
        self._patiently(self._is_edited, job_id, edited)
        while others := self._write(_finish_with, job_id, people, content, _seed(minutes, people), edited):
            people = others

    def _fail(self, job_id: str, problem: str) -> None:
        self._write(jobs.fail, job_id, problem)

    def _is_edited(self, job_id: str, edited: Edited) -> bool:
        with self._database.reading(PROGRAM) as session:
            job = session.get(JobRow, job_id)
            return job is not None and drafts.is_edited(session, job.meeting_id, edited)

    def _is_wanted(self, job_id: str) -> bool:
        with self._database.reading(PROGRAM) as session:
            return jobs.is_wanted(session, job_id)

    def _write(self, act: Callable[Concatenate[Session, P], Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        """All that is written twice, because nobody could say whether it was, is the same as once."""

        def written() -> Result:
            with self._database.writing(PROGRAM) as session:
                return act(session, *args, **kwargs)

        return self._patiently(written)

    def _patiently(self, act: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        """A database that is away for a while, or full, makes a job wait, not fail. Raises ``Stopped``."""
        while not self._stopping.is_set():
            try:
                return act(*args, **kwargs)
            except (CannotWrite, DatabaseAway):
                self._stopping.wait(_LOOK_S)
        raise Stopped

    def _at(self, job_id: str) -> UnderWay:
        """What is under way, begun anew after a restart."""
        if self._under_way is None:
            self._under_way = UnderWay(*self._patiently(self._prepare, job_id))
        return self._under_way

    def _let_go(self) -> None:
        if self._under_way:
            self._under_way.stop()
            self._under_way = None


def _finish_with(
    session: Session, job_id: str, people: Roster, content: str, seed: bytes, edited: Edited
) -> Roster | None:
    """Unless there are others by now: -> those, and nothing is on record yet."""
    roster = jobs.roster(session, job_id)
    if roster is not None and roster != people:
        return roster
    jobs.finish(session, job_id, content, seed, edited)
    return None


def _seed(minutes: Minutes, people: Roster) -> bytes:
    return coedit.seed(replace(minutes, meeting=replace(minutes.meeting, roster=people)))


def _step(act: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
    """On record once it is done. The record may raise ``CannotWrite``, too."""
    with translated():
        return DBOS.run_step({"name": act.__name__}, act, *args, **kwargs)


def _strangers(seats: Path) -> set[str]:
    """Names under which work was left that are of no seat here, as after a backup came back without its seats.

    Where the database is a file, no other machine can be at it.
    """
    left = DBOS.list_workflows(name=WORKFLOW, status="PENDING", load_input=False, load_output=False)
    return {str(one.executor_id) for one in left} - set(names(seats))


def _forget(before: datetime) -> None:
    """What ended before: what it came to stands in our rows, and they go with their meeting; this would stay."""
    while ended := DBOS.list_workflows(
        name=WORKFLOW, completed_before=before.isoformat(), limit=_AT_ONCE, load_input=False, load_output=False
    ):
        DBOS.delete_workflows([one.workflow_id for one in ended])


@contextmanager
def working(
    address: str, database: Database, seats: Path, *, prepare: Prepare, keep: Keep
) -> Iterator[Callable[[], None]]:
    """Take jobs from the queue, one at a time, and go on with those that workers who are gone left unfinished.

    ``seats``: the folder in which this machine's workers tell each other apart. -> to be called now and then: takes up
    what workers who went meanwhile have left, and forgets what ended a while ago.
    """
    drafting, is_alone = Drafting(database, prepare, keep), database.engine.dialect.name == "sqlite"
    with seat(seats) as name:

        @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)
        def draft(job_id: str) -> None:
            drafting.draft(job_id)

        def take_up() -> None:
            with empty(seats) as vacant:
                DBOS._recover_pending_workflows([*vacant, *(_strangers(seats) if is_alone else ())])
            with suppress(CannotWrite, DatabaseAway), translated():  # there is a next time
                _forget(now() - _SETTLED)

        config = DBOSConfig(name="minutes", system_database_url=lively(address), executor_id=name, log_level="WARNING")
        DBOS(config=config | DBOSConfig(application_version=VERSION))
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=1)
        take_up()
        try:
            yield take_up
        finally:
            drafting.stop()
            DBOS.destroy(destroy_registry=True)
