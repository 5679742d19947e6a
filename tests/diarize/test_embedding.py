import dataclasses

import numpy as np
import torch

from minutes.diarize.embedding import embed
from minutes.diarize.segmentation import segment


def embedded(waveform, active, diarizer):
    return embed(waveform, active, diarizer, lambda share: None)


def test_stacked_masks_give_what_one_mask_after_the_other_gives(dialogue, agglomerative):
    waveform = torch.from_numpy(dialogue[96_000:320_000].astype(np.float32) / 32768)
    active = segment(waveform, agglomerative)
    assert agglomerative.stacked
    stacked = embedded(waveform, active, agglomerative)
    one_by_one = embedded(waveform, active, dataclasses.replace(agglomerative, stacked=False))
    assert len(stacked) == active.any(axis=1).sum()
    assert np.abs(stacked - one_by_one).max() < 1e-5


def test_chunks_in_which_nobody_speaks_never_reach_the_network(agglomerative):
    nobody = np.zeros((600, 589, 3), bool)
    found = embedded(torch.zeros(16_000), nobody, agglomerative)  # the network would refuse chunks without samples
    assert found.shape == (0, 192)
