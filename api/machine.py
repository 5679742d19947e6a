"""この機械: what the service runs on, as its administrator would say it. Reads what Linux tells; loads no model."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

_NVIDIA = Path("/proc/driver/nvidia/gpus")


@dataclass(frozen=True, slots=True)
class Machine:
    """``memory``, ``disk_free`` and ``disk_total`` in bytes; ``disk`` is where recordings lie."""

    processor: str
    cores: int
    memory: int
    graphics: tuple[str, ...]
    disk_free: int
    disk_total: int


def this_machine(folder: Path) -> Machine:
    disk = shutil.disk_usage(folder)
    return Machine(
        processor=_first(r"^model name\s*: (.+)$", Path("/proc/cpuinfo")),
        cores=len(os.sched_getaffinity(0)),
        memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        graphics=tuple(_first(r"^Model:\s*(.+)$", one) for one in sorted(_NVIDIA.glob("*/information"))),
        disk_free=disk.free,
        disk_total=disk.total,
    )


def _first(pattern: str, file: Path) -> str:
    found = re.search(pattern, file.read_text(), re.MULTILINE)
    return found[1].strip() if found else ""
