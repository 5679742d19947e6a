"""`python -m training.recogniser RUN [--steps N]`: trains in folder RUN, going on where it was."""

import argparse
import os
from pathlib import Path

import torch.multiprocessing

from training.recogniser.train import Plan, train


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("run", type=Path)
    options.add_argument("--steps", type=int, default=9_000)
    options.add_argument("--fall", type=int, default=2_500)
    options.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = options.parse_args()
    given.run.mkdir(parents=True, exist_ok=True)
    plan = Plan(given.steps, given.fall)
    torch.multiprocessing.spawn(train, (given.run, plan, given.processes), given.processes)


if __name__ == "__main__":
    main()
