"""青葉町: the data folder of a trial: a clerk, and the sample meeting as the worker drafted it, with ten mistakes.

The sample is drafted once, by the real service with the bundled models, and kept; each trial has a copy of that folder.
The meeting lies in a department of its own, so that the clerk sees nothing of the draft without mistakes.
"""

import shutil
from dataclasses import asdict
from datetime import date
from pathlib import Path

from sqlmodel import select

from api import passwords
from exports import draft_json
from minutes.coedit import Document
from minutes.domain.meeting import Meeting, MeetingKind
from minutes.domain.people import Actor, Role
from minutes.domain.record import Minutes
from minutes.roster import read_roster
from minutes.store import schema
from minutes.store.access import PROGRAM
from minutes.store.database import Database, sqlite_in
from minutes.store.files import Files
from minutes.store.queries import accounts, drafts, meetings
from minutes.store.tables import AccountRow, DepartmentRow, DraftRow, JobRow, MunicipalityRow, RecordingRow, now
from tests.api.desks import make_draft
from tests.browser.page import WORK_S, browsing, set_up
from tests.browser.site import serving

SAMPLE = Path("tests/data/sample")
TITLE = "令和７年第３回青葉町議会定例会"
HELD_ON = date(2025, 9, 9)
LOGIN, PASSWORD, NAME = "sato", "shizuka-na-asa-7", "佐藤一郎"
ADMINISTRATOR = "administrator-of-trials"


def prepare(folder: Path) -> Path:
    """-> a data folder in which the sample is drafted; minutes of work the first time, nothing from then on."""
    done = folder / "done"
    if done.exists():
        return folder / "data"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    programs = [shutil.which(name) or name for name in ("chromium", "chromedriver")]
    with serving(folder) as site, browsing(*programs) as page:
        set_up(page, site, ADMINISTRATOR)
        page.press("見本の会議で試す")
        page.until(lambda: page.all("#draft"), WORK_S)
    done.touch()
    return folder / "data"


def machines(data: Path) -> Minutes:
    """The worker's draft in a prepared folder, which an older program may have made."""
    database = Database(sqlite_in(data))
    schema.bring_up_to_date(database.engine)
    with database.reading(PROGRAM) as session:
        actor = accounts.actor(session.exec(select(AccountRow)).one(), "")
    with database.reading(actor) as session:
        content = session.exec(select(DraftRow)).one().content
    database.close()
    read = Files(data / "recordings").get(content)
    if read is None:
        raise FileNotFoundError(content)
    return draft_json.read(read)


def settle(data: Path, draft: Minutes) -> tuple[str, str]:
    """A clerk's department with this draft of the sample; -> meeting and draft."""
    database = Database(sqlite_in(data))
    actor = _clerk(database)
    meeting = Meeting(TITLE, HELD_ON, read_roster(SAMPLE / "roster.csv"))
    roster = [asdict(member) for member in meeting.roster.members]
    recording = SAMPLE / "meeting.ogg"
    size = recording.stat().st_size
    with database.writing(actor) as session:
        row = meetings.make(session, actor, title=TITLE, kind=MeetingKind.PLENARY, held_on=HELD_ON, roster=roster)
        whose = meetings.whose(actor)
        own = {"name": recording.name, "size": size, "received": size, "sha256": draft.provenance.recording.sha256}
        session.add(RecordingRow(meeting_id=row.id, uploaded_by=actor.account_id, **own, **whose))
        meeting_id = row.id
    whole = Minutes(meeting, draft.paragraphs, draft.provenance)
    draft_id = make_draft(database, Files(data / "recordings"), actor, meeting_id, whole)
    with database.writing(actor) as session:
        job = session.exec(select(JobRow)).one()
        job.started_at = job.finished_at = now()
        session.add(job)
    database.close()
    return meeting_id, draft_id


def document(data: Path, draft_id: str) -> Document:
    """What the server keeps of the text."""
    database = Database(sqlite_in(data))
    with database.reading(PROGRAM) as session:
        actor = accounts.actor(session.exec(select(AccountRow).where(AccountRow.login == LOGIN)).one(), "")
    with database.reading(actor) as session:
        found = Document.of(drafts.text_at(session, draft_id).updates)
    database.close()
    return found


def _clerk(database: Database) -> Actor:
    with database.writing(PROGRAM) as session:
        town = session.exec(select(MunicipalityRow)).one()
        department = DepartmentRow(municipality_id=town.id, name="議事課")
        session.add(department)
        session.flush()
        whose = {"municipality_id": town.id, "department_id": department.id}
        secret = passwords.hashed(PASSWORD)
        clerk = AccountRow(login=LOGIN, name=NAME, role=Role.CLERK, password=secret, **whose)
        session.add(clerk)
        session.flush()
        return accounts.actor(clerk, "")
