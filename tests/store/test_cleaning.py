"""What nobody needs any more is deleted, whoever does it and how often; what anybody needs stays."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from minutes.domain.errors import CannotWrite
from minutes.domain.meeting import joined
from minutes.store import audit
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.cleaning import ABANDONED, Cleaned, Cleaner
from minutes.store.database import Database
from minutes.store.files import Files
from minutes.store.pieces import Noted, note
from minutes.store.queries import binned, meetings
from minutes.store.tables import AuditRow, DraftRow, JobRow, MeetingRow, RecordingRow, SessionRow, now
from minutes.store.uploads import Uploads
from tests.store.objects import put_back
from tests.store.town import Town, settle

DAY = timedelta(days=1)
GRACE = timedelta(days=30)


@dataclass(frozen=True)
class House:
    """The town's rows, and the files that they name; whatever is made here was made two days ago."""

    town: Town
    recordings: Files
    artefacts: Files

    @property
    def database(self) -> Database:
        return self.town.database

    def furnish(self, sha256, *pieces):
        """A recording, the sound that was made of it, the draft, and ``pieces`` of work."""
        path = self.recordings.scratch / "sent"
        path.write_bytes(b"sound")
        self.recordings.adopt(sha256, path)
        self.recordings.put(f"drafts/{sha256}", b"draft")
        note(self.artefacts, sha256)
        self.artefacts.put(f"audio/{sha256}/v1/peaks.dat", b"")
        for piece in pieces:
            Noted(self.artefacts, sha256).put(piece, b"words")
        self.grow_old()

    def grow_old(self):
        for files in (self.recordings, self.artefacts):
            for path in files.root.rglob("*"):
                put_back(path, DAY.total_seconds() * 2)

    def throw_away(self, meeting, since=GRACE + DAY):
        with self.database.writing(PROGRAM) as session:
            session.get_one(MeetingRow, meeting).binned_at = now() - since

    def end_work(self):
        with self.database.writing(PROGRAM) as session:
            for job in session.exec(select(JobRow)):
                job.finished_at = now()

    def clean(self, grace=GRACE):
        return Cleaner(self.database, self.recordings, self.artefacts, grace).clean(now())

    def there(self, row):
        with self.database.reading(PROGRAM) as session:
            return {one.id for one in session.exec(select(row))}

    def entries(self):
        with self.database.reading(PROGRAM) as session:
            return list(session.exec(select(AuditRow).order_by(col(AuditRow.position))))

    def files(self):
        return {
            key
            for files in (self.recordings, self.artefacts)
            for key in files.keys(".")
            if not key.startswith(("scratch/", "of/"))
        }


@pytest.fixture
def house(database, tmp_path):
    house = House(settle(database), Files(tmp_path / "recordings"), Files(tmp_path / "artefacts"))
    house.end_work()
    for name in ("council", "welfare", "neighbour"):
        house.furnish(name, f"window/{name}")
    return house


def kept(*names):
    return {key for name in names for key in (name, f"drafts/{name}", f"audio/{name}/v1/peaks.dat", f"window/{name}")}


def test_everything_of_a_meeting_goes_and_nothing_of_the_others(house):
    house.throw_away("council")
    cleaned = house.clean()
    assert (cleaned.meetings, cleaned.uploads) == (1, 0)
    for row in (MeetingRow, RecordingRow, JobRow):
        assert house.there(row) == {"welfare", "neighbour"}
    assert len(house.there(DraftRow)) == 2
    assert house.files() == kept("welfare", "neighbour")
    assert not [key for key in house.artefacts.keys("of") if "council" in key]


def test_it_goes_on_record_in_the_department_s_log(house):
    house.throw_away("council")
    house.clean()
    entry = house.entries()[-1]
    assert (entry.action, entry.subject, entry.name) == (Action.MEETING_DELETED, "council", "")
    assert (entry.municipality_id, entry.department_id, entry.account_id) == ("aoba", "council", None)
    assert entry.detail == {"recordings": 1, "drafts": 1}


@pytest.mark.parametrize("since", [None, DAY, GRACE - DAY], ids=["not thrown away", "yesterday", "a month but a day"])
def test_before_its_time_is_over_nothing_goes(house, since):
    if since:
        house.throw_away("council", since)
    assert house.clean() == Cleaned()
    assert house.files() == kept("council", "welfare", "neighbour")


def test_what_was_taken_back_in_time_stays(house):
    house.throw_away("council")
    with house.database.writing(PROGRAM) as session:
        meetings.take_back(session, session.get_one(MeetingRow, "council"))
        assert not binned.delete_for_good(session, "council", now() - GRACE)
    assert house.clean() == Cleaned()


def test_a_town_that_wants_fewer_days_has_them(house):
    house.throw_away("council", timedelta(days=8))
    assert house.clean().meetings == 0
    assert house.clean(timedelta(days=7)).meetings == 1


def test_a_recording_that_another_department_has_too_stays(house):
    house.furnish("council", "window/shared")
    with house.database.writing(PROGRAM) as session:
        session.get_one(RecordingRow, "welfare").sha256 = "council"
    house.throw_away("council")
    house.clean()
    assert {"council", "audio/council/v1/peaks.dat", "window/shared"} <= house.files()
    assert "drafts/council" not in house.files()
    house.throw_away("welfare")
    house.clean()
    assert house.files() == kept("neighbour")


def test_a_piece_that_another_recording_needs_too_stays(house):
    house.furnish("welfare", "window/silence")
    house.furnish("council", "window/silence")
    house.throw_away("council")
    house.clean()
    assert "window/silence" in house.files()
    assert "window/council" not in house.files()


def test_a_meeting_of_two_recordings_has_the_sound_of_both_together(house):
    both = joined(["council", "afternoon"])
    house.furnish(both, "window/both")
    with house.database.writing(PROGRAM) as session:
        morning = session.get_one(RecordingRow, "council")
        values = morning.model_dump(exclude={"id", "sha256", "position"})
        session.add(RecordingRow(id="afternoon", sha256="afternoon", position=1, **values))
    house.clean()
    assert {f"audio/{both}/v1/peaks.dat", "window/both"} <= house.files()
    house.throw_away("council")
    house.clean()
    assert house.files() == kept("welfare", "neighbour")


def test_of_a_recording_that_a_meeting_has_twice_the_sound_stays(house):
    both = joined(["council", "afternoon"])
    house.furnish(both, "window/both")
    with house.database.writing(PROGRAM) as session:
        values = session.get_one(RecordingRow, "council").model_dump(exclude={"id", "sha256", "position"})
        for number, sha256 in enumerate(("afternoon", "council"), 1):
            session.add(RecordingRow(id=f"{number}", sha256=sha256, position=number, **values))
    house.clean()
    assert f"audio/{both}/v1/peaks.dat" in house.files()


def test_what_was_written_today_stays_until_tomorrow(house):
    house.throw_away("council")
    house.recordings.put("drafts/council", b"draft")
    house.clean()
    assert "drafts/council" in house.files()
    house.grow_old()
    house.clean()
    assert "drafts/council" not in house.files()


def test_nothing_goes_under_a_worker_s_hands(house):
    house.throw_away("council")
    with house.database.writing(PROGRAM) as session:
        job = session.get_one(JobRow, "council")
        job.finished_at, job.told_at = None, now() - DAY
    assert house.clean().meetings == 0
    with house.database.writing(PROGRAM) as session:
        job = session.get_one(JobRow, "council")
        job.cancelled_at, job.told_at = now(), now()
    assert house.clean().meetings == 0
    with house.database.writing(PROGRAM) as session:
        session.get_one(JobRow, "council").told_at = now() - timedelta(minutes=11)
    assert house.clean().meetings == 1


def test_who_is_stopped_in_the_middle_goes_on_the_next_time(house):
    house.throw_away("council")
    with house.database.writing(PROGRAM) as session:
        assert binned.delete_for_good(session, "council", now() - GRACE)
    assert house.files() == kept("council", "welfare", "neighbour")
    assert house.clean().files > 0
    assert house.files() == kept("welfare", "neighbour")


def test_several_workers_do_it_once(house):
    for name in ("council", "welfare", "neighbour"):
        house.throw_away(name)
    with ThreadPoolExecutor(4) as workers:
        cleaned = list(workers.map(lambda _: house.clean(), range(4)))
    assert sum(one.meetings for one in cleaned) == 3
    assert house.files() == set()
    assert sorted(entry.subject for entry in house.entries()) == ["council", "neighbour", "welfare"]
    with house.database.reading(PROGRAM) as session:
        assert audit.broken_at(session) is None


def test_files_are_looked_through_when_rows_went_and_once_a_day(house):
    cleaner = Cleaner(house.database, house.recordings, house.artefacts, GRACE)
    cleaner.clean(now())
    house.recordings.put("drafts/nobodys", b"x")
    house.grow_old()
    assert cleaner.clean(now() + timedelta(hours=23)).files == 0
    assert cleaner.clean(now() + timedelta(hours=24)).files == 1


def test_after_a_sweep_that_broke_off_files_are_looked_through_the_next_time(house):
    cleaner = Cleaner(house.database, house.recordings, house.artefacts, GRACE)
    house.recordings.put("drafts/nobodys", b"x")
    house.grow_old()
    house.recordings.scratch.rmdir()
    (house.recordings.root / "scratch").touch()  # a folder that cannot be made
    with pytest.raises(CannotWrite):
        cleaner.clean(now())
    (house.recordings.root / "scratch").unlink()
    assert cleaner.clean(now()).files == 1


def test_sign_ins_that_ran_out_go(house):
    moment = now()
    signed_in = {"yesterday": (DAY, DAY), "for a week": (DAY * 8, DAY * 0), "just now": (DAY, DAY * 0)}
    with house.database.writing(PROGRAM) as session:
        for secret, (since, seen) in signed_in.items():
            moments = {"created_at": moment - since, "seen_at": moment - seen}
            session.add(SessionRow(secret_sha256=secret, account_id="council", **moments))
    house.clean()
    with house.database.reading(PROGRAM) as session:
        assert session.exec(select(SessionRow.secret_sha256)).all() == ["just now"]


_NO_ROOM = {
    "sqlite": ["CREATE TRIGGER no_room BEFORE DELETE ON session BEGIN SELECT RAISE(ABORT, 'no room'); END"],
    "postgresql": [
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$",
        "CREATE TRIGGER no_room BEFORE DELETE ON session FOR EACH ROW EXECUTE FUNCTION no_room()",
    ],
}
"""A database that has no room to write down that a sign-in is gone."""


def test_on_a_full_disk_what_frees_room_goes_first(house):
    with house.database.writing(PROGRAM) as session:
        signed_in = {"secret_sha256": "long ago", "account_id": "council", "seen_at": now() - DAY}
        session.add(SessionRow(**signed_in))
        for statement in _NO_ROOM[house.database.engine.dialect.name]:
            session.connection().exec_driver_sql(statement)
    house.throw_away("council")
    with pytest.raises((CannotWrite, IntegrityError)):
        house.clean()
    assert house.there(MeetingRow) == {"welfare", "neighbour"}
    assert house.files() == kept("welfare", "neighbour")


def begin(house, upload_id, *, touched=ABANDONED + DAY, **more):
    """An upload with ten bytes of twenty."""
    values = {"name": "a.mp3", "size": 20, "received": 10, "uploaded_by": "council", "touched_at": now() - touched}
    whose = {"municipality_id": "aoba", "department_id": "council"}
    with house.database.writing(PROGRAM) as session:
        session.add(RecordingRow(id=upload_id, **values | whose | more))
    with Uploads(house.recordings).alone(upload_id) as path:
        path.write_bytes(b"0123456789")
    house.grow_old()


def on_disk(house):
    return {path.name for path in house.recordings.scratch.iterdir()}


def test_an_upload_that_nobody_went_on_with_goes(house):
    begin(house, "long ago")
    begin(house, "lately", touched=ABANDONED - DAY)
    assert house.clean().uploads == 1
    assert on_disk(house) == {"upload-lately"}
    assert "long ago" not in house.there(RecordingRow)
    entry = house.entries()[-1]
    assert (entry.action, entry.subject) == (Action.RECORDING_REMOVED, "long ago")
    assert entry.detail == {"received": 10, "size": 20}


def test_of_an_upload_that_a_meeting_waits_for_the_row_stays_to_begin_anew(house):
    begin(house, "half", meeting_id="council")
    assert house.clean().uploads == 1
    assert on_disk(house) == set()
    with house.database.reading(PROGRAM) as session:
        assert session.get_one(RecordingRow, "half").received == 0
    assert house.clean().uploads == 0


def test_an_upload_that_somebody_goes_on_with_just_now_stays(house):
    begin(house, "half")
    with Uploads(house.recordings).alone("half"):
        assert house.clean().uploads == 0
    assert on_disk(house) == {"upload-half"}


def test_a_recording_that_no_meeting_was_made_of_goes(house):
    begin(house, "whole", sha256="nobodys", received=20)
    house.furnish("nobodys")
    house.clean()
    assert "whole" not in house.there(RecordingRow)
    assert "nobodys" not in house.files()
