"""この機械: what the program runs on. Asks what this system tells, which is not the same on Linux and macOS."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

ROOT = Path("/")
"""Below it lies what Linux tells; other systems have nothing there."""


@dataclass(frozen=True, slots=True)
class Machine:
    """As its administrator would say it: ``memory``, ``disk_free`` and ``disk_total`` in bytes, of the disk on
    which recordings lie. ``processor`` is empty where the system does not tell.
    """

    processor: str
    cores: int
    memory: int
    graphics: tuple[str, ...]
    disk_free: int
    disk_total: int


def this_machine(folder: Path, system: Path = ROOT) -> Machine:
    """``folder``: where recordings lie."""
    gpus = sorted((system / "proc/driver/nvidia/gpus").glob("*/information"))
    disk = shutil.disk_usage(folder)
    return Machine(
        processor=_first(r"^model name\s*: (.+)$", system / "proc/cpuinfo"),
        cores=processors(),
        memory=memory(system),
        graphics=tuple(_first(r"^Model:\s*(.+)$", one) for one in gpus),
        disk_free=disk.free,
        disk_total=disk.total,
    )


def processors() -> int:
    """Those that this process may use; where the system does not tell (macOS), all there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory(system: Path = ROOT) -> int:
    """Bytes: what there is, or what the container may use of it (cgroup 2)."""
    there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = (system / "sys/fs/cgroup/memory.max").read_text().strip()
    except OSError:
        return there
    return min(there, int(limit)) if limit.isdecimal() else there


def _first(pattern: str, file: Path) -> str:
    """What a file of the system says; nothing where there is no such file."""
    try:
        found = re.search(pattern, file.read_text(), re.MULTILINE)
    except OSError:
        return ""
    return found[1].strip() if found else ""
