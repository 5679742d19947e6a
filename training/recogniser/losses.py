"""誤差: the five things to learn: sounds, characters, text, where each character is, and what the prompt tells."""

import torch
import torch.nn.functional as F  # noqa: N812 (its usual name)
from torch import Tensor

from minutes.domain.speech import SAMPLE_RATE
from training.recogniser.batches import Batch
from training.recogniser.network import Recogniser
from training.recogniser.reading import FRAME
from training.recogniser.writing import IGNORED

WEIGHTS = {"phonemes": 1.0, "letters": 0.6, "text": 1.0, "where": 0.15, "copied": 0.5}
"""Sounds and text count most, for they are what it is about; the others were guessed. Only ``copied`` was ever changed:
at 0.15 the heads found the names in the prompt slowly."""
NAMED = 3.0
"""A character of a name that the prompt has counts so many times in the text: most have none. By feel."""


def losses(model: Recogniser, batch: Batch) -> dict[str, Tensor]:
    """By name; `WEIGHTS` says how much each counts. A batch in which nobody speaks, or is named, has fewer."""
    top, middle = model.encoder(batch.mel)
    logits, listened, recalled = model.decoder(batch.tokens, top)
    result = {
        "phonemes": F.cross_entropy(model.phonemes(middle).float().transpose(1, 2), batch.phonemes),
        "text": _text(logits, batch),
    }
    if len(batch.middles):
        row, frame, letter = batch.middles.T
        result["letters"] = F.cross_entropy(model.letters(top[row, frame]).float(), letter)
        result["where"] = _misplaced(listened, batch.spans)
    if len(batch.copies):
        row, after, told = batch.copies.T
        result["copied"] = -recalled[row, :, after, told].mean()
    return result


def _text(logits: Tensor, batch: Batch) -> Tensor:
    weight = (batch.targets != IGNORED).float()
    row, after, _ = batch.copies.T
    weight[row, after] = NAMED
    told = logits.float().transpose(1, 2)
    each = F.cross_entropy(told, batch.targets, ignore_index=IGNORED, label_smoothing=0.03, reduction="none")
    return (each * weight).sum() / weight.sum()


def _misplaced(attention: Tensor, spans: Tensor) -> Tensor:
    """-log of the attention that the guided heads give to the time of the character (40 ms more at both ends)."""
    frames = torch.arange(attention.shape[-1], device=attention.device) * FRAME / SAMPLE_RATE
    start, end = spans[..., :1], spans[..., 1:]
    inside = (frames >= start - 0.04) & (frames < end + 0.04)
    spoken = (end[..., 0] > 0) & inside.any(-1)
    mass = attention.masked_fill(~inside[:, None], -1e4).logsumexp(-1)
    return -(mass * spoken[:, None]).sum() / (spoken.sum() * attention.shape[1] + 1)
