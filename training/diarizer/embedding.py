"""声紋: a network that tells people by their voices: an x-vector on the waveform, trained on 240.

First on pieces of one voice, which are learnt quickly; then on dialogues, out of which the diarizer takes prints: the
same ten seconds hold others as well, and often no more than a word of somebody.
"""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (its usual name)
from torch import Tensor, nn

from minutes.domain.speech import SAMPLE_RATE
from training import rooms
from training.curves import note, spent
from training.diarizer.dialogues import dialogue
from training.diarizer.door import Problem, Resolution, Specifications, XVectorSincNet
from training.diarizer.keep import DEVICE, SAVE, go_on, keep, learn, rate, save, smoothed
from training.diarizer.speech import VOICES, Speech
from training.voices import HELD_OUT, Voice, different, drawn, people

WIDTH = 192
"""Values of a print; usual for voice prints, and less than the network's own 512."""
CROPS = 64
"""In a step; by feel, as `PEAK` is."""
STEPS, ALONE = 2_500, 1_500
"""In all, and the first of them, with pieces of one voice."""
DIALOGUES, SECONDS, SPEAKERS = 20, 10.0, 3
"""In a step; as the segmentation hears them."""
FRAMES = 500
SHORTEST = 15
"""A mask has so many frames of 20 ms; somebody with less than 0.3 s to themselves is left out: nobody could tell."""
PEAK = 1.5e-3
MARGIN, SCALE = 0.15, 20.0
"""Of the cosines (CosFace); 0.2 and 30 are usual. Chosen by feel, smaller, for so few voices so near to each other."""


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


@dataclass(frozen=True)
class Batch:
    """(batch, 1, samples) sound, (batch, people, frames) where each speaks alone, (batch, people) who, -1: nobody."""

    sound: Tensor
    alone: Tensor
    who: Tensor


class Dialogues:
    """People of given voices talking to each other; the same for the same seed."""

    def __init__(self, pool: tuple[Voice, ...], seed: int) -> None:
        self._pool, self._speech, self._rng = pool, Speech(seed), np.random.default_rng(seed)
        self._at = ((np.arange(FRAMES) + 0.5) / FRAMES * SECONDS * SAMPLE_RATE).astype(int)

    def batch(self, count: int) -> Batch:
        sounds, masks, whose = zip(*(self._dialogue() for _ in range(count)), strict=True)
        sound = torch.from_numpy(np.stack(sounds))[:, None]
        return Batch(
            sound.to(DEVICE), torch.from_numpy(np.stack(masks)).to(DEVICE), torch.from_numpy(np.stack(whose)).to(DEVICE)
        )

    def _dialogue(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        many = int(self._rng.integers(1, SPEAKERS + 1))
        people = different(self._pool, many, self._rng)
        sound, speaking = dialogue(self._speech, people, SECONDS, self._rng)
        frames = speaking[:, self._at]
        alone, who = np.ones((SPEAKERS, FRAMES), np.float32), np.full(SPEAKERS, -1)
        for index, mask in enumerate(frames & (frames.sum(axis=0) == 1)):
            if mask.sum() >= SHORTEST:  # a mask of nothing has no mean, and its gradient is no number
                alone[index], who[index] = mask, self._pool.index(people[index])
        return sound.astype(np.float32), alone, who


def prints_of(model: XVectorSincNet, batch: Batch) -> tuple[Tensor, Tensor]:
    """(prints, width), (prints,) whose they are, of everybody who can be told."""
    there = batch.who >= 0
    return model(batch.sound, weights=batch.alone)[there], batch.who[there]


def train(folder: Path, steps: int, seed: int = 3) -> None:
    """Trains in a folder, going on where it was; its curve is there, and the network as pyannote reads it."""
    torch.manual_seed(seed)
    pool = people(drawn(np.random.default_rng(seed)), VOICES)
    model, centres = network(VOICES).to(DEVICE), nn.Embedding(VOICES, WIDTH).to(DEVICE)
    optimiser = torch.optim.Adam([*model.parameters(), *centres.parameters()])
    everyone = torch.arange(len(HELD_OUT), device=DEVICE).repeat_interleave(5)
    unheard = Crops(HELD_OUT, seed=98).batch(everyone, 2.5)
    checkpoint, curve = folder / "embedding.pt", folder / "embedding.csv"
    done = go_on(checkpoint, model, centres, optimiser)
    crops, rng = Crops(pool, seed + 1_000 * done), np.random.default_rng(seed + 1_000 * done)
    dialogues = Dialogues(pool, seed + 1_000 * done)
    began, mean = time.time() - spent(curve), None
    for step in range(done + 1, steps + 1):
        if step <= ALONE:
            which = torch.from_numpy(rng.integers(0, VOICES, CROPS)).to(DEVICE)
            value = loss_of(model(crops.batch(which, float(rng.uniform(1.0, 3.5)))), centres.weight, which)
        else:
            prints, which = prints_of(model, dialogues.batch(DIALOGUES))
            value = loss_of(prints, centres.weight, which)
        mean = smoothed(mean, learn(value, model, optimiser, rate=rate(step, steps, PEAK), longest=3.0))
        if step % SAVE == 0 or step == steps:
            error, cosine = equal_error(_of_unit_length(model, unheard), everyone)
            note(curve, step=step, seconds=time.time() - began, loss=mean, eer=error, cosine=cosine)
            keep(checkpoint, step, model, centres, optimiser)
            save(model, folder / "embedding", half=True)


def loss_of(prints: Tensor, centres: Tensor, which: Tensor) -> Tensor:
    """(crops, width) prints, (voices, width) centres, (crops,) voices: each print nearer to its own, by a margin."""
    cosine = F.normalize(prints, dim=1) @ F.normalize(centres, dim=1).T
    return F.cross_entropy(SCALE * (cosine - MARGIN * F.one_hot(which, len(centres))), which)


@torch.no_grad()
def _of_unit_length(model: XVectorSincNet, sound: Tensor) -> Tensor:
    """(crops, width) prints of unit length."""
    model.eval()
    prints = torch.cat([F.normalize(model(part), dim=1) for part in sound.split(CROPS)])
    model.train()
    return prints


def equal_error(prints: Tensor, who: Tensor) -> tuple[float, float]:
    """Where as many pairs of one voice fall below a cosine as pairs of two above it: that share, and the cosine."""
    cosine = prints @ prints.T
    pairs = torch.triu(torch.ones_like(cosine), 1).bool()
    same = (who[:, None] == who[None]) & pairs
    other = (who[:, None] != who[None]) & pairs
    cuts = cosine[other].quantile(torch.linspace(0.5, 1, 501, device=prints.device))
    missed = (cosine[same][None] <= cuts[:, None]).float().mean(1)
    mixed_up = (cosine[other][None] > cuts[:, None]).float().mean(1)
    best = int((missed - mixed_up).abs().argmin())
    return float((missed[best] + mixed_up[best]) / 2), float(cuts[best])
