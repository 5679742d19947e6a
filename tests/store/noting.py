"""A process that notes: python -m tests.store.noting ADDRESS TIMES"""

import sys

from minutes.store import audit
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.database import Database


def note(database: Database, times: int) -> None:
    for number in range(times):
        with database.writing(PROGRAM) as session:
            audit.note(session, None, Action.SIGN_IN_REFUSED, address="192.0.2.1", number=number)


if __name__ == "__main__":
    database = Database(sys.argv[1])
    note(database, int(sys.argv[2]))
    database.close()
