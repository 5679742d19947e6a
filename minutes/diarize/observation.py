"""What both networks say of a block, as one artefact: found again, it is never computed a second time."""

import io
import zipfile
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from minutes.diarize.diarizer import Diarizer
from minutes.diarize.embedding import Embeddings, embed
from minutes.diarize.kept import OBSERVING
from minutes.diarize.segmentation import Active, segment
from minutes.domain import artefact
from minutes.domain.artefact import Artefacts, Progress

Samples = npt.NDArray[np.int16]

BLOCK_S = 120.0
"""Seconds between blocks: what a kill costs at most. Blocks share no work, so short ones cost only more files."""


@dataclass(frozen=True, slots=True)
class Observation:
    """観測: one block; ``active`` (chunks, frames, speakers), ``embeddings`` one row per active (chunk, speaker)."""

    active: Active
    embeddings: Embeddings

    def dense(self) -> npt.NDArray[np.float32]:
        """Embeddings as pyannote's clustering takes them: (chunks, speakers, dimension), NaN for who is silent."""
        present = self.active.any(axis=1)
        dense = np.full((*present.shape, self.embeddings.shape[1]), np.nan, np.float32)
        dense[present] = self.embeddings
        return dense

    def to_bytes(self) -> bytes:
        buffer = io.BytesIO()
        np.savez(buffer, shape=self.active.shape, active=np.packbits(self.active), embeddings=self.embeddings)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, stored: bytes) -> "Observation | None":
        """``None`` for bytes that are no observation: a power cut can leave an empty file behind a finished rename."""
        try:
            with np.load(io.BytesIO(stored), allow_pickle=False) as arrays:
                shape = tuple(arrays["shape"])
                bits = np.unpackbits(arrays["active"], count=int(np.prod(shape)))
                return cls(bits.reshape(shape).astype(bool), arrays["embeddings"])
        except (ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None


@dataclass(frozen=True, slots=True)
class Block:
    """区切り: the samples that the chunks of a block see, the tail of its last chunk included."""

    start: int
    stop: int


def blocks(samples: int, diarizer: Diarizer, block_s: float) -> tuple[Block, ...]:
    """Cut a recording into blocks of whole batches of chunks; none where there are no samples."""
    if samples == 0:
        return ()
    grid, batch = diarizer.grid, diarizer.batch_size
    batches = max(1, round(block_s / grid.chunks.step / batch))
    size = batches * batch
    found = []
    for first in range(0, grid.chunk_count(samples), size):
        start = first * grid.step
        found.append(Block(start, min(samples, start + (size - 1) * grid.step + grid.window)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Observer:
    """観測者: looks at the blocks of one recording, each once in its life."""

    samples: Samples
    diarizer: Diarizer
    artefacts: Artefacts

    def observe(self, block: Block, on_progress: Progress) -> tuple[str, Observation]:
        """The block as the networks see it, and the key under which it lies."""
        heard = np.ascontiguousarray(self.samples[block.start : block.stop])
        key = self._key(heard)
        known = self._stored(key)
        if known is None:
            known = self._compute(heard, on_progress)
            self.artefacts.put(key, known.to_bytes())
        return key, known

    def recall(self, key: str, block: Block) -> Observation:
        """A block observed before, without reading its samples again."""
        return self._stored(key) or self.observe(block, lambda _share: None)[1]

    def _stored(self, key: str) -> Observation | None:
        stored = self.artefacts.get(key)
        return None if stored is None else Observation.from_bytes(stored)

    def _compute(self, heard: Samples, on_progress: Progress) -> Observation:
        waveform = torch.from_numpy(heard.astype(np.float32) / 32768.0)
        active = segment(waveform, self.diarizer)
        return Observation(active, embed(waveform, active, self.diarizer, on_progress))

    def _key(self, heard: Samples) -> str:
        diarizer = self.diarizer
        settings = {
            "rules": OBSERVING,
            "toolkit": diarizer.toolkit,
            "device": diarizer.device,  # a GPU adds up in another order: its numbers are not those of the CPU
            "window": diarizer.grid.window,
            "step": diarizer.grid.step,
            "shortest": diarizer.shortest,
        }
        return artefact.key("voices", model=diarizer.model, settings=settings, content=heard.tobytes())
