"""A real PostgreSQL of our own: in a folder that is thrown away, on loopback, at a port of its own.

Where none is installed it is installed, or one line says what to do; a test is never skipped for want of it.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests.debian import brought
from tests.ports import free_port

USER = "minutes"
_DEBIAN = Path("/usr/lib/postgresql")
_OPTIONS = {
    "fsync": "off",  # these databases need not survive a power cut, and the disk is slow
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "timezone": "Asia/Tokyo",  # as in a town hall; moments are kept in UTC all the same
}


class Cluster:
    """A server with as many databases as tests want; it can be stopped and started under their hands."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder, self._count = programs, folder, 0
        self._port = free_port()
        self._server: subprocess.Popen[bytes] | None = None
        options = ("-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        command = _unprivileged(programs / "initdb", "-D", folder / "data", *options)
        subprocess.run(command, check=True, capture_output=True)

    def start(self) -> None:
        options = (f"--{name}={value}" for name, value in {**_OPTIONS, "port": self._port}.items())
        command = _unprivileged(self._programs / "postgres", "-D", self._folder / "data", "-k", self._folder, *options)
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(command, stderr=log)
        while not self._answers():
            assert self._server.poll() is None, (self._folder / "log").read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        """At once, whoever is connected."""
        if self._server:
            self._server.send_signal(signal.SIGINT)
            self._server.wait()

    def new(self, template: str = "template0") -> str:
        """Another database, like ``template``; -> its name."""
        self._count += 1
        name = f"test_{self._count}"
        self._command(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        self._command(f"DROP DATABASE {name} WITH (FORCE)")

    def address(self, name: str) -> str:
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self._port}/{name}"

    def _command(self, command: str) -> None:
        with psycopg.connect(self._own, autocommit=True) as connection:
            connection.execute(command)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._own).close()
        except psycopg.OperationalError:
            return False
        return True

    @property
    def _own(self) -> str:
        return f"host=127.0.0.1 port={self._port} user={USER} dbname=postgres"


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A server that ends with this block, or with this process, however that ends."""
    with TemporaryDirectory(prefix="pg-") as folder:
        found = brought(programs, "postgresql")
        if os.getuid() == 0:
            shutil.chown(folder, "postgres")
        server = Cluster(found, Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


def programs(debian: Path = _DEBIAN, path: str | None = None) -> Path | None:
    """The folder of the newest version that is installed."""
    if there := sorted(debian.glob("*/bin/initdb"), key=lambda initdb: int(initdb.parts[-3])):
        return there[-1].parent
    elsewhere = shutil.which("initdb", path=path)
    return Path(elsewhere).resolve().parent if elsewhere else None


def _unprivileged(*command: str | Path) -> list[str]:
    """It will not run as root; and it shall end when we do."""
    who = ["--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    return ["setpriv", "--pdeathsig=QUIT", *who, *map(str, command)]
