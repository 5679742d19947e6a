"""束: windows side by side, as the network takes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from training.recogniser.features import log_mel
from training.recogniser.network import LONGEST
from training.recogniser.reading import FRAME, RATE
from training.recogniser.windows import IGNORED, Maker, Window

STEP = 32
WHOLE = 30 * RATE


def batches(maker: Maker, frames: int) -> Iterator[list[Window]]:
    """Windows of like lengths together, about so many encoder frames a batch; without end.

    Lengths are rounded up to `STEP` frames and batches of one length are always equally many: the matrix library
    prepares itself anew for every new shape, which costs more than the padding.
    """
    waiting: dict[int, list[Window]] = {}
    while True:
        window = maker.window()
        length = -(-len(window.sound) // (FRAME * STEP)) * STEP
        group = waiting.setdefault(length, [])
        group.append(window)
        if len(group) >= max(1, frames // length):
            yield waiting.pop(length)


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
