"""つながり: is the audit log still what it was? To look at all of it takes a second for every 30,000 entries."""

from datetime import datetime, timedelta

from minutes.store import audit
from minutes.store.access import PROGRAM
from minutes.store.audit import Mark
from minutes.store.database import Database
from minutes.store.tables import now

_LASTS = timedelta(hours=1)


class Chain:
    """The whole of it is looked at once an hour, in between what has come since: it is asked for at every visit."""

    def __init__(self) -> None:
        self._whole: tuple[datetime, Mark | None] | None = None

    def broken_at(self, database: Database) -> int | None:
        """Position of the first entry that is not what it was; ``None`` where all is well. It is one, whoever's its
        entries are."""
        moment, known = now(), self._whole
        lately = known if known and moment - known[0] < _LASTS else None
        with database.reading(PROGRAM) as session:
            broken = audit.broken_at(session, since=lately[1] if lately else None)
            mark = audit.mark(session)
        self._whole = (lately[0] if lately else moment, mark) if broken is None else None
        return broken
