"""Peak memory must not grow with the length of a recording.

    python -m benchmarks.memory [transcribe|diarize] [HOURS ...]      default: both, 0.5 2 8

Each length is a process of its own that decodes nothing: the sample meeting, over and over, as samples on disk, with
the bundled models. "Apart from the page cache": a memory-mapped recording is the kernel's to drop.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.process import measure
from minutes.audio import decode
from minutes.domain.speech import SAMPLE_RATE
from minutes.store.files import Files

SAMPLE = Path("tests/data/sample/meeting.ogg")

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
    from minutes import diarize
    chosen = shelf.choose(Task.DIARIZATION)
    diarizer = diarize.load(chosen.folder, model=chosen.identity, threads=threads)
    diarize.diarize(
        samples, diarizer=diarizer, speakers=(None, None), artefacts=artefacts, on_progress=lambda _: None
    )
"""


STEPS = ("transcribe", "diarize")


def main(steps: tuple[str, ...], hours: list[float]) -> None:
    print("| step | length | peak memory apart from page cache | against the first | wall |")
    print("|---|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        once = np.array(decode(SAMPLE, Files(Path(folder) / "sample"), on_progress=lambda _: None).samples)
        for step in steps:
            first = None
            for length in hours:
                recording = Path(folder) / "recording.s16"
                _repeat(once, length, recording)
                data = Path(folder) / f"{step}-{length}"
                figures = measure([sys.executable, "-c", STEP, step, str(recording)], MINUTES_DATA=str(data))
                first = first or figures.anonymous_mib
                ratio = figures.anonymous_mib / first
                row = f"{length:g} h | {figures.anonymous_mib:.0f} MiB | {ratio:.2f} | {figures.wall_s:.0f} s"
                print(f"| {step} | {row} |", flush=True)


def _repeat(once: np.ndarray, hours: float, target: Path) -> None:
    """The meeting over and over, each time a little quieter or louder: no two windows are the same artefact."""
    left = round(hours * 3600 * SAMPLE_RATE)
    with target.open("wb") as file:
        for turn in range(left // len(once) + 1):
            part = (once[: left - turn * len(once)] * (0.5 + (turn % 997) / 2000)).astype("<i2")
            file.write(part.tobytes())


if __name__ == "__main__":
    chosen = tuple(argument for argument in sys.argv[1:] if argument in STEPS)
    lengths = [float(argument) for argument in sys.argv[1:] if argument not in STEPS]
    main(chosen or STEPS, lengths or [0.5, 2.0, 8.0])
