"""Writes a migration: from the database as the newest one leaves it to the tables of today. Read what it wrote.

.venv/bin/python tools/migration.py "Meetings have a place"     the next one
.venv/bin/python tools/migration.py --first                     the first one anew, while nobody has a database yet
"""

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from minutes.store import schema
from minutes.store.database import Database, sqlite_in

VERSIONS = schema.MIGRATIONS / "versions"
_NOISE = r"^ *# ###.*\n|, schema=None|, unique=False"


def main(what: str) -> None:
    first = what == "--first"
    for old in VERSIONS.glob("0*.py") if first else ():
        old.unlink()
    written = write("The first tables" if first else what, batch=not first)
    written.write_text(re.sub(_NOISE, "", written.read_text(), flags=re.MULTILINE))
    subprocess.run([Path(sys.executable).with_name("ruff"), "format", "--quiet", written], check=True)
    print(written)


def write(what: str, *, batch: bool) -> Path:
    number = f"{len(list(VERSIONS.glob('0*.py'))) + 1:04}"
    with TemporaryDirectory() as folder:
        database = Database(sqlite_in(Path(folder)))
        schema.bring_up_to_date(database.engine)
        with database.engine.connect() as connection:
            config = schema.configured(connection)
            config.attributes["batch"] = batch
            command.revision(config, what, autogenerate=True, rev_id=number)
        database.close()
    (written,) = VERSIONS.glob(f"{number}_*.py")
    return written


main(*sys.argv[1:])
