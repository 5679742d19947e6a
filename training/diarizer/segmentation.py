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
from training.diarizer.keep import DEVICE, SAVE, go_on, keep, learn, rate, save, smoothed
from training.diarizer.speech import VOICES, Speech
from training.voices import HELD_OUT, Voice, different, drawn, people

STEPS = 2_600
SECONDS = 10.0
SPEAKERS, TOGETHER = 3, 2
"""As in pyannote's own segmentation: ten seconds, three people at most, two of them at once."""
MIXTURES = 24
"""In a step; by feel, as `PEAK` is."""
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
    """Trains in a folder, going on where it was; its curve is there, and the network as pyannote reads it."""
    torch.manual_seed(seed)
    model, powerset = network().to(DEVICE), Powerset(SPEAKERS, TOGETHER).to(DEVICE)
    frames = model.num_frames(int(SECONDS * SAMPLE_RATE))
    unheard = Mixtures(HELD_OUT, frames, seed=99).batch(96)
    optimiser = torch.optim.Adam(model.parameters())
    checkpoint, curve = folder / "segmentation.pt", folder / "segmentation.csv"
    done = go_on(checkpoint, model, optimiser)
    mixtures = Mixtures(people(drawn(np.random.default_rng(seed)), VOICES), frames, seed + 1_000 * done)
    began, mean = time.time() - spent(curve), None
    for step in range(done + 1, steps + 1):
        value = loss_of(model, powerset, *mixtures.batch(MIXTURES))
        mean = smoothed(mean, learn(value, model, optimiser, rate=rate(step, steps, PEAK), longest=1.0))
        if step % SAVE == 0 or step == steps:
            held_out = _measured(model, powerset, *unheard)
            note(curve, step=step, seconds=time.time() - began, loss=mean, held_out=held_out)
            keep(checkpoint, step, model, optimiser)
            save(model, folder / "segmentation")


@torch.no_grad()
def _measured(model: PyanNet, powerset: Powerset, sound: Tensor, label: Tensor) -> float:
    model.eval()
    parts = zip(sound.split(MIXTURES), label.split(MIXTURES), strict=True)
    value = float(np.mean([loss_of(model, powerset, *part).item() for part in parts]))
    model.train()
    return value
