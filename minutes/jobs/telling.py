"""知らせる: a worker writes down, as often as somebody would look, how far a job is, and how fast its machine is."""

import time
from contextlib import suppress

from minutes.domain.errors import CannotWrite
from minutes.store.access import PROGRAM
from minutes.store.database import Database, DatabaseAway
from minutes.store.queries import jobs

_TELL_S = 1.0


class Telling:
    """Of one job, in one go. A stage ends when all of its share is done, and the next begins at once.

    Only work of which nothing was done before tells how fast the machine is.
    """

    def __init__(self, database: Database, order: jobs.Order, machine: str) -> None:
        self._database, self._order, self._machine = database, order, machine
        self._since, self._told = time.monotonic(), 0.0
        self._audio_s: float | None = None
        self._last: tuple[str, float] | None = None

    def measured(self, audio_s: float) -> None:
        """From now on it is known how long the recordings are."""
        self._audio_s = audio_s

    def __call__(self, stage: str, share: float) -> None:
        moment = time.monotonic()
        before, self._last = self._last, (stage, share)
        ends = share == 1.0 and before != (stage, 1.0)
        if not ends and before and before[0] == stage and moment - self._told < _TELL_S:
            return
        self._told = moment
        self._write(stage, share, moment - self._since if ends and self._order.is_new else None)
        if ends:
            self._since = moment

    def _write(self, stage: str, share: float, took_s: float | None) -> None:
        told = jobs.Told(self._machine, stage, share, self._audio_s)
        with suppress(CannotWrite, DatabaseAway), self._database.writing(PROGRAM) as session:  # more in a moment
            jobs.tell(session, self._order.job_id, told, took_s)
