"""`python -m training.recogniser RUN [--steps N]`: trains in folder RUN, going on where it was."""

import argparse
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from torch.multiprocessing.spawn import spawn

from minutes.machine import processors
from training.recogniser.train import Plan, processes_for, train


def free_memory() -> int:
    """Bytes that nobody uses; where the system does not tell (macOS), all there are."""
    try:
        rows = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return next(int(row.split()[1]) * 1024 for row in rows if row.startswith("MemAvailable:"))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("run", type=Path)
    options.add_argument("--steps", type=int, default=12_000)
    options.add_argument("--fall", type=int, default=2_400)
    options.add_argument("--processes", type=int, default=processes_for(processors(), free_memory()))
    given = options.parse_args()
    given.run.mkdir(parents=True, exist_ok=True)
    plan = Plan(given.steps, given.fall)
    print(f"{given.run}: {given.processes} processes", flush=True)
    with TemporaryDirectory() as meeting_place:
        arguments = given.run, plan, given.processes, Path(meeting_place)
        spawn(train, arguments, given.processes)


if __name__ == "__main__":
    main()
