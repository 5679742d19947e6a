"""学習: the recogniser from nothing, on every core.

One process a core, each on windows of its own; their gradients are averaged. Everything is seeded. A checkpoint is
written every `SAVE` steps and training goes on from it; `curve.csv` beside it has the losses.
"""

import csv
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
import torch.nn.functional as F  # noqa: N812 (its usual name)
from torch import Tensor

from training import corpus
from training.recogniser.features import log_mel
from training.recogniser.network import LONGEST, Recogniser, Shape
from training.recogniser.vocabulary import Vocabulary
from training.recogniser.windows import FRAME, IGNORED, PHONEMES, STEP, Maker, Window, batches

SAVE = 100
PEAK = 1.5e-3
WARM_UP = 300
FRAMES = 3_000
"""Encoder frames a step and process: a minute of sound."""


@dataclass(frozen=True)
class Plan:
    """How long to train: ``steps`` in all, the rate falling over the last ``fall`` of them."""

    steps: int
    fall: int
    seed: int = 1

    def rate(self, step: int) -> float:
        left = (self.steps - step) / self.fall
        return PEAK * min(1.0, step / WARM_UP) * max(0.02, min(1.0, left))

    def longest_s(self, step: int) -> float:
        """Short windows first."""
        return min(28.0, 6.0 + step / 120)


@dataclass(frozen=True)
class Batch:
    """Windows side by side. ``middles``: (letters, 3) window, frame and character of every spoken character."""

    mel: Tensor
    phonemes: Tensor
    tokens: Tensor
    targets: Tensor
    spans: Tensor
    middles: Tensor


def gathered(windows: Sequence[Window], rng: np.random.Generator) -> Batch:
    """Sound padded with silence; now and then to Whisper's full 30 s (then two of them: it costs as much)."""
    full = rng.random() < 0.06
    windows = windows[:2] if full else windows
    longest = max(len(window.sound) for window in windows)
    size = 480_000 if full else min(480_000, -(-longest // (FRAME * STEP)) * FRAME * STEP)
    sound = np.zeros((len(windows), size), np.float32)
    phonemes = np.zeros((len(windows), size // FRAME), np.int64)
    width = min(LONGEST, -(-max(len(window.tokens) for window in windows) // 16) * 16)
    tokens, targets = np.zeros((len(windows), width), np.int64), np.full((len(windows), width), IGNORED)
    spans = np.full((len(windows), width, 2), -1.0, np.float32)
    middles = []
    for row, window in enumerate(windows):
        sound[row, : min(size, len(window.sound))] = window.sound[:size]
        labels = window.phonemes[: phonemes.shape[1]]
        phonemes[row, : len(labels)] = labels
        tokens[row, : len(window.tokens)], targets[row, : len(window.targets)] = window.tokens, window.targets
        for at, span in enumerate(window.spans):
            if span is not None:
                spans[row, at] = span
                middle = min(phonemes.shape[1] - 1, int((span[0] + span[1]) / 2 * 16_000 / FRAME))
                middles.append((row, middle, window.targets[at]))
    where = torch.tensor(middles, dtype=torch.long).reshape(-1, 3)
    mel = log_mel(torch.from_numpy(sound))
    return Batch(_masked(mel, rng), *map(torch.from_numpy, (phonemes, tokens, targets, spans)), where)


def _masked(mel: Tensor, rng: np.random.Generator) -> Tensor:
    """A band and two moments of every window hidden."""
    for row in mel:
        if rng.random() < 0.5:
            width = int(rng.integers(1, 12))
            low = int(rng.integers(0, 80 - width))
            row[low : low + width] = row.mean()
        for _ in range(2):
            width = int(rng.integers(1, 14))
            start = int(rng.integers(0, row.shape[1] - width))
            row[:, start : start + width] = row.mean()
    return mel


def losses(model: Recogniser, batch: Batch) -> dict[str, Tensor]:
    """The four things to learn: sounds, characters, text, and where each character is."""
    top, middle = model.encoder(batch.mel)
    logits, attention = model.decoder(batch.tokens, top)
    result = {
        "phonemes": F.cross_entropy(model.phonemes(middle).float().transpose(1, 2), batch.phonemes),
        "text": F.cross_entropy(
            logits.float().transpose(1, 2), batch.targets, ignore_index=IGNORED, label_smoothing=0.03
        ),
        "letters": top.new_zeros(()).float(),
        "where": top.new_zeros(()).float(),
    }
    if len(batch.middles):
        row, frame, letter = batch.middles.T
        result["letters"] = F.cross_entropy(model.letters(top[row, frame]).float(), letter)
        result["where"] = _misplaced(attention, batch.spans)
    return result


def _misplaced(attention: Tensor, spans: Tensor) -> Tensor:
    """-log of the attention that the guided heads give to the time of the character (40 ms more at both ends)."""
    frames = torch.arange(attention.shape[-1]) * FRAME / 16_000
    start, end = spans[..., :1], spans[..., 1:]
    inside = (frames >= start - 0.04) & (frames < end + 0.04)
    spoken = (end[..., 0] > 0) & inside.any(-1)
    mass = attention.masked_fill(~inside[:, None], -1e4).logsumexp(-1)
    return -(mass * spoken[:, None]).sum() / (spoken.sum() * attention.shape[1] + 1)


WEIGHTS = {"phonemes": 1.0, "letters": 0.6, "text": 1.0, "where": 0.15}


def train(rank: int, folder: Path, plan: Plan, processes: int) -> None:
    """One of ``processes`` processes; the first writes the checkpoint."""
    torch.set_num_threads(1)
    meeting_point = folder.resolve() / f"meeting-point-{os.getppid()}"
    dist.init_process_group("gloo", init_method=f"file://{meeting_point}", rank=rank, world_size=processes)
    vocabulary = Vocabulary(corpus.letters())
    torch.manual_seed(plan.seed)
    model = Recogniser(Shape(tokens=len(vocabulary.tokens), phonemes=len(PHONEMES)))
    optimiser = torch.optim.AdamW(model.parameters(), lr=PEAK, betas=(0.9, 0.98), weight_decay=0.01)
    done = resume(folder, model, vocabulary, optimiser)
    seed = plan.seed + 1_000 * (done + 1) + rank
    maker, rng = Maker(vocabulary, seed), np.random.default_rng(seed)
    began, mean = time.time(), dict[str, float]()
    source = batches(maker, FRAMES)
    for step in range(done + 1, plan.steps + 1):
        maker.longest_s = plan.longest_s(step)
        batch = gathered(next(source), rng)
        for group in optimiser.param_groups:
            group["lr"] = plan.rate(step)
        with torch.autocast("cpu", torch.bfloat16):
            parts = losses(model, batch)
        sum(WEIGHTS[name] * loss for name, loss in parts.items()).backward()
        _average(model, processes)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        for name, loss in parts.items():
            mean[name] = 0.98 * mean.get(name, loss.item()) + 0.02 * loss.item()
        if rank == 0 and (step % SAVE == 0 or step == plan.steps):
            _save(folder, model, vocabulary, optimiser, step)
            _note(folder, step, time.time() - began, mean)
    dist.destroy_process_group()


def _average(model: Recogniser, processes: int) -> None:
    grads = [p.grad if p.grad is not None else torch.zeros_like(p) for p in model.parameters()]
    flat = torch.cat([grad.flatten() for grad in grads])
    dist.all_reduce(flat)
    at = 0
    for p in model.parameters():
        p.grad = (flat[at : at + p.numel()] / processes).view_as(p)
        at += p.numel()


def resume(
    folder: Path, model: Recogniser, vocabulary: Vocabulary, optimiser: torch.optim.Optimizer | None = None
) -> int:
    """Steps already done, 0 without a checkpoint. Raises ValueError when the text has other characters by now."""
    path = folder / "checkpoint.pt"
    if not path.exists():
        return 0
    kept = torch.load(path, weights_only=True)
    if kept.get("letters", vocabulary.letters) != vocabulary.letters:
        raise ValueError(f"{path} was trained with other characters; begin in a new folder")
    model.load_state_dict(kept["model"])
    if optimiser is not None:
        optimiser.load_state_dict(kept["optimiser"])
    return int(kept["step"])


def _save(
    folder: Path, model: Recogniser, vocabulary: Vocabulary, optimiser: torch.optim.Optimizer, step: int
) -> None:
    state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
    kept = {**state, "step": step, "shape": asdict(model.shape), "letters": vocabulary.letters}
    torch.save(kept, folder / "checkpoint.tmp")
    (folder / "checkpoint.tmp").replace(folder / "checkpoint.pt")


def _note(folder: Path, step: int, seconds: float, mean: dict[str, float]) -> None:
    path = folder / "curve.csv"
    fresh = not path.exists()
    with path.open("a", newline="") as file:
        out = csv.writer(file)
        if fresh:
            out.writerow(["step", "seconds", *mean])
        out.writerow([step, round(seconds), *(round(value, 4) for value in mean.values())])
