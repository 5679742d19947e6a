"""束: windows side by side, as the network takes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from minutes.domain.speech import SAMPLE_RATE
from training.recogniser.features import log_mel
from training.recogniser.network import LONGEST
from training.recogniser.reading import FRAME
from training.recogniser.windows import Maker, Window
from training.recogniser.writing import IGNORED

STEP = 32
FULL = 0.06
"""Share of the batches as long as the product's own; by feel: the padding behind a short window is to be known."""
WHOLE = 30 * SAMPLE_RATE


class Groups:
    """組: windows of like lengths together, about so many encoder frames a group; without end.

    Lengths are rounded up to `STEP` frames and groups of one length are always equally many: the matrix library
    prepares itself anew for every new shape, which costs more than the padding.
    """

    def __init__(self, maker: Maker, frames: int) -> None:
        self._maker, self._frames = maker, frames
        self._waiting: dict[int, list[Window]] = {}

    def draw(self, *, longest_s: float, hardness: float) -> list[Window]:
        """The next group that is full, of windows as they are asked for now and were asked for before."""
        while True:
            window = self._maker.window(longest_s=longest_s, hardness=hardness)
            length = -(-len(window.sound) // (FRAME * STEP)) * STEP
            group = self._waiting.setdefault(length, [])
            group.append(window)
            if len(group) >= max(1, self._frames // length):
                return self._waiting.pop(length)


@dataclass(frozen=True)
class Batch:
    """Windows side by side. ``middles``: (letters, 3) window, frame and character of every spoken character.

    ``copies``: (letters, 3) window, token before a character that the prompt has as well, and the prompt's token.
    """

    mel: Tensor
    phonemes: Tensor
    tokens: Tensor
    targets: Tensor
    spans: Tensor
    middles: Tensor
    copies: Tensor

    def on(self, device: torch.device) -> "Batch":
        return Batch(*(getattr(self, one.name).to(device) for one in fields(self)))


def gathered(windows: Sequence[Window], rng: np.random.Generator) -> Batch:
    """Sound padded with silence; now and then to Whisper's full 30 s (then two of them: it costs as much)."""
    full = rng.random() < FULL
    windows = windows[:2] if full else windows
    longest = max(len(window.sound) for window in windows)
    size = WHOLE if full else min(WHOLE, -(-longest // (FRAME * STEP)) * FRAME * STEP)
    width = min(LONGEST, -(-max(len(window.tokens) for window in windows) // 16) * 16)
    sound = _rows([window.sound for window in windows], size, 0.0)
    return Batch(
        mel=_masked(log_mel(sound), rng),
        phonemes=_rows([window.phonemes for window in windows], size // FRAME, 0),
        tokens=_rows([np.array(window.tokens) for window in windows], width, 0),
        targets=_rows([np.array(window.targets) for window in windows], width, IGNORED),
        spans=torch.stack([_spans(window, width) for window in windows]),
        middles=_middles(windows, size // FRAME),
        copies=_triples(
            (row, *copy) for row, window in enumerate(windows) for copy in window.copies if copy[0] < width
        ),
    )


def _rows(parts: Sequence[npt.NDArray[Any]], width: int, filling: float) -> Tensor:
    """One row each, filled up or cut to the width."""
    rows = np.full((len(parts), width), filling, parts[0].dtype)
    for row, part in zip(rows, parts, strict=True):
        row[: len(part)] = part[:width]
    return torch.from_numpy(rows)


def _spans(window: Window, width: int) -> Tensor:
    """(width, 2) first and last second of the character that comes next; -1 where none does."""
    spans = [(-1.0, -1.0) if span is None else span for span in window.spans[:width]]
    return torch.tensor([*spans, *[(-1.0, -1.0)] * (width - len(spans))])


def _middles(windows: Sequence[Window], frames: int) -> Tensor:
    return _triples(
        (row, min(frames - 1, int(sum(span) / 2 * SAMPLE_RATE / FRAME)), target)
        for row, window in enumerate(windows)
        for span, target in zip(window.spans, window.targets, strict=True)
        if span is not None
    )


def _triples(found: Iterable[tuple[int, int, int]]) -> Tensor:
    return torch.tensor(list(found), dtype=torch.long).reshape(-1, 3)


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
