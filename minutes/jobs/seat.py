"""席: which worker of this machine one is. A seat is held by a lock that ends with its process, however it ends.

DBOS knows a worker by its executor's name, and whoever has the name goes on with what it left unfinished: two workers
must never have the same, and what a worker that is gone has left must not wait for it to come back.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from minutes.domain.errors import MinutesError

SEATS = 16


class NoSeat(MinutesError):
    def __init__(self) -> None:
        super().__init__(f"この機械では、もう{SEATS}の働き手が動いています。")


def machine(folder: Path) -> str:
    """The name of whatever machine has this folder: a container has another host name every time it is made anew.

    On the disk before anybody hears it: after a power cut what was left under this name is still one's own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "machine").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        name = file.read()
        if not name:
            name = secrets.token_hex(4)
            file.write(name)
            file.flush()
            _settle(file.fileno(), folder)
        return name


def names(folder: Path) -> list[str]:
    """Those of all seats of this machine."""
    return [_name(folder, number) for number in range(SEATS)]


@contextmanager
def seat(folder: Path) -> Iterator[str]:
    """The first seat that is free, and the name that goes with it. Raises ``NoSeat``."""
    with ExitStack() as held:
        for number in range(SEATS):
            if _take(held, folder, number):
                yield _name(folder, number)
                return
        raise NoSeat


@contextmanager
def empty(folder: Path) -> Iterator[list[str]]:
    """The names of all seats that nobody holds, kept empty meanwhile."""
    with ExitStack() as held:
        yield [_name(folder, number) for number in range(SEATS) if _take(held, folder, number)]


def _take(held: ExitStack, folder: Path, number: int) -> bool:
    folder.mkdir(parents=True, exist_ok=True)
    file = held.enter_context((folder / f"worker-{number}.lock").open("w"))
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _settle(file: int, folder: Path) -> None:
    os.fsync(file)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _name(folder: Path, number: int) -> str:
    return f"{machine(folder)}-{number}"
