"""The real service: `minutes serve` on a free port, as it greets whoever starts it."""

import re
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from urllib.error import URLError
from urllib.request import urlopen

PATIENCE_S = 300
"""The machine may be busy with other work."""


@dataclass(frozen=True)
class Site:
    """``set_up``: the first page of all; ``data``: the service's folder."""

    address: str
    set_up: str
    data: Path


@contextmanager
def serving(folder: Path, *options: str, program: Sequence[str] = (sys.executable, "-m", "minutes")) -> Iterator[Site]:
    """Empty at first; everything it keeps and says is in ``folder``. ``options``: of `minutes serve`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*program, "serve", "--port", str(port), "--data", str(folder / "data"), *options]
    address = f"{'https' if '--tls' in options else 'http'}://localhost:{port}"
    with (folder / "log").open("w+") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"{address}/healthz", folder / "data" / "certificate.pem", process, log)
            log.seek(0)
            yield Site(address, re.search(r"http\S+/set-up\?key=\S+", log.read())[0], folder / "data")
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


def _wait_for(address: str, certificate: Path, process: subprocess.Popen[bytes], log: TextIO) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            trusting = ssl.create_default_context(cafile=certificate if certificate.exists() else None)
            with urlopen(address, timeout=5, context=trusting):  # noqa: S310 (our own)
                return
        except (URLError, OSError):
            time.sleep(0.3)
    log.seek(0)
    raise RuntimeError(f"the service does not answer:\n{log.read()[-2000:]}")
