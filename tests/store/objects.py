"""Places for files: a folder of this machine alone, and with a remote store that another machine shares."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from minutes.store.files import Files
from minutes.store.remote import Remote
from tests.ports import free_port

BUCKET = "minutes"
Machine = Callable[[str], Files]
"""The files as the machine of this name has them."""


@contextmanager
def s3() -> Iterator[dict[str, str]]:
    """A server on loopback that speaks S3 (moto's simulation of it); -> the environment in which it is found."""
    port = free_port()
    command = ["setpriv", "--pdeathsig=KILL", sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    while not _answers(urllib.request.Request(f"{address}/{BUCKET}", method="PUT")):  # noqa: S310 our own
        assert server.poll() is None, "moto does not start"
        time.sleep(0.1)
    try:
        yield {
            "AWS_ENDPOINT_URL": address,
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "minutes",
            "AWS_SECRET_ACCESS_KEY": "secret",
        }
    finally:
        server.kill()
        server.wait()


def _answers(request: urllib.request.Request) -> bool:
    try:
        urllib.request.urlopen(request).close()  # noqa: S310 (our own address)
    except URLError:
        return False
    return True


def machines(folder: Path, remote: Remote | None) -> Machine:
    return lambda name: Files(folder / name, remote)


def put_back(path: Path, seconds: float) -> None:
    """As if nobody had written it for so long."""
    then = time.time() - seconds
    os.utime(path, (then, then))
