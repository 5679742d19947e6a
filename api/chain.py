"""つながり: is the audit log still what it was? To look at all of it takes a second for every 30,000 entries."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from minutes.store import audit
from minutes.store.access import PROGRAM
from minutes.store.audit import Checkpoint
from minutes.store.database import Database

LASTS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Looked:
    """``broken_at``: position of the first entry that is not what it was, ``None`` where all is well.

    ``whole_at``: when all of it was last looked at; what has come since was looked at just now.
    """

    broken_at: int | None
    whole_at: datetime


class Chain:
    """The whole of it is looked at once an hour, in between what has come since: it is asked for at every visit.

    The end it had when all was well is remembered as long as the process runs: a log that was cut short is a whole
    chain, too. Where something is broken, that stays so.
    """

    def __init__(self) -> None:
        self._whole_at: datetime | None = None
        self._mark: Checkpoint | None = None

    def look(self, database: Database, at: datetime) -> Looked:
        """It is one, whoever's its entries are."""
        lately = self._whole_at if self._whole_at and at - self._whole_at < LASTS else None
        with database.reading(PROGRAM) as session:
            broken = audit.broken_at(session, since=self._mark, whole=lately is None)
            mark = audit.checkpoint(session)
        if broken is None:
            self._whole_at, self._mark = lately or at, mark
        return Looked(broken, lately or at)
