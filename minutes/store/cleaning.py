"""片付け: what nobody needs any more is deleted: meetings whose time in the bin is over, uploads that nobody went on
with, sign-ins that ran out, and every file that no meeting of any department uses.

Any number of workers may do it at any time, and be stopped in the middle of it: rows go first, one meeting at a time,
and a file that no row names is found again the next time. What was written lately stays: it may be somebody's whose row
is not there yet.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from minutes.store.access import PROGRAM
from minutes.store.database import Database
from minutes.store.files import Files
from minutes.store.pieces import Owners
from minutes.store.queries import binned
from minutes.store.uploads import Busy, Uploads

ABANDONED = timedelta(days=7)
"""Nobody goes on with an upload after that."""
LATELY = timedelta(days=1)
UNKNOWN = timedelta(days=30)
"""Artefacts that were made without the service, on a command line, may still be wanted there for so long."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How much there was of each."""

    meetings: int = 0
    uploads: int = 0
    files: int = 0


class Cleaner:
    """``grace``: how long a meeting stays in the bin."""

    def __init__(self, database: Database, recordings: Files, artefacts: Files, grace: timedelta) -> None:
        self._database, self._recordings, self._artefacts, self._grace = database, recordings, artefacts, grace
        self._swept: datetime | None = None

    def clean(self, at: datetime) -> Cleaned:
        """Rows every time; files, which takes a look at each of them, when rows went and once a day.

        What frees no room to speak of comes last: on a full disk it may be refused.
        """
        cleaned = self._clean(at)
        self._forget_sign_ins(at)
        return cleaned

    def _clean(self, at: datetime) -> Cleaned:
        meetings, uploads = self._delete_meetings(at), self._forget_uploads(at)
        if meetings or uploads or self._swept is None or at - self._swept >= LATELY:
            files = self._sweep(at)
            self._swept = at
            return Cleaned(meetings, uploads, files)
        return Cleaned()

    def _forget_sign_ins(self, at: datetime) -> None:
        with self._database.writing(PROGRAM) as session:
            binned.forget_sign_ins(session, at)

    def _delete_meetings(self, at: datetime) -> int:
        before, deleted = at - self._grace, 0
        with self._database.reading(PROGRAM) as session:
            found = binned.over(session, before, at)
        for meeting_id in found:
            with self._database.writing(PROGRAM) as session:
                deleted += binned.delete_for_good(session, meeting_id, before)
        return deleted

    def _forget_uploads(self, at: datetime) -> int:
        with self._database.reading(PROGRAM) as session:
            found = binned.abandoned(session, at - ABANDONED)
        return sum(self._forget_upload(upload_id, at) for upload_id in found)

    def _forget_upload(self, upload_id: str, at: datetime) -> bool:
        uploads = Uploads(self._recordings)
        try:
            with uploads.alone(upload_id), self._database.writing(PROGRAM) as session:
                forgotten = binned.forget_upload(session, upload_id, at - ABANDONED)
        except Busy:
            return False
        if forgotten:
            uploads.forget(upload_id)
        return forgotten

    def _sweep(self, at: datetime) -> int:
        with self._database.reading(PROGRAM) as session:
            named = binned.needed_files(session)
            owners = Owners.of(self._artefacts, binned.needed_sounds(session))
        files = self._recordings.sweep(at - LATELY, named.__contains__)
        files += self._artefacts.sweep(at - LATELY, lambda key: owners.want(key) or not owners.know(key))
        return files + self._artefacts.sweep(at - UNKNOWN, owners.want)
