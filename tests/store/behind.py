"""Behind the program's back: rows changed as somebody would who has the database and takes the seals off."""

from sqlalchemy import inspect, text

from minutes.store.database import Database


def change(database: Database, *statements: str) -> None:
    with database.engine.begin() as connection:
        for seal in _seals(connection):
            connection.execute(text(seal))
        for statement in statements:
            connection.execute(text(statement))


def _seals(connection) -> list[str]:
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        return [f"DROP TRIGGER {name}" for name in found]
    return [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in inspect(connection).get_table_names()]
