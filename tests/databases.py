"""Real databases for tests: SQLite and PostgreSQL, their tables made by migration and by ``create_all``."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from minutes.store import schema
from minutes.store.database import Database, sqlite_in
from minutes.store.tables import Row
from tests.postgres import Cluster

MADE = {"migrated": schema.bring_up_to_date, "created": Row.metadata.create_all}
"""The two ways to the tables, which must lead to the same ones."""
KINDS = [(kind, made) for kind in ("sqlite", "postgresql") for made in MADE]


class Databases:
    """Tables are made once in each way; every test gets a copy of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._templates = folder, dict[tuple[str, str], str]()

    @contextmanager
    def sqlite(self, made: str, folder: Path) -> Iterator[str]:
        """In ``folder``; -> the address."""
        template = self._folder / made
        if ("sqlite", made) not in self._templates:
            template.mkdir()
            self._templates["sqlite", made] = sqlite_in(template)
            make(made, sqlite_in(template))
        shutil.copy(template / "minutes.sqlite", folder)
        yield sqlite_in(folder)

    @contextmanager
    def postgresql(self, made: str, server: Cluster) -> Iterator[str]:
        """On ``server``; -> the address."""
        if ("postgresql", made) not in self._templates:
            template = self._templates["postgresql", made] = server.new()
            make(made, server.address(template))
        name = server.new(self._templates["postgresql", made])
        yield server.address(name)
        server.drop(name)


def make(made: str, address: str) -> None:
    database = Database(address)
    MADE[made](database.engine)
    database.close()
