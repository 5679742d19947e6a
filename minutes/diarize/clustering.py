"""Which local speakers are one voice: pyannote's own clustering, kept within bounds on long recordings.

Linkage needs the distance of every pair: n² / 2 numbers of 8 bytes, twice. Up to ``CAP`` embeddings the result is
pyannote's; above, voices are learnt from embeddings evenly spaced over the recording, and every embedding goes to the
voice it is closest to, which is what pyannote does with all embeddings in the end anyway. Neighbouring chunks share
nine tenths of their audio, so that leaving out nine of ten still leaves every second heard once.
"""

import contextlib
import copy
import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.spatial.distance import cdist

from minutes.diarize.door import AgglomerativeClustering, BaseClustering, SlidingWindowFeature, VBxClustering
from minutes.diarize.grid import Grid
from minutes.diarize.observation import Observation

CAP = 4000
"""Embeddings that linkage is given at most: 128 MB and about two seconds; an hour of one voice at a time."""

SILENT = -2
"""pyannote's number for a local speaker who belongs to no voice."""

Clusters = npt.NDArray[np.int64]
"""(chunks, speakers): the voice of each local speaker, or SILENT."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many voices there may be; ``exactly`` where that is one number."""

    least: int
    most: float
    exactly: int | None

    def allow(self, voices: int) -> bool:
        return self.least <= voices <= self.most and self.exactly in (None, voices)


FREE = Bounds(1, np.inf, None)


@dataclass(frozen=True, slots=True)
class Learnt:
    """学んだ声: one centroid per voice (voices, dimension).

    ``exclusive``: two local speakers of one chunk are never the same voice.
    """

    centroids: npt.NDArray[np.float64]
    exclusive: bool


def trainable(seen: Observation, clustering: BaseClustering, grid: Grid) -> npt.NDArray[np.float32]:
    """(n, dimension): the embeddings of a block that pyannote would learn voices from: enough clean speech."""
    segmentations = SlidingWindowFeature(seen.active.astype(np.float32), grid.chunks)
    found: npt.NDArray[np.float32] = clustering.filter_embeddings(seen.dense(), segmentations=segmentations)[0]
    return found


def sample(total: int, cap: int) -> npt.NDArray[np.int64]:
    """Which of so many embeddings to learn from: all, or ``cap`` of them evenly spaced."""
    return np.arange(total) if total <= cap else np.linspace(0, total - 1, cap).round().astype(np.int64)


def learn(
    embeddings: npt.NDArray[np.float32], *, total: int, clustering: BaseClustering, bounds: Bounds, grid: Grid
) -> Learnt:
    """The voices in ``embeddings``, which are a sample of ``total``."""
    if len(embeddings) == 0:  # nobody speaks long enough alone: one voice, with no print
        return Learnt(np.full((1, embeddings.shape[1]), np.nan), exclusive=False)
    if len(embeddings) < total:
        clustering = _for_sample(clustering, len(embeddings) / total)
    if not isinstance(clustering, VBxClustering):
        return Learnt(_centroids(embeddings, clustering, bounds, grid), exclusive=False)
    free = _centroids(embeddings, clustering, FREE, grid)
    if bounds.allow(len(free)) or len(embeddings) < 2:
        return Learnt(free, exclusive=clustering.constrained_assignment and len(embeddings) >= 2)
    # VBxClustering gives up the constraint where the number of voices is forced upon it
    return Learnt(_centroids(embeddings, clustering, bounds, grid), exclusive=False)


def _for_sample(clustering: BaseClustering, share: float) -> BaseClustering:
    """As many *seconds* of speech make a voice in a sample as in the whole."""
    if not isinstance(clustering, AgglomerativeClustering):
        return clustering
    scaled = copy.deepcopy(clustering)
    scaled.min_cluster_size = max(2, round(clustering.min_cluster_size * share))
    return scaled


def _centroids(
    embeddings: npt.NDArray[np.float32], clustering: BaseClustering, bounds: Bounds, grid: Grid
) -> npt.NDArray[np.float64]:
    """pyannote's clustering, shown each embedding as a chunk with one speaker who speaks all the time."""
    limits: dict[str, Any] = {
        "num_clusters": bounds.exactly,
        "min_clusters": bounds.least,
        "max_clusters": bounds.most,  # infinite where free, as in pyannote's pipeline
    }
    always = SlidingWindowFeature(np.ones((len(embeddings), 1, 1), np.float32), grid.chunks)
    with contextlib.redirect_stdout(io.StringIO()):  # it prints its remarks
        _, _, centroids = clustering(
            embeddings=embeddings[:, None, :],
            segmentations=always,
            **limits,
        )
    found: npt.NDArray[np.float64] = centroids
    return found


def assign(seen: Observation, learnt: Learnt, clustering: BaseClustering) -> Clusters:
    """The voice of each active local speaker of a block."""
    silent = ~seen.active.any(axis=1)
    if silent.all():
        return np.full(silent.shape, SILENT)
    dense = seen.dense()
    distances = cdist(dense.reshape(-1, dense.shape[2]), learnt.centroids, metric=clustering.metric)
    likeness = 2 - distances.reshape(*silent.shape, -1)
    if learnt.exclusive:
        likeness[silent] = np.nanmin(likeness) - 1.0  # never at the cost of someone who speaks
        clusters = clustering.constrained_argmax(likeness).astype(np.int64)
    else:
        clusters = np.argmax(likeness, axis=2)
    clusters[silent] = SILENT
    return clusters
