"""Peak memory must not grow with the length of a recording.

    python -m benchmarks.memory [transcribe|diarize] [same] [HOURS ...]      default: both, 0.5 2 8

Each length is a process of its own that decodes nothing: the sample meeting, over and over, as samples on disk, with
the best models of this machine. With "same", four minutes over and over: their blocks are computed once and found
among the artefacts from then on, and only what grows with the length is left to be measured, in minutes instead of
hours. "Apart from the page cache": a memory-mapped recording is the kernel's to drop.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.process import measure
from minutes.audio import decode
from minutes.domain.speech import SAMPLE_RATE
from minutes.store.files import Files

SAMPLE = Path(__file__).parents[1] / "tests" / "data" / "sample" / "meeting.ogg"

STEP = """
import sys
import numpy as np
from minutes.domain.speech import SAMPLE_RATE
from minutes.models import Shelf, Task
from minutes.settings import Settings
from minutes.store.files import Files

settings = Settings()
samples = np.memmap(sys.argv[2], "<i2", mode="r")
artefacts = Files(settings.artefacts)
shelf = Shelf(settings.models)
threads = 2
if sys.argv[1] == "transcribe":
    from minutes import asr
    chosen = shelf.choose(Task.RECOGNITION)
    recogniser = asr.load(
        chosen.folder, model=chosen.identity, threads=threads, window_s=chosen.model.window_s,
        hinted=chosen.model.hinted,
    )
    asr.transcribe(
        samples, recogniser=recogniser, names=(), glossary=(), artefacts=artefacts, on_progress=lambda _: None
    )
else:
    from minutes.diarize.diarization import diarize
    from minutes.diarize.diarizer import load
    chosen = shelf.choose(Task.DIARIZATION)
    diarizer = load(chosen.folder, model=chosen.identity, threads=threads)
    diarize(
        samples, diarizer=diarizer, speakers=(None, None), artefacts=artefacts, on_progress=lambda _: None
    )
"""


STEPS = ("transcribe", "diarize")
SAME_S = 240
"""Whole blocks of diarization."""


def main(steps: tuple[str, ...], hours: list[float], *, same: bool) -> None:
    print("| step | length | peak memory apart from page cache | against the first | wall |")
    print("|---|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        once = np.array(decode(SAMPLE, Files(Path(folder) / "sample"), on_progress=lambda _: None).samples)
        if same:
            once = np.resize(once, SAME_S * SAMPLE_RATE)
        for step in steps:
            first = None
            for length in hours:
                recording = Path(folder) / "recording.s16"
                _repeat(once, length, recording, same=same)
                data = Path(folder) / f"{step}-{length}"
                figures = measure([sys.executable, "-c", STEP, step, str(recording)], MINUTES_DATA=str(data))
                first = first or figures.anonymous_mib
                ratio = figures.anonymous_mib / first
                row = f"{length:g} h | {figures.anonymous_mib:.0f} MiB | {ratio:.2f} | {figures.wall_s:.0f} s"
                print(f"| {step} | {row} |", flush=True)


def _repeat(once: np.ndarray, hours: float, target: Path, *, same: bool) -> None:
    """The meeting over and over; unless ``same``, each time quieter or louder: no two windows are the same artefact."""
    left = round(hours * 3600 * SAMPLE_RATE)
    with target.open("wb") as file:
        for turn in range(left // len(once) + 1):
            level = 1.0 if same else 0.5 + (turn % 997) / 2000
            part = (once[: left - turn * len(once)] * level).astype("<i2")
            file.write(part.tobytes())


if __name__ == "__main__":
    chosen = tuple(argument for argument in sys.argv[1:] if argument in STEPS)
    lengths = [float(argument) for argument in sys.argv[1:] if argument not in (*STEPS, "same")]
    main(chosen or STEPS, lengths or [0.5, 2.0, 8.0], same="same" in sys.argv)
