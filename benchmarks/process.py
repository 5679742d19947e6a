"""Measures whole processes from outside: seconds on the wall and on the processor, and memory (of Linux: /proc)."""

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figures:
    """``cpu_s`` is user and system time of the process and all its children; ``anonymous_mib`` the largest sum of
    their memory apart from the page cache: a memory-mapped recording is the kernel's to drop."""

    wall_s: float
    cpu_s: float
    anonymous_mib: float
    out: str


def measure(command: Sequence[str], **environment: str) -> Figures:
    start, before = time.monotonic(), os.times()
    process = subprocess.Popen(list(command), env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True)
    watcher = _Watcher(process.pid)
    out, _ = process.communicate()
    peak = watcher.stop()
    after = os.times()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    cpu_s = (after.children_user - before.children_user) + (after.children_system - before.children_system)
    return Figures(time.monotonic() - start, cpu_s, peak / 1024, out)


class _Watcher(threading.Thread):
    """Looks at a process and its descendants twenty times a second; keeps the largest sum of RssAnon (KiB)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._peak, self._over = pid, 0, threading.Event()
        self.start()

    def run(self) -> None:
        while not self._over.wait(0.05):
            self._peak = max(self._peak, sum(map(_anonymous_kib, _family(self._pid))))

    def stop(self) -> int:
        self._over.set()
        self.join()
        return self._peak


def _family(pid: int) -> list[int]:
    children: list[int] = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            children += map(int, (task / "children").read_text().split())
    except OSError:  # it ended while we looked
        return [pid]
    return [pid, *(member for child in children for member in _family(child))]


def _anonymous_kib(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon")), 0)
