"""順番: what only one process does at a time, until its transaction ends."""

from enum import IntEnum

from sqlalchemy import Connection, func, select


class Lock(IntEnum):
    """Any numbers, but one each."""

    CHAIN = 7_226
    SCHEMA = 7_227


def alone(connection: Connection, lock: Lock) -> None:
    """Wait until nobody else has the lock. On SQLite whoever writes is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(lock.value)))
