"""Both networks learn, and what is saved is a pyannote pipeline that the product loads."""

import numpy as np
import pytest
import torch

from minutes.diarize.diarizer import load
from training.diarizer import embedding, segmentation, tune
from training.diarizer.keep import go_on, keep, rate, save
from training.voices import HELD_OUT


def test_segmentation_learns_a_batch():
    torch.manual_seed(1)
    model = segmentation.network()
    powerset = segmentation.Powerset(segmentation.SPEAKERS, segmentation.TOGETHER)
    frames = model.num_frames(160_000)
    sound, label = segmentation.Mixtures(HELD_OUT, frames, seed=1).batch(1)
    optimiser = torch.optim.Adam(model.parameters(), lr=2e-3)
    losses = []
    for _ in range(3):
        value = segmentation.loss_of(model, powerset, sound, label)
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
        losses.append(value.item())
    assert losses[-1] < losses[0]


def test_names_of_speakers_do_not_matter_to_it():
    torch.manual_seed(2)
    model = segmentation.network().eval()
    powerset = segmentation.Powerset(segmentation.SPEAKERS, segmentation.TOGETHER)
    sound, label = segmentation.Mixtures(HELD_OUT, model.num_frames(160_000), seed=2).batch(1)
    with torch.no_grad():
        one, other = (segmentation.loss_of(model, powerset, sound, y) for y in (label, label[:, :, [2, 0, 1]]))
    assert one.item() == pytest.approx(other.item())


def test_equal_error_of_perfect_and_of_useless_voice_prints():
    who = torch.arange(6).repeat_interleave(4)
    perfect = torch.nn.functional.one_hot(who).float()
    assert embedding.equal_error(perfect, who)[0] < 0.01
    useless = torch.nn.functional.normalize(torch.randn(24, 8, generator=torch.Generator().manual_seed(1)), dim=1)
    assert 0.3 < embedding.equal_error(useless, who)[0] < 0.7


def test_the_rate_rises_and_falls():
    assert rate(1, 1000, 1.0) < rate(100, 1000, 1.0) > rate(900, 1000, 1.0) > 0


def test_the_saved_folder_is_a_pipeline_of_the_product(tmp_path):
    torch.manual_seed(3)
    save(segmentation.network(), tmp_path / "segmentation")
    save(embedding.network(5), tmp_path / "embedding", half=True)
    tune._configure(tmp_path, tune.Settings(0.65, 12, 0.1))
    diarizer = load(tmp_path, model="made", threads=1)
    assert diarizer.pipeline.clustering.threshold == 0.65
    assert diarizer.stacked
    assert (tmp_path / "embedding/pytorch_model.bin").stat().st_size < 10_000_000


def test_a_print_belongs_to_the_centre_that_it_is_nearest_to():
    centres, who = torch.eye(3), torch.tensor([0, 1])
    right, wrong = (embedding.loss_of(torch.eye(3)[list(own)], centres, who).item() for own in ((0, 1), (1, 2)))
    assert right < 0.01 < 1 < wrong
    assert embedding.loss_of(5 * torch.eye(3)[:2], centres, who).item() == pytest.approx(right)


def test_a_print_is_learnt_of_everybody_who_speaks_alone_for_long_enough():
    batch = embedding.Dialogues(HELD_OUT, seed=4).batch(6)
    there = batch.who >= 0
    assert 6 <= there.sum() < there.numel()
    assert batch.alone[there].sum(dim=-1).min() >= embedding.SHORTEST
    assert ((batch.alone * there[..., None]).sum(dim=1) <= 1).all()  # nobody beside them
    torch.manual_seed(4)
    prints, which = embedding.prints_of(embedding.network(len(HELD_OUT)), batch)
    assert len(prints) == len(which) == there.sum()


def test_who_hardly_speaks_leaves_no_trace_in_what_is_learnt():
    """A mask of nothing has no mean: one such person would make every weight not a number."""
    batch = embedding.Dialogues(HELD_OUT, seed=4).batch(6)
    assert (batch.who < 0).any()
    torch.manual_seed(4)
    model, centres = embedding.network(len(HELD_OUT)), torch.randn(len(HELD_OUT), embedding.WIDTH)
    prints, which = embedding.prints_of(model, batch)
    embedding.loss_of(prints, centres, which).backward()
    assert all(one.grad.isfinite().all() for one in model.parameters() if one.grad is not None)


def test_thresholds_are_tried_in_small_steps_on_sittings_of_few_and_of_many():
    settings = list(tune._all_settings())
    assert len(settings) == len(set(settings)) == 33 * 3 * 2
    steps = np.diff(sorted({one.threshold for one in settings}))
    assert steps == pytest.approx(0.02)
    assert len(tune.SPEAKERS) == 10
    assert set(tune.SPEAKERS) == {3, 4, 5, 6, 7}


def test_what_was_learnt_is_there_after_a_kill(tmp_path):
    one, other = torch.nn.Linear(2, 2), torch.nn.Linear(2, 2)
    assert go_on(tmp_path / "checkpoint.pt", one) == 0
    keep(tmp_path / "checkpoint.pt", 50, one)
    assert go_on(tmp_path / "checkpoint.pt", other) == 50
    assert torch.equal(one.weight, other.weight)
