"""命令: one step of the recipe, in the folder of a run."""

import argparse
from pathlib import Path

import torch

from training import diarizer
from training.diarizer import embedding, segmentation
from training.diarizer.tune import put_together


def main() -> None:
    options = argparse.ArgumentParser(description=diarizer.__doc__)
    options.add_argument("what", choices=["segmentation", "embedding", "folder"])
    options.add_argument("run", type=Path)
    options.add_argument("folder", type=Path, nargs="?")
    options.add_argument("--steps", type=int, help="without it as many as the recipe takes")
    options.add_argument("--threads", type=int, default=1)
    given = options.parse_args()
    torch.set_num_threads(given.threads)
    given.run.mkdir(parents=True, exist_ok=True)
    if given.what == "segmentation":
        segmentation.train(given.run, given.steps or segmentation.STEPS)
    elif given.what == "embedding":
        embedding.train(given.run, given.steps or embedding.STEPS)
    elif given.folder is None:
        options.error("folder: where is it to be written?")
    else:
        put_together(given.run, given.folder)


if __name__ == "__main__":
    main()
