"""The real service: `minutes serve` on a free port, as it greets whoever starts it: nobody has set it up yet.

Others are listed in `tests/api/live.py`.
"""

import re
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.ports import free_port

PATIENCE_S = 300
"""The machine may be busy with other work."""


@dataclass(frozen=True)
class Site:
    """``set_up``: the first page of all, of a service that nobody has set up yet; ``data``: the service's folder."""

    address: str
    set_up: str
    data: Path


@contextmanager
def serving(folder: Path, *options: str, program: Sequence[str] = (sys.executable, "-m", "minutes")) -> Iterator[Site]:
    """Empty at first, unless there is ``folder``/data; it keeps everything there. ``options``: of `minutes serve`."""
    port = free_port()
    command = [*program, "serve", "--port", str(port), "--data", str(folder / "data"), *options]
    address = f"{'https' if '--tls' in options else 'http'}://localhost:{port}"
    log = folder / "log"
    with log.open("w") as writing:  # and read elsewhere: whoever reads here would move the place where it writes
        process = subprocess.Popen(command, stdout=writing, stderr=subprocess.STDOUT)
    try:
        yield Site(address, _wait_for(address, folder / "data" / "certificate.pem", process, log), folder / "data")
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _wait_for(address: str, certificate: Path, process: subprocess.Popen[bytes], log: Path) -> str:
    """-> the address of the page that sets it up, once it answers."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            trusting = ssl.create_default_context(cafile=certificate if certificate.exists() else None)
            with urlopen(f"{address}/healthz", timeout=5, context=trusting):  # noqa: S310 (our own)
                if greeted := re.search(r"(http\S+/set-up\?key=\S+)|会議録：http", log.read_text()):
                    return greeted[1] or ""
        except (URLError, OSError):
            pass
        time.sleep(0.3)
    raise RuntimeError(f"the service does not answer:\n{log.read_text()[-2000:]}")
