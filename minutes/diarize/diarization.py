"""The stages in order: both networks over every block, counting, learning the voices, assigning, turns.

Each stage goes over the recording in blocks and keeps of it what does not grow with the embeddings: the packed
activity (0.2 MB per 15 minutes), the counts, and which local speaker is which voice.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minutes.diarize.clustering import CAP, Bounds, Clusters, Learnt, assign, learn, sample, trainable
from minutes.diarize.diarizer import Diarizer
from minutes.diarize.observation import BLOCK_S, Block, Observer, Samples, blocks
from minutes.diarize.reconstruct import Counts, Run, Turns, count, overlap_add, votes
from minutes.diarize.segmentation import Active
from minutes.diarize.voices import named
from minutes.domain.artefact import Artefacts, Pieces, Progress
from minutes.domain.errors import BadInput
from minutes.domain.speech import Diarization

_NETWORKS = 0.98
"""Share of the whole that the two networks take; the rest is seconds even after hours of audio."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is remembered of a block: where its observation lies, who was active, how much can be learnt from it."""

    block: Block
    key: str
    shape: tuple[int, ...]
    packed: npt.NDArray[np.uint8]
    trainable: int

    @property
    def active(self) -> Active:
        bits = np.unpackbits(self.packed, count=int(np.prod(self.shape)))
        return bits.reshape(self.shape).astype(bool)


def diarize(
    samples: Samples,
    *,
    diarizer: Diarizer,
    speakers: tuple[int | None, int | None],
    artefacts: Artefacts,
    on_progress: Progress,
    on_piece: Pieces = lambda words: None,
    block_s: float = BLOCK_S,
    cap: int = CAP,
) -> Diarization:
    """Tell voices apart in 16 kHz mono audio; ``speakers`` is how many there may be, at least and at most.

    The result is that of pyannote's own pipeline up to ``cap`` embeddings (about an hour of speech); beyond, voices
    are learnt from a sample. Raises BadInput for impossible ``speakers``.
    """
    bounds = _bounds(speakers)
    observer = Observer(samples, diarizer, artefacts)
    seen = tuple(_survey(observer, blocks(len(samples), diarizer, block_s), on_progress, on_piece))
    runs: tuple[list[Run], list[Run]] = [], []
    centroids = np.zeros((0, 0))
    chunks = sum(part.shape[0] for part in seen)
    counts = count((part.active for part in seen), diarizer.grid, chunks) if seen else np.zeros(0, np.uint8)
    if counts.any():
        learnt = _learn(observer, seen, bounds, cap)
        clustering = diarizer.pipeline.clustering
        assigned = [assign(observer.recall(part.key, part.block), learnt, clustering) for part in seen]
        runs = _turns(diarizer, seen, assigned, np.minimum(counts, bounds.most).astype(np.uint8))
        centroids = learnt.centroids
    on_progress(1.0)
    return named(*runs, centroids, diarizer.model)


def _bounds(speakers: tuple[int | None, int | None]) -> Bounds:
    least, most = speakers[0] or 1, speakers[1] or np.inf
    if not 1 <= least <= most:
        raise BadInput(
            f"話者の人数の範囲（{speakers[0]}〜{speakers[1]}人）が正しくありません。少ない方を先に指定してください。"
        )
    return Bounds(least, most, least if least == most else None)


def _survey(observer: Observer, found: tuple[Block, ...], on_progress: Progress, on_piece: Pieces) -> Iterator[Seen]:
    diarizer = observer.diarizer
    for done, block in enumerate(found):

        def tell(share: float, done: int = done) -> None:
            on_progress(_NETWORKS * (done + share) / len(found))

        key, whole = observer.observe(block, tell)
        tell(1.0)
        on_piece(())
        enough = len(trainable(whole, diarizer.pipeline.clustering, diarizer.grid))
        yield Seen(block, key, whole.active.shape, np.packbits(whole.active), enough)


def _learn(observer: Observer, seen: tuple[Seen, ...], bounds: Bounds, cap: int) -> Learnt:
    clustering, grid = observer.diarizer.pipeline.clustering, observer.diarizer.grid
    total = sum(part.trainable for part in seen)
    wanted = sample(total, cap)
    rows = [np.zeros((0, observer.diarizer.pipeline._embedding.dimension), np.float32)]
    first = 0
    for part in seen:
        here = wanted[(wanted >= first) & (wanted < first + part.trainable)] - first
        if len(here):
            rows.append(trainable(observer.recall(part.key, part.block), clustering, grid)[here])
        first += part.trainable
    return learn(np.concatenate(rows), total=total, clustering=clustering, bounds=bounds, grid=grid)


def _turns(
    diarizer: Diarizer, seen: tuple[Seen, ...], assigned: list[Clusters], counts: Counts
) -> tuple[list[Run], list[Run]]:
    """Turns, which may overlap, and the floor: the same votes, but one voice at a time."""
    voices = int(max(clusters.max() for clusters in assigned)) + 1
    stacks = (votes(part.active, clusters, voices) for part, clusters in zip(seen, assigned, strict=True))
    everyone, floor = Turns(counts, diarizer.grid), Turns(np.minimum(counts, np.uint8(1)), diarizer.grid)
    for rows in overlap_add(stacks, diarizer.grid, sum(part.shape[0] for part in seen)):
        everyone.add(rows)
        floor.add(rows)
    pause_s = diarizer.pipeline.segmentation.min_duration_off
    return everyone.finish(pause_s), floor.finish(pause_s)
