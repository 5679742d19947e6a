"""保存: what both trainings of the diarizer share: the device, a step, checkpoints, and pyannote's file format."""

import math
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from training.diarizer.door import Model, version

WARM_UP = 100
SAVE = 50
"""Steps between two checkpoints, and two rows of a curve."""
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def rate(step: int, steps: int, peak: float) -> float:
    """Up over the first hundred steps, then down a cosine."""
    return peak * min(1.0, step / WARM_UP) * max(0.03, 0.5 * (1 + math.cos(math.pi * step / steps)))


def learn(value: Tensor, network: nn.Module, optimiser: torch.optim.Optimizer, *, rate: float, longest: float) -> float:
    """One step down the gradient of a loss, the network's part of it no longer than ``longest``; the loss."""
    optimiser.zero_grad()
    value.backward()
    nn.utils.clip_grad_norm_(network.parameters(), longest)
    for group in optimiser.param_groups:
        group["lr"] = rate
    optimiser.step()
    return value.item()


def smoothed(mean: float | None, value: float) -> float:
    """Over about twenty steps."""
    return value if mean is None else 0.95 * mean + 0.05 * value


class Trained(Protocol):
    """A network, or an optimiser."""

    def state_dict(self) -> dict[str, Any]: ...

    def load_state_dict(self, state_dict: dict[str, Any]) -> object: ...


def keep(path: Path, step: int, *parts: Trained) -> None:
    """A checkpoint; killed while it is written, the one before is still there."""
    torch.save((step, [part.state_dict() for part in parts]), path.with_suffix(".tmp"))
    path.with_suffix(".tmp").replace(path)


def go_on(path: Path, *parts: Trained) -> int:
    """Takes the parts over from a checkpoint, and returns the steps that were done; 0 where there is none."""
    if not path.exists():
        return 0
    step, states = torch.load(path, weights_only=True, map_location=DEVICE)
    for part, state in zip(parts, states, strict=True):
        part.load_state_dict(state)
    return int(step)


def save(model: Model, folder: Path, *, half: bool = False) -> None:
    """pytorch_model.bin as pyannote's `Model.from_pretrained` reads it; ``half``: weights of 16 bits."""
    folder.mkdir(parents=True, exist_ok=True)
    kind = type(model)
    weights = {
        name: value.cpu().half() if half and value.is_floating_point() else value.cpu()
        for name, value in model.state_dict().items()
    }
    kept = {
        "state_dict": weights,
        "hyper_parameters": dict(model.hparams),
        "pytorch-lightning_version": "2.0.0",
        "pyannote.audio": {
            "versions": {"torch": torch.__version__.split("+")[0], "pyannote.audio": version},
            "architecture": {"module": kind.__module__, "class": kind.__name__},
            "specifications": model.specifications,
        },
    }
    torch.save(kept, folder / "pytorch_model.tmp")
    (folder / "pytorch_model.tmp").replace(folder / "pytorch_model.bin")
