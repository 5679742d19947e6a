"""声紋: a network that tells people by their voices: an x-vector on the waveform, trained on 240."""

import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (its usual name)
from torch import Tensor, nn

from minutes.domain.speech import SAMPLE_RATE
from training import rooms
from training.curves import note, spent
from training.diarizer.door import Problem, Resolution, Specifications, XVectorSincNet
from training.diarizer.keep import DEVICE, go_on, keep, rate, save
from training.diarizer.speech import Speech
from training.voices import HELD_OUT, Voice, drawn, people

VOICES = 240
"""More do not fit beside each other without two of them being the same to an ear."""
WIDTH = 192
CROPS = 64
PEAK = 1.5e-3
MARGIN, SCALE = 0.15, 20.0


def network(voices: int) -> XVectorSincNet:
    model = XVectorSincNet(sincnet={"stride": 10}, dimension=WIDTH)
    model.specifications = Specifications(
        problem=Problem.REPRESENTATION,
        resolution=Resolution.CHUNK,
        duration=3.0,
        min_duration=1.0,
        warm_up=(0.0, 0.0),
        classes=[str(index) for index in range(voices)],
    )
    model.build()
    return model


class Crops:
    """Pieces of speech of given voices; the same for the same seed."""

    def __init__(self, pool: tuple[Voice, ...], seed: int) -> None:
        self._pool, self._speech, self._rng = pool, Speech(seed), np.random.default_rng(seed)

    def batch(self, which: Tensor, seconds: float) -> Tensor:
        """(voices,) -> (voices, 1, samples)."""
        return torch.from_numpy(np.stack([self._crop(int(index), seconds) for index in which]))[:, None].to(DEVICE)

    def _crop(self, index: int, seconds: float) -> np.ndarray:
        wanted = int(seconds * SAMPLE_RATE)
        wave = self._speech.speak(self._pool[index])[0]
        while len(wave) < wanted:
            wave = np.concatenate([wave, self._speech.speak(self._pool[index])[0]])
        start = int(self._rng.integers(0, len(wave) - wanted + 1))
        return rooms.heard(wave[start : start + wanted], self._rng).astype(np.float32)


def train(folder: Path, steps: int, seed: int = 3) -> None:
    torch.manual_seed(seed)
    pool = people(drawn(np.random.default_rng(seed)), VOICES)
    model, centres = network(VOICES).to(DEVICE), nn.Embedding(VOICES, WIDTH).to(DEVICE)
    optimiser = torch.optim.Adam([*model.parameters(), *centres.parameters()])
    everyone = torch.arange(len(HELD_OUT), device=DEVICE).repeat_interleave(5)
    unheard = Crops(HELD_OUT, seed=98).batch(everyone, 2.5)
    checkpoint, curve = folder / "embedding.pt", folder / "embedding.csv"
    done = go_on(checkpoint, model, centres, optimiser)
    crops, rng = Crops(pool, seed + 1_000 * done), np.random.default_rng(seed + 1_000 * done)
    began, mean = time.time() - spent(curve), None
    for step in range(done + 1, steps + 1):
        for group in optimiser.param_groups:
            group["lr"] = rate(step, steps, PEAK)
        which = torch.from_numpy(rng.integers(0, VOICES, CROPS)).to(DEVICE)
        told = F.normalize(model(crops.batch(which, float(rng.uniform(1.0, 3.5)))), dim=1)
        cosine = told @ F.normalize(centres.weight, dim=1).T - MARGIN * F.one_hot(which, VOICES)
        value = F.cross_entropy(SCALE * cosine, which)
        optimiser.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 3.0)
        optimiser.step()
        mean = value.item() if mean is None else 0.95 * mean + 0.05 * value.item()
        if step % 50 == 0 or step == steps:
            model.eval()
            with torch.no_grad():
                told = torch.cat([F.normalize(model(part), dim=1) for part in unheard.split(CROPS)])
            error, threshold = equal_error(told, everyone)
            row = {"step": step, "seconds": time.time() - began, "loss": mean, "eer": error, "cosine": threshold}
            note(curve, **row)
            keep(checkpoint, step, model, centres, optimiser)
            save(model, folder / "embedding", half=True)
            model.train()


def equal_error(told: Tensor, who: Tensor) -> tuple[float, float]:
    """Where as many pairs of one voice fall below a cosine as pairs of two above it: that share, and the cosine."""
    cosine = told @ told.T
    pairs = torch.triu(torch.ones_like(cosine), 1).bool()
    same = (who[:, None] == who[None]) & pairs
    other = (who[:, None] != who[None]) & pairs
    cuts = cosine[other].quantile(torch.linspace(0.5, 1, 501, device=told.device))
    missed = (cosine[same][None] <= cuts[:, None]).float().mean(1)
    mixed_up = (cosine[other][None] > cuts[:, None]).float().mean(1)
    best = int((missed - mixed_up).abs().argmin())
    return float((missed[best] + mixed_up[best]) / 2), float(cuts[best])
