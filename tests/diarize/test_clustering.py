import numpy as np
import pytest

from minutes.diarize.clustering import FREE, SILENT, Bounds, assign, learn, sample
from minutes.diarize.observation import Observation


def voices(embeddings_each, seed=5, spread=0.25):
    """Embeddings of voices that speak in turn, and which voice each is of."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(len(embeddings_each), 192))
    of = np.repeat(np.arange(len(embeddings_each)), embeddings_each)
    random.shuffle(of)
    noise = random.normal(size=(len(of), 192))
    return (centres[of] + spread * noise).astype(np.float32), of


def heard(embeddings):
    """An observation in which each embedding is of a chunk of its own."""
    active = np.zeros((len(embeddings), 589, 3), bool)
    active[:, :, 0] = True
    return Observation(active, embeddings)


def partition(embeddings, diarizer, cap):
    clustering, grid = diarizer.pipeline.clustering, diarizer.grid
    chosen = embeddings[sample(len(embeddings), cap)]
    learnt = learn(chosen, total=len(embeddings), clustering=clustering, bounds=FREE, grid=grid)
    return assign(heard(embeddings), learnt, clustering)[:, 0]


def same_partition(one, other):
    pairs = set(zip(one.tolist(), other.tolist(), strict=True))
    return len(pairs) == len(set(one.tolist())) == len(set(other.tolist()))


@pytest.mark.parametrize("which", ["agglomerative", "vbx"])
def test_voices_learnt_from_a_sample_part_speech_as_those_learnt_from_all(request, which):
    diarizer = request.getfixturevalue(which)
    embeddings, of = voices([700, 450, 250, 150])  # the quietest voice is a tenth of the speech
    full, sampled = partition(embeddings, diarizer, cap=4000), partition(embeddings, diarizer, cap=200)
    assert same_partition(full, of)
    assert same_partition(sampled, of)


def test_a_sample_is_evenly_spaced_and_has_no_embedding_twice():
    assert sample(5, 8).tolist() == [0, 1, 2, 3, 4]
    chosen = sample(30_000, 4_000)
    assert len(set(chosen.tolist())) == 4_000
    assert (chosen[0], chosen[-1]) == (0, 29_999)
    assert set(np.diff(chosen).tolist()) <= {7, 8}


def test_who_is_silent_belongs_to_no_voice(agglomerative):
    embeddings, _ = voices([40, 40])
    learnt = learn(
        embeddings,
        total=80,
        clustering=agglomerative.pipeline.clustering,
        bounds=Bounds(2, 2, 2),
        grid=agglomerative.grid,
    )
    seen = Observation(np.zeros((2, 589, 3), bool), embeddings[:0])
    assert (assign(seen, learnt, agglomerative.pipeline.clustering) == SILENT).all()
