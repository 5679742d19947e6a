"""The database's tables: brought up to date when the service starts.

There is no way back: an older program does not understand a newer database, and says so.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from minutes.domain.errors import MinutesError
from minutes.store.database import told, writing
from minutes.store.locks import Lock, alone
from minutes.store.seals import seal, unseal

MIGRATIONS = Path(__file__).parent / "migrations"


class NewerDatabase(MinutesError):
    def __init__(self) -> None:
        super().__init__(
            "データベースが、このプログラムより新しい版で作られています。新しい版のプログラムを入れてください。"
        )


class NotMoved(MinutesError):
    def __init__(self) -> None:
        super().__init__(
            "データベースを新しい版に移せませんでした。中身は元のままです。元の版のプログラムに戻し、開発元に知らせてください。"
        )


def bring_up_to_date(engine: Engine, migrations: Path = MIGRATIONS) -> None:
    """Make or change the tables; several processes may try at once, and one does it. All of it or nothing.

    Raises ``NewerDatabase``, or ``NotMoved``.
    """
    with told(), writing(engine, rebuilding=True).begin() as connection:
        alone(connection, Lock.SCHEMA)
        config = configured(connection, migrations)
        known = ScriptDirectory.from_config(config)
        there = MigrationContext.configure(connection).get_current_revision()
        if there == known.get_current_head():
            return
        if there and there not in {script.revision for script in known.walk_revisions()}:
            raise NewerDatabase
        unseal(connection)
        command.upgrade(config, "head")
        seal(connection)
        if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            raise NotMoved


def configured(connection: Connection, migrations: Path = MIGRATIONS) -> Config:
    """What Alembic works with."""
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
