"""Windows side by side: nothing is lost in between, and the network learns from them."""

import numpy as np
import torch

from training.recogniser.batches import Groups, gathered
from training.recogniser.losses import WEIGHTS, losses
from training.recogniser.network import Recogniser
from training.recogniser.reading import FRAME
from training.recogniser.windows import Maker
from training.recogniser.writing import IGNORED


def test_windows_of_a_batch_are_of_one_length(vocabulary):
    groups = Groups(Maker(vocabulary, seed=7), frames=600)
    for _ in range(4):
        windows = groups.draw(longest_s=6.0, hardness=1.0)
        assert len({-(-len(window.sound) // (FRAME * 32)) for window in windows}) == 1


def test_a_batch_has_every_window_with_its_labels(windows):
    four = sorted(windows, key=lambda window: len(window.sound))[60:64]
    batch = gathered(four, np.random.default_rng(1))
    frames = batch.phonemes.shape[1]
    assert batch.mel.shape == (4, 80, 2 * frames)
    assert batch.tokens.shape == batch.targets.shape == batch.spans.shape[:2]
    for row, window in enumerate(four):
        assert batch.tokens[row, : len(window.tokens)].tolist() == list(window.tokens)
        assert batch.targets[row, : len(window.targets)].tolist() == list(window.targets)
        assert set(batch.targets[row, len(window.targets) :].tolist()) <= {IGNORED}
        assert (batch.spans[row, :, 1] > 0).sum() == sum(span is not None for span in window.spans)
    assert len(batch.copies) == sum(len(window.copies) for window in four)
    spoken = [target for window in four for target, span in zip(window.targets, window.spans, strict=True) if span]
    assert batch.middles[:, 2].tolist() == spoken
    assert batch.middles[:, 1].max() < frames


def test_a_step_on_a_batch_lowers_all_five_losses(windows, small):
    torch.manual_seed(1)
    four = sorted((one for one in windows if one.copies), key=lambda window: len(window.sound))[:4]
    batch = gathered(four, np.random.default_rng(1))
    model = Recogniser(small)
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3)
    seen = []
    for _ in range(12):
        parts = losses(model, batch)
        seen.append({name: loss.item() for name, loss in parts.items()})
        sum(parts.values()).backward()
        optimiser.step()
        optimiser.zero_grad()
    assert all(seen[-1][name] < seen[0][name] for name in WEIGHTS)
