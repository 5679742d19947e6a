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

_FOLDER = Path(__file__).parent / "migrations"


class NewerDatabase(MinutesError):
    def __init__(self) -> None:
        super().__init__(
            "データベースが、このプログラムより新しい版で作られています。新しい版のプログラムを入れてください。"
        )


def bring_up_to_date(engine: Engine) -> None:
    """Make or change the tables; several processes may try at once. Raises ``NewerDatabase``."""
    with engine.connect().execution_options(minutes_writes=True) as connection, connection.begin():
        config = _config(connection)
        known = ScriptDirectory.from_config(config)
        there = MigrationContext.configure(connection).get_current_revision()
        if there and there not in {script.revision for script in known.walk_revisions()}:
            raise NewerDatabase
        command.upgrade(config, "head")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config
