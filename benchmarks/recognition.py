"""認識の速さ: our recognition against raw faster-whisper on the same windows, each in a process of its own.

    python -m benchmarks.recognition speed [MINUTES]    processor seconds for the same windows, model and batches

The sound is the clip of tests/data/asr, repeated with noise that differs each time. "Raw" is one call of
BatchedInferencePipeline.transcribe over all windows of our plan, the whole recording in memory as float; it fills
short windows up with zeros where ours has silence, and invents there. "First" is ours without second attempts
(``judge`` finding nothing): what the bookkeeping costs; "ours" is everything. Loading the model is not counted, nor is
planning the windows.
"""

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.process import measure
from minutes.domain.speech import SAMPLE_RATE
from minutes.models import BUNDLED, CATALOGUE

ROOT = Path(__file__).parent.parent
MODEL = next(model for model in CATALOGUE if model.name == "whisper-trial")
FOLDER = BUNDLED / MODEL.name
CLIP = ROOT / "tests" / "data" / "asr" / "sitting.ogg"

clock = time.process_time  # one thread each; on a busy machine the wall says more about the others


def write_audio(path: Path, minutes: float) -> None:
    """The clip, as often as it takes; noise keeps repetitions from being found among the artefacts."""
    from faster_whisper.audio import decode_audio

    clip = np.round(decode_audio(str(CLIP)) * 30_000).astype(np.int16)
    random, left = np.random.default_rng(3), int(minutes * 60 * SAMPLE_RATE)
    with path.open("wb") as out:
        while left > 0:
            (clip[:left] + random.integers(-8, 9, size=min(left, len(clip)), dtype=np.int16)).tofile(out)
            left -= len(clip)


def load():
    from minutes import asr

    return asr.load(FOLDER, model="benchmark", device="cpu", threads=1, window_s=MODEL.window_s, hinted=False)


def windows_of(artefacts: Path) -> list:
    """The plan that a finished run left among its artefacts."""
    (plan,) = (artefacts / "plan").iterdir()
    return json.loads(plan.read_bytes().partition(b"\n")[2])  # the first line is the hash of the rest


def ours(audio: Path, artefacts: Path) -> dict:
    """Everything, from speech detection on; seconds of the recognition of the windows apart."""
    from minutes import asr
    from minutes.asr.transcribe import LISTENING
    from minutes.store.files import Files

    recogniser = load()
    marks = []
    transcript = asr.transcribe(
        np.memmap(audio, np.int16, "r"),
        recogniser=recogniser,
        names=(),
        glossary=(),
        artefacts=Files(artefacts),
        on_progress=lambda share: marks.append((share, clock())),
    )
    planned = max(moment for share, moment in marks if share <= LISTENING)
    words, unheard = len(transcript.words), sum(gap.duration_s for gap in transcript.unheard)
    return {"seconds": marks[-1][1] - planned, "words": words, "unheard_s": unheard}


def first(audio: Path, artefacts: Path) -> dict:
    """The windows of the plan through the recogniser, judged, settled and put, with no second attempt."""
    from minutes.asr import kept
    from minutes.asr.finish import Window, doubted, settled
    from minutes.asr.heard import Attempt, Finished
    from minutes.store.files import Files

    recogniser, samples, files = load(), np.memmap(audio, np.int16, "r"), Files(artefacts / "first")
    plan = [(round(start_s * SAMPLE_RATE), round(end_s * SAMPLE_RATE)) for start_s, end_s in windows_of(artefacts)]
    start = clock()
    for at in range(0, len(plan), recogniser.batch_size):
        batch = [Window(samples[begin:end], ()) for begin, end in plan[at : at + recogniser.batch_size]]
        found = recogniser.recognise([window.samples for window in batch], hints="", attempt=Attempt.FIRST)
        for window, heard in zip(batch, found, strict=True):
            in_time = settled(window, heard)
            done = Finished(in_time, tuple(doubted(window, in_time, "")), ())
            files.put(kept.window_key(window, model="first", hints=""), kept.encode(done))
    return {"seconds": clock() - start}


def raw(audio: Path, artefacts: Path) -> dict:
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    model = WhisperModel(str(FOLDER), device="cpu", compute_type="int8", cpu_threads=1)
    samples = np.fromfile(audio, np.int16).astype(np.float32) / 32768
    clips = [{"start": start_s, "end": end_s} for start_s, end_s in windows_of(artefacts)]
    start = clock()
    segments, _ = BatchedInferencePipeline(model).transcribe(
        samples,
        clip_timestamps=clips,
        batch_size=load().batch_size,
        language="ja",
        without_timestamps=False,
        word_timestamps=True,
    )
    words = sum(len(segment.words) for segment in segments)
    return {"seconds": clock() - start, "words": words}


def speed(minutes: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        audio = Path(folder) / "audio"
        write_audio(audio, minutes)
        found: dict[str, list[dict]] = {"ours": [], "first": [], "raw": []}
        for turn in range(3):  # one after the other, so that a busy minute strikes all three
            artefacts = Path(folder) / str(turn)
            for kind, figures in found.items():
                figures.append(json.loads(run(kind, audio, artefacts).out))
        seconds = {kind: statistics.median(run["seconds"] for run in runs) for kind, runs in found.items()}
        print(json.dumps({kind: runs[-1] for kind, runs in found.items()}, ensure_ascii=False))
        print(
            f"{minutes:g} min: raw {seconds['raw']:.1f} s, first {seconds['first']:.1f} s, ours {seconds['ours']:.1f} s"
        )
        print(f"first / raw {seconds['first'] / seconds['raw']:.3f}, ours / raw {seconds['ours'] / seconds['raw']:.3f}")


def run(kind: str, audio: Path, artefacts: Path):
    command = [sys.executable, "-m", "benchmarks.recognition", kind, str(audio), str(artefacts)]
    return measure(command, OMP_NUM_THREADS="1", OMP_WAIT_POLICY="PASSIVE")


if __name__ == "__main__":
    kind, *arguments = sys.argv[1:]
    if kind == "speed":
        speed(float(arguments[0]) if arguments else 4.0)
    else:
        work = {"ours": ours, "first": first, "raw": raw}[kind]
        print(json.dumps(work(*map(Path, arguments))))
