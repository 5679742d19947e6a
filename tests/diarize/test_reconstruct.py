import numpy as np
import pytest
from pyannote.audio import Inference
from pyannote.audio.pipelines.speaker_diarization import SpeakerDiarization

from minutes.diarize.door import SlidingWindow, SlidingWindowFeature
from minutes.diarize.grid import Grid
from minutes.diarize.reconstruct import Turns, count, overlap_add

GRID = Grid(
    window=160_000,
    step=16_000,
    chunks=SlidingWindow(start=0.0, duration=10.0, step=1.0),
    frames=SlidingWindow(start=0.0, duration=0.0619375, step=0.016875),
)
FRAMES = 589


def stacks(chunks, columns, seed):
    return (np.random.default_rng(seed).random((chunks, FRAMES, columns)) < 0.3).astype(np.float32)


@pytest.mark.parametrize("pieces", [[23], [8, 8, 7], [1] * 23])
def test_streamed_sums_are_those_of_the_whole(pieces):
    whole = stacks(23, 4, seed=1)
    expected = Inference.aggregate(
        SlidingWindowFeature(whole.copy(), GRID.chunks), GRID.frames, missing=0.0, skip_average=True
    )
    found = list(overlap_add(np.split(whole, np.cumsum(pieces)[:-1]), GRID, 23))
    assert np.array_equal(np.concatenate(found), expected.data)
    assert len(found) == len(pieces) + 1


def test_streamed_counts_and_turns_are_those_of_the_whole_also_where_votes_are_equal():
    active = stacks(31, 3, seed=2).astype(bool)
    voted = stacks(31, 20, seed=3)  # more columns than numpy sorts stably
    counted = SpeakerDiarization.speaker_count(
        SlidingWindowFeature(active.astype(np.float32), GRID.chunks), GRID.frames, warm_up=(0.0, 0.0)
    )
    discrete = SpeakerDiarization.to_diarization(SlidingWindowFeature(voted.copy(), GRID.chunks), counted)
    expected = SpeakerDiarization.to_annotation(discrete, min_duration_off=0.1)

    counts = count(np.split(active, [8, 16, 24]), GRID, 31)
    turns = Turns(counts, GRID)
    for rows in overlap_add(np.split(voted, [8, 16, 24]), GRID, 31):
        turns.add(rows)

    assert np.array_equal(counts, counted.data[:, 0])
    assert sorted(turns.finish(0.1)) == sorted(
        (label, segment.start, segment.end) for segment, _, label in expected.itertracks(yield_label=True)
    )
