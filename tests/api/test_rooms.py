"""編集室: who sits down in one goes on record."""

import asyncio

import pytest

from api.rooms import Colleague, Rooms
from minutes.store.database import DatabaseAway


class Record:
    """What goes on record, as long as the database is there."""

    def __init__(self):
        self.entries, self.is_away = 0, False

    def note(self):
        if self.is_away:
            raise DatabaseAway
        self.entries += 1


async def sit(town, rooms, record):
    colleague = Colleague(town.actor("clerk"), may_edit=True, waiting=1_000)
    async with rooms.seat(town.database, "draft", colleague, record.note):
        pass


def test_who_sits_down_while_nothing_can_be_written_goes_on_record_when_they_come_again(town):
    async def come_again():
        rooms, record = Rooms(), Record()
        record.is_away = True
        with pytest.raises(DatabaseAway):
            await sit(town, rooms, record)
        record.is_away = False
        for _ in range(3):
            await sit(town, rooms, record)
        return record.entries

    assert asyncio.run(come_again()) == 1
