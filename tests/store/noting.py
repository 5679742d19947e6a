"""A process that notes, and says so of every entry: python -m tests.store.noting ADDRESS TIMES"""

import sys
from collections.abc import Iterator

from minutes.store import audit
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.database import Database


def note(database: Database, times: int) -> Iterator[int]:
    for number in range(times):
        with database.writing(PROGRAM) as session:
            audit.note(session, None, Action.SIGN_IN_REFUSED, address="192.0.2.1", number=number)
        yield number


if __name__ == "__main__":
    database = Database(sys.argv[1])
    for number in note(database, int(sys.argv[2])):
        print(number, flush=True)
    database.close()
