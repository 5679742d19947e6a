"""The web process alone, as `minutes serve` starts it, on a port of its own: to be killed, and started again.

Others are listed in `tests/api/live.py`.

python -m tests.api.serving FOLDER PORT
"""

import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from minutes import web
from minutes.settings import Settings
from tests.ports import free_port

PATIENCE_S = 240
"""The machine may be busy with other work."""


class Serving:
    """``address`` stays the same whenever it is started again."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self._folder, self._process = folder, None

    def __enter__(self) -> "Serving":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.api.serving", str(self._folder), str(self.port)]
        log = (self._folder / "serving.log").open("a")
        with log:
            self._process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        until = time.monotonic() + PATIENCE_S
        while not self._answers():
            assert self._process.poll() is None, (self._folder / "serving.log").read_text()[-2000:]
            assert time.monotonic() < until
            time.sleep(0.1)

    def kill(self) -> None:
        """As a power cut does: -9."""
        self._process.kill()
        self._process.wait(PATIENCE_S)

    @property
    def memory(self) -> int:
        """The most that it has held, in bytes."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.address}/healthz", timeout=5):  # noqa: S310 (our own)
                return True
        except (URLError, OSError):
            return False


if __name__ == "__main__":
    web.run(Settings(data=Path(sys.argv[1]), device="cpu"), "127.0.0.1", int(sys.argv[2]), None)
