"""The database's tables: brought up to date when the service starts.

There is no way back: an older program does not understand a newer database, and says so.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from minutes.domain.errors import BadInput, MinutesError
from minutes.store.database import translated, writing
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


class OlderDatabase(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "データベースが、まだ前の版のままです。このプログラムでサービスを一度起動して新しい版に移してから、"
            "もう一度試してください。"
        )


def check(connection: Connection, migrations: Path = MIGRATIONS) -> None:
    """For whoever only reads. Raises ``OlderDatabase``, ``NewerDatabase``."""
    if not _is_todays(connection, configured(connection, migrations)):
        raise OlderDatabase


def bring_up_to_date(engine: Engine, migrations: Path = MIGRATIONS) -> None:
    """Make or change the tables; several processes may try at once, and one does it. All of it or nothing.

    Raises ``NewerDatabase``, or ``NotMoved``.
    """
    with translated(), writing(engine, rebuilding=True).begin() as connection:
        alone(connection, Lock.SCHEMA)
        config = configured(connection, migrations)
        if _is_todays(connection, config):
            return
        unseal(connection)
        command.upgrade(config, "head")
        seal(connection)
        if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            raise NotMoved


def _is_todays(connection: Connection, config: Config) -> bool:
    known = ScriptDirectory.from_config(config)
    there = MigrationContext.configure(connection).get_current_revision()
    if there and there not in {script.revision for script in known.walk_revisions()}:
        raise NewerDatabase
    return there == known.get_current_head()


def configured(connection: Connection, migrations: Path = MIGRATIONS) -> Config:
    """What Alembic works with."""
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
