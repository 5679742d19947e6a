"""話者の区別の速さ: our diarization against pyannote's own pipeline on the same models, as whole processes.

    python -m benchmarks.diarization speed [SECONDS]

The models have community-1's shape and random weights (random_diarizer.py). Is it quicker, and is the result the same?
Both run the dialogue inside pyannote.audio, repeated with noise that differs each time. pyannote's pipeline runs
with batches of 8 (32, as community-1 has it, is slower on a CPU and takes gigabytes) and once more with its embeddings
one by one, which is its best on a CPU.
"""

import importlib.util
import json
import sys
import tempfile
import time
import wave
from pathlib import Path

import numpy as np

from benchmarks.process import measure
from minutes.domain.speech import SAMPLE_RATE


def write_audio(path: Path, seconds: float) -> None:
    """The dialogue, as often as it takes; a little noise keeps repetitions from being found among the artefacts."""
    package = Path(importlib.util.find_spec("pyannote.audio").origin).parent
    with wave.open(str(package / "sample" / "sample.wav")) as file:
        dialogue = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    random, left = np.random.default_rng(3), int(seconds * SAMPLE_RATE)
    with path.open("wb") as out:
        while left > 0:
            noisy = dialogue[:left] + random.integers(-8, 9, size=min(left, len(dialogue)))
            np.clip(noisy, -32768, 32767).astype(np.int16).tofile(out)
            left -= len(noisy)


def ours(folder: Path, audio: Path, artefacts: Path) -> dict:
    from minutes.diarize.diarization import diarize
    from minutes.diarize.diarizer import load
    from minutes.store.files import Files

    samples = np.memmap(audio, np.int16, mode="r")
    diarizer = load(folder, model="benchmark", device="cpu", threads=1)
    start = time.monotonic()
    found = diarize(
        samples, diarizer=diarizer, speakers=(None, None), artefacts=Files(artefacts), on_progress=lambda share: None
    )
    seconds = time.monotonic() - start
    plain = [[(t.start_s, t.end_s, t.voice) for t in turns] for turns in (found.turns, found.floor)]
    return {"turns": plain[0], "floor": plain[1], "prints": [v.print for v in found.voices], "work_s": seconds}


def stock(folder: Path, audio: Path, embedding_batch_size: int) -> dict:
    import torch

    from minutes.diarize.door import Pipeline

    torch.set_num_threads(1)
    pipeline = Pipeline.from_pretrained(folder)
    pipeline.embedding_batch_size = embedding_batch_size
    waveform = torch.from_numpy(np.fromfile(audio, np.int16).astype(np.float32) / 32768)[None]
    start = time.monotonic()
    output = pipeline({"waveform": waveform, "sample_rate": SAMPLE_RATE})
    seconds = time.monotonic() - start
    turns, floor = (
        sorted((segment.start, segment.end, label) for segment, _, label in annotation.itertracks(yield_label=True))
        for annotation in (output.speaker_diarization, output.exclusive_speaker_diarization)
    )
    names = {label: f"S{n}" for n, label in enumerate(dict.fromkeys(label for *_, label in turns), start=1)}
    prints = dict(zip(output.speaker_diarization.labels(), output.speaker_embeddings.tolist(), strict=True))
    return {
        "turns": sorted((start, end, names[label]) for start, end, label in turns),
        "floor": sorted((start, end, names[label]) for start, end, label in floor),
        "prints": [_unit(prints[label]) for label in names],
        "work_s": seconds,
    }


def _unit(embedding: list[float]) -> list[float] | None:
    length = float(np.linalg.norm(embedding))
    return [value / length for value in embedding] if length else None


def speed(seconds: float) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder, audio = Path(scratch) / "model", Path(scratch) / "audio"
        write_audio(audio, seconds)
        child("build", folder, audio)
        figures = {
            "ours": child("ours", folder, audio, Path(scratch) / "artefacts"),
            "stock, batches of 8": child("stock", folder, audio, 8),
            "stock, one by one": child("stock", folder, audio, 1),
        }
    results = {name: json.loads(figure.out) for name, figure in figures.items()}
    for name, figure in figures.items():
        print(
            f"{name:20}{results[name]['work_s']:7.1f} s of work, process {figure.wall_s:7.1f} s wall "
            f"{figure.cpu_s:7.1f} s CPU {figure.anonymous_mib:6.0f} MiB"
        )
    for name in ("stock, batches of 8", "stock, one by one"):
        ratio = figures[name].cpu_s / figures["ours"].cpu_s
        of_work = results[name]["work_s"] / results["ours"]["work_s"]
        print(f"{ratio:.2f}x faster than {name} (CPU of whole processes), {of_work:.2f}x without loading (wall)")
        print(f"    {compared(results['ours'], results[name])}")


def compared(one: dict, other: dict) -> str:
    same = one["turns"] == other["turns"] and one["floor"] == other["floor"]
    pairs = list(zip(one["prints"], other["prints"], strict=True))
    apart = max(float(np.abs(np.subtract(a, b)).max()) for a, b in pairs if a and b)
    return f"{len(one['turns'])} turns {'identical' if same else 'DIFFERENT'}, {len(pairs)} prints within {apart:.1e}"


def child(*arguments: object):
    command = [sys.executable, "-m", "benchmarks.diarization", *map(str, arguments)]
    return measure(command, OMP_NUM_THREADS="1", OMP_WAIT_POLICY="PASSIVE")


def main(what: str, *rest: str) -> None:
    match what:
        case "speed":
            speed(float(rest[0]) if rest else 60.0)
        case "build":
            from benchmarks.random_diarizer import build

            build(Path(rest[0]), np.fromfile(rest[1], np.int16))
        case "ours":
            print(json.dumps(ours(*map(Path, rest))))
        case "stock":
            print(json.dumps(stock(Path(rest[0]), Path(rest[1]), int(rest[2]))))


if __name__ == "__main__":
    main(*sys.argv[1:])
