"""The bin is emptied by the service itself, without anybody's asking; and whatever is wrong with that stops nothing."""

import threading
from datetime import timedelta

from sqlmodel import select

from minutes import worker
from minutes.domain.meeting import MeetingKind
from minutes.settings import Settings
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.database import Database
from minutes.store.queries import accounts, meetings
from minutes.store.tables import AccountRow, AuditRow, MeetingRow, now
from tests.service.service import Service, until


def thrown_away(service, *days):
    """Meetings that have lain in the bin for so long."""
    with service.database.writing(PROGRAM) as session:
        actor = accounts.actor(session.exec(select(AccountRow)).one(), "")
        for number in days:
            meeting = meetings.make(session, actor, title=f"{number}日前", kind=MeetingKind.CONFERENCE)
            meeting.binned_at = now() - timedelta(days=number)


def there(service):
    with service.database.reading(PROGRAM) as session:
        return set(session.exec(select(MeetingRow.title)))


def test_the_worker_deletes_what_is_over(tmp_path):
    service = Service(tmp_path / "service")
    service.settle()
    thrown_away(service, 29, 31)
    service.start()
    try:
        until(lambda: there(service) == {"29日前"}, service.said)
        with service.database.reading(PROGRAM) as session:
            assert session.exec(select(AuditRow.action)).all() == [Action.MEETING_DELETED]
        until(lambda: '"event": "cleaned"' in service.said())
    finally:
        service.stop()
        service.database.close()


def test_a_database_that_is_away_stops_nothing(tmp_path, capsys):
    settings = Settings(data=tmp_path / "data")
    database = Database(f"sqlite:///{tmp_path / 'nowhere' / 'minutes.sqlite'}")
    stopping = threading.Event()
    stopping.set()
    worker.keep_clean(worker.cleaner_of(settings, database), stopping)
    database.close()
    assert "not cleaned" in "".join(capsys.readouterr())


def test_how_long_the_bin_keeps_is_the_town_s_to_say(monkeypatch):
    assert Settings().grace == timedelta(days=30)
    monkeypatch.setenv("MINUTES_BIN_DAYS", "90")
    assert Settings().grace == timedelta(days=90)
