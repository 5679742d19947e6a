"""粗原稿を作る: the durable work on one meeting, piece by piece.

A step is one finished piece: a batch of windows, a block of voices. What is finished lies among the artefacts, so that
a worker that was killed goes on with the piece it was at; its steps say what the page may show. Cancelling takes
effect between two steps.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from dbos import DBOS, DBOSConfig, DBOSConfiguredInstance

from minutes.domain.errors import ChildDied, MinutesError
from minutes.domain.record import Minutes
from minutes.jobs.seat import empty, seat
from minutes.jobs.underway import Done, Make, UnderWay, Watch
from minutes.store.access import PROGRAM
from minutes.store.database import Database
from minutes.store.queries import jobs

QUEUE: Final = "drafts"
WORKFLOW: Final = "draft"
VERSION: Final = "1"
"""Of the steps, not of the program: a job that a new program finds unfinished has the steps it knows. Raised only
where `draft` takes other steps than before."""
ATTEMPTS = 3
"""A child that died, mostly of too little memory, is given two more chances."""
_BREATH_S = 5.0
Prepare = Callable[[str], tuple[Make, Watch]]
Keep = Callable[[Minutes], tuple[str, bytes]]


@DBOS.dbos_class()
class Drafting(DBOSConfiguredInstance):
    """``prepare`` says how the draft of a job is made and who is told how far it is.

    ``keep`` puts a draft away; it says where, and how its text begins.
    """

    NAME: Final = "drafting"

    def __init__(self, database: Database, prepare: Prepare, keep: Keep) -> None:
        super().__init__(self.NAME)
        self._database, self._prepare, self._keep = database, prepare, keep
        self._under_way: dict[str, UnderWay] = {}
        self._turn = threading.Lock()

    @DBOS.workflow(name=WORKFLOW)
    def draft(self, job_id: str) -> None:
        with self._turn:  # the queue hands over one at a time, but besides it what was left unfinished
            self._begin(job_id)
            try:
                self._try(job_id)
            except MinutesError as error:
                self._fail(job_id, str(error))
            finally:
                self._let_go(job_id)

    def _try(self, job_id: str) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                while self._follow(job_id):
                    pass
            except ChildDied:
                self._let_go(job_id)
                if attempt == ATTEMPTS:
                    raise
                DBOS.sleep(_BREATH_S)
            else:
                return

    @DBOS.step()
    def _begin(self, job_id: str) -> None:
        with self._database.writing(PROGRAM) as session:
            jobs.begin(session, job_id)

    @DBOS.step()
    def _follow(self, job_id: str) -> bool:
        """Wait for the next piece and write it down; is there more to come?"""
        news = self._at(job_id).news()
        with self._database.writing(PROGRAM) as session:
            if isinstance(news, Done):
                jobs.finish(session, job_id, *self._keep(news.minutes))
            elif news.words:
                jobs.hear(session, job_id, news.words)
        return not isinstance(news, Done)

    @DBOS.step()
    def _fail(self, job_id: str, problem: str) -> None:
        with self._database.writing(PROGRAM) as session:
            jobs.fail(session, job_id, problem)

    def _at(self, job_id: str) -> UnderWay:
        """What is under way, begun anew after a restart."""
        if job_id not in self._under_way:
            self._under_way[job_id] = UnderWay(*self._prepare(job_id))
        return self._under_way[job_id]

    def _let_go(self, job_id: str) -> None:
        if under_way := self._under_way.pop(job_id, None):
            under_way.stop()


@contextmanager
def working(address: str, database: Database, seats: Path, *, prepare: Prepare, keep: Keep) -> Iterator[None]:
    """Take jobs from the queue, one at a time, and go on with those that workers who are gone left unfinished.

    ``seats``: the folder in which this machine's workers tell each other apart.
    """
    Drafting(database, prepare, keep)
    with seat(seats) as name:
        config = DBOSConfig(name="minutes", system_database_url=address, executor_id=name, log_level="WARNING")
        DBOS(config=config | DBOSConfig(application_version=VERSION))
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=1)
        with empty(seats) as names:
            DBOS._recover_pending_workflows(names)
        try:
            yield
        finally:
            DBOS.destroy()
