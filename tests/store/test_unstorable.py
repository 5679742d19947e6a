"""A character that PostgreSQL does not take is the mistake of whoever sent it, not a fault of ours."""

import pytest
from sqlmodel import col, select

from minutes.store.access import PROGRAM
from minutes.store.database import Database, Unstorable
from minutes.store.tables import MeetingRow, MunicipalityRow


@pytest.fixture
def postgresql(databases, postgres):
    with databases.postgresql("created", postgres) as address:
        database = Database(address)
        yield database
        database.close()


def test_written(postgresql):
    with pytest.raises(Unstorable), postgresql.writing(PROGRAM) as session:
        session.add(MunicipalityRow(name="青葉\x00町"))


def test_looked_for(postgresql):
    with pytest.raises(Unstorable), postgresql.reading(PROGRAM) as session:
        session.get(MeetingRow, "\x00")
    with pytest.raises(Unstorable), postgresql.reading(PROGRAM) as session:
        session.exec(select(MeetingRow).where(col(MeetingRow.title).ilike("%\x00%"))).all()
