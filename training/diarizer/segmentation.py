"""分割: PyanNet on mixtures of up to three people, or nobody: who of them speaks in each frame of ten seconds."""

import itertools
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (its usual name)
from torch import Tensor

from minutes.domain.speech import SAMPLE_RATE
from training import rooms
from training.curves import note, spent
from training.diarizer.dialogues import dialogue
from training.diarizer.door import Powerset, Problem, PyanNet, Resolution, Specifications
from training.diarizer.keep import DEVICE, go_on, keep, rate, save
from training.diarizer.speech import Speech
from training.voices import HELD_OUT, Voice, different, drawn, people

SECONDS = 10.0
SPEAKERS, TOGETHER = 3, 2
MIXTURES = 24
VOICES = 240
PEAK = 2e-3


def network() -> PyanNet:
    """0.2 million parameters: two small recurrent layers over SincNet."""
    model = PyanNet(
        sincnet={"stride": 10},
        lstm={"hidden_size": 64, "num_layers": 2, "bidirectional": True, "monolithic": True},
        linear={"hidden_size": 64, "num_layers": 1},
    )
    model.specifications = Specifications(
        problem=Problem.MONO_LABEL_CLASSIFICATION,
        resolution=Resolution.FRAME,
        duration=SECONDS,
        min_duration=SECONDS,
        warm_up=(0.0, 0.0),
        classes=[f"speaker#{index + 1}" for index in range(SPEAKERS)],
        powerset_max_classes=TOGETHER,
        permutation_invariant=True,
    )
    model.build()
    return model


class Mixtures:
    """Batches of ten-second pieces, where the network is; the same for the same seed."""

    def __init__(self, pool: tuple[Voice, ...], frames: int, seed: int) -> None:
        self._pool, self._speech, self._rng = pool, Speech(seed), np.random.default_rng(seed)
        self._at = ((np.arange(frames) + 0.5) / frames * SECONDS * SAMPLE_RATE).astype(int)

    def batch(self, count: int) -> tuple[Tensor, Tensor]:
        """(count, 1, samples), (count, frames, speakers)."""
        sounds, labels = zip(*(self._mixture() for _ in range(count)), strict=True)
        return torch.from_numpy(np.stack(sounds))[:, None].to(DEVICE), torch.from_numpy(np.stack(labels)).to(DEVICE)

    def _mixture(self) -> tuple[np.ndarray, np.ndarray]:
        label = np.zeros((len(self._at), SPEAKERS), np.float32)
        many = int(self._rng.choice([0, 1, 2, 3], p=[0.07, 0.23, 0.42, 0.28]))
        if many == 0:
            return rooms.nobody(int(SECONDS * SAMPLE_RATE), self._rng).astype(np.float32), label
        sound, who = dialogue(self._speech, different(self._pool, many, self._rng), SECONDS, self._rng)
        label[:, :many] = who[:, self._at].T
        return sound.astype(np.float32), label


def loss_of(model: PyanNet, powerset: Powerset, sound: Tensor, label: Tensor) -> Tensor:
    """The best of all ways to name the speakers."""
    told = model(sound).transpose(1, 2)
    ways = [
        F.nll_loss(told, powerset.to_powerset(label[:, :, list(way)]).argmax(-1), reduction="none").mean(1)
        for way in itertools.permutations(range(SPEAKERS))
    ]
    return torch.stack(ways).min(0)[0].mean()


def train(folder: Path, steps: int, seed: int = 2) -> None:
    torch.manual_seed(seed)
    model, powerset = network().to(DEVICE), Powerset(SPEAKERS, TOGETHER).to(DEVICE)
    frames = model.num_frames(int(SECONDS * SAMPLE_RATE))
    sound, label = Mixtures(HELD_OUT, frames, seed=99).batch(96)
    optimiser = torch.optim.Adam(model.parameters())
    checkpoint, curve = folder / "segmentation.pt", folder / "segmentation.csv"
    done = go_on(checkpoint, model, optimiser)
    mixtures = Mixtures(people(drawn(np.random.default_rng(seed)), VOICES), frames, seed + 1_000 * done)
    began, mean = time.time() - spent(curve), None
    for step in range(done + 1, steps + 1):
        for group in optimiser.param_groups:
            group["lr"] = rate(step, steps, PEAK)
        value = loss_of(model, powerset, *mixtures.batch(MIXTURES))
        optimiser.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        mean = value.item() if mean is None else 0.95 * mean + 0.05 * value.item()
        if step % 50 == 0 or step == steps:
            model.eval()
            with torch.no_grad():
                held = float(np.mean([loss_of(model, powerset, *part).item() for part in _parts(sound, label)]))
            note(curve, step=step, seconds=time.time() - began, loss=mean, held_out=held)
            keep(checkpoint, step, model, optimiser)
            save(model, folder / "segmentation")
            model.train()


def _parts(sound: Tensor, label: Tensor) -> list[tuple[Tensor, Tensor]]:
    return list(zip(sound.split(MIXTURES), label.split(MIXTURES), strict=True))
