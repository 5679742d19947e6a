"""The training: what is planned for which step, one step of it, and going on from a checkpoint."""

import numpy as np
import pytest
import torch
import torch.distributed as dist

from training.recogniser.batches import gathered
from training.recogniser.network import Recogniser
from training.recogniser.train import FRAMES, MEMORY, PEAK, PROCESSES, Plan, learn, processes_for, resume
from training.recogniser.vocabulary import Vocabulary

PLAN = Plan(steps=12_000, fall=2_400)


@pytest.fixture
def alone(tmp_path):
    """A process that averages with nobody."""
    dist.init_process_group("gloo", init_method=f"file://{tmp_path}/point", rank=0, world_size=1)
    yield
    dist.destroy_process_group()


@pytest.mark.parametrize(
    ("step", "share"), [(30, 0.1), (300, 1.0), (9_600, 1.0), (10_800, 0.5), (11_760, 0.1), (12_000, 0.02)]
)
def test_the_rate_rises_stays_and_falls_at_the_end(step, share):
    assert PLAN.rate(step) == pytest.approx(PEAK * share)


@pytest.mark.parametrize(("step", "longest_s"), [(0, 6.0), (1_200, 16.0), (2_640, 28.0), (9_000, 28.0)])
def test_short_windows_come_first(step, longest_s):
    assert PLAN.longest_s(step) == pytest.approx(longest_s)


@pytest.mark.parametrize(("step", "hardness"), [(0, 0.15), (3_600, 0.15), (5_000, 0.5), (7_000, 1.0), (9_000, 1.0)])
def test_quiet_rooms_come_first(step, hardness):
    assert PLAN.hardness(step) == pytest.approx(hardness)


def test_the_ear_learns_all_the_time_and_later_every_third_step():
    assert all(PLAN.ear_learns(step) for step in range(2_000))
    assert [step for step in range(2_000, 2_010) if PLAN.ear_learns(step)] == [2_001, 2_004, 2_007]


@pytest.mark.parametrize(
    ("cores", "gigabytes", "processes"), [(2, 24, 2), (8, 64, 4), (8, 17, 3), (16, 6, 1), (1, 64, 1), (4, 2, 1)]
)
def test_there_are_as_many_processes_as_cores_and_memory_bear(cores, gigabytes, processes):
    assert processes_for(cores, gigabytes * 1024**3) == processes


def test_the_share_of_every_process_holds_one_of_the_longest_windows():
    most = processes_for(10_000, 10_000 * MEMORY)
    assert most == PROCESSES
    assert FRAMES // most >= 50 * max(map(PLAN.longest_s, range(PLAN.steps)))


def test_a_step_leaves_a_resting_ear_alone(alone, windows, small):
    torch.manual_seed(1)
    model = Recogniser(small)
    optimiser = torch.optim.AdamW(model.parameters(), weight_decay=0.01)
    batch = gathered(sorted(windows, key=lambda window: len(window.sound))[:4], np.random.default_rng(1))
    for learns in (True, False):
        model.encoder.ear_learns = learns
        ear, rest = model.encoder.conv1.weight.clone(), model.decoder.norm.weight.clone()
        learn(model, optimiser, batch, rate=1e-3, processes=1)
        assert torch.equal(ear, model.encoder.conv1.weight) is not learns
        assert not torch.equal(rest, model.decoder.norm.weight)


def kept(folder, model, alphabet):
    optimiser = torch.optim.AdamW(model.parameters())
    state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": 700, "letters": alphabet}
    torch.save(state, folder / "checkpoint.pt")
    return optimiser


def test_training_goes_on_from_a_checkpoint(tmp_path, small):
    model, other = Recogniser(small), Recogniser(small)
    optimiser = kept(tmp_path, model, "あい")
    assert resume(tmp_path, other, Vocabulary("あい"), optimiser) == 700
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), other.parameters(), strict=True))


def test_where_nothing_was_trained_training_begins(tmp_path, small):
    assert resume(tmp_path, Recogniser(small), Vocabulary("あい")) == 0


def test_a_checkpoint_of_other_characters_is_refused(tmp_path, small):
    kept(tmp_path, Recogniser(small), "あい")
    with pytest.raises(ValueError, match="trained with other characters"):
        resume(tmp_path, Recogniser(small), Vocabulary("あう"))
