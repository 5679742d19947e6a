"""What each local speaker of a chunk sounds like: the second network, and on a CPU nearly all of the time.

pyannote runs it once per chunk *and* local speaker on the same audio, only the mask over its frames differs. Here it
runs once per chunk, with all masks stacked; chunks in which nobody speaks are skipped.
"""

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import torch

from minutes.diarize.diarizer import Diarizer
from minutes.diarize.segmentation import Active
from minutes.domain.artefact import Progress

Embeddings = npt.NDArray[np.float32]
"""(n, dimension), one row for each active (chunk, speaker), in the order of ``np.argwhere``."""


def embed(waveform: torch.Tensor, active: Active, diarizer: Diarizer, on_progress: Progress) -> Embeddings:
    """Voice embeddings of a block's active local speakers; ``waveform`` (samples,) as given to ``segment``."""
    present: npt.NDArray[np.bool_] = np.any(active, axis=1)
    masks = _masks(active, diarizer)
    windows = _windows(waveform, len(active), diarizer)
    rows = [np.zeros((0, diarizer.pipeline._embedding.dimension), np.float32)]
    batches = list(_batches(present, diarizer))
    for done, (chunks, speakers) in enumerate(batches, start=1):
        # with one mask per forward `speakers` picks it; stacked, it is everybody
        weights = torch.from_numpy(masks[chunks] if speakers is None else masks[chunks, speakers])
        found = diarizer.pipeline._embedding(windows[torch.from_numpy(chunks), None], masks=weights)
        rows.append(found[present[chunks]] if speakers is None else found)
        on_progress(done / len(batches))
    return np.concatenate(rows).astype(np.float32, copy=False)


def _batches(
    present: npt.NDArray[np.bool_], diarizer: Diarizer
) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64] | None]]:
    """Which chunks, and where masks cannot be stacked which speaker of each, go through the network together."""
    size = diarizer.embedding_batch_size
    if diarizer.stacked:
        chunks = np.flatnonzero(present.any(axis=1))
        for at in range(0, len(chunks), size):
            yield chunks[at : at + size], None
    else:
        pairs = np.argwhere(present)
        for at in range(0, len(pairs), size):
            yield pairs[at : at + size, 0], pairs[at : at + size, 1]


def _masks(active: Active, diarizer: Diarizer) -> npt.NDArray[np.float32]:
    """(chunks, speakers, frames): where each speaks alone, or where that is too short, where each speaks at all."""
    masks = active.astype(np.float32)
    if diarizer.shortest is not None:
        frames = active.shape[1]
        enough = math.ceil(frames * diarizer.shortest / diarizer.grid.window)
        alone = masks * (masks.sum(axis=2, keepdims=True) < 2)
        masks = np.where((alone.sum(axis=1) > enough)[:, None, :], alone, masks)
    return np.ascontiguousarray(masks.transpose(0, 2, 1))


def _windows(waveform: torch.Tensor, chunks: int, diarizer: Diarizer) -> torch.Tensor:
    """(chunks, samples) of a block, a view; the end of the last chunk is padded with silence."""
    grid = diarizer.grid
    missing = (chunks - 1) * grid.step + grid.window - len(waveform)
    padded = torch.nn.functional.pad(waveform, (0, missing)) if missing > 0 else waveform
    return padded.unfold(0, grid.window, grid.step)
