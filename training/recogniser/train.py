"""学習: the recogniser from nothing, in up to four processes, and on the GPU where there is one.

Each process has a core and windows of its own; their gradients are averaged. Processes share one GPU: most of the work
is making speech. Everything is seeded. A checkpoint is written every `SAVE` steps and training goes on from it;
`curve.csv` beside it has the losses.
"""

import math
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist

from training import corpus
from training.curves import note, spent
from training.recogniser.batches import Batch, Groups, gathered
from training.recogniser.losses import WEIGHTS, losses
from training.recogniser.network import Recogniser, Shape
from training.recogniser.reading import PHONEMES
from training.recogniser.vocabulary import Vocabulary
from training.recogniser.windows import Maker

SAVE = 100
PEAK, WARM_UP = 1.5e-3, 300
"""The highest rate, and the steps after which it is reached; by feel, as for other networks of this size."""
FRAMES = 6_000
"""Encoder frames a step: two minutes of sound, divided among the processes."""
PROCESSES = 4
"""With more, each would have less a step than one of the longest windows, and steps would grow."""
MEMORY = 5 * 1024**3
"""Bytes that a process takes: of two, each was seen to take 4.7 GiB."""


@dataclass(frozen=True)
class Plan:
    """How long to train: ``steps`` in all, the rate falling over the last ``fall`` of them."""

    steps: int
    fall: int
    seed: int = 1

    def rate(self, step: int) -> float:
        left = (self.steps - step) / self.fall
        return PEAK * min(1.0, step / WARM_UP) * max(0.02, min(1.0, left))

    def longest_s(self, step: int) -> float:
        """Short windows first."""
        return min(28.0, 6.0 + step / 120)

    def ear_learns(self, step: int) -> bool:
        """Sounds come first and quickly; then two of three steps leave the ear alone and are quicker."""
        return step < 2_000 or step % 3 == 0

    def hardness(self, step: int) -> float:
        """Quiet rooms first."""
        return min(1.0, max(0.15, (step - 3_000) / 4_000))


def processes_for(cores: int, free: int) -> int:
    """As many as there are cores, and as fit into so many bytes; at least one."""
    return max(1, min(cores, PROCESSES, free // MEMORY))


def train(rank: int, folder: Path, plan: Plan, processes: int, meeting_place: Path) -> None:
    """One of ``processes`` processes, which find each other in ``meeting_place``; the first writes the checkpoint."""
    torch.set_num_threads(1)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    dist.init_process_group("gloo", init_method=f"file://{meeting_place}/point", rank=rank, world_size=processes)
    vocabulary = Vocabulary(corpus.alphabet())
    torch.manual_seed(plan.seed)
    model = Recogniser(Shape(tokens=len(vocabulary.tokens), phonemes=len(PHONEMES))).to(device)
    optimiser = torch.optim.AdamW(model.parameters(), lr=PEAK, betas=(0.9, 0.98), weight_decay=0.01)
    done = resume(folder, model, vocabulary, optimiser)
    seed = plan.seed + 1_000 * (done + 1) + rank
    groups, rng = Groups(Maker(vocabulary, seed), FRAMES // processes), np.random.default_rng(seed)
    began, mean = time.time() - spent(folder / "curve.csv"), dict[str, float]()
    for step in range(done + 1, plan.steps + 1):
        model.encoder.ear_learns = plan.ear_learns(step)
        windows = groups.draw(longest_s=plan.longest_s(step), hardness=plan.hardness(step))
        batch = gathered(windows, rng).on(device)
        for name, loss in learn(model, optimiser, batch, rate=plan.rate(step), processes=processes).items():
            mean[name] = 0.98 * mean.get(name, loss) + 0.02 * loss
        if rank == 0 and (step % SAVE == 0 or step == plan.steps):
            _save(folder, model, vocabulary, optimiser, step)
            row = {name: mean.get(name, math.nan) for name in WEIGHTS}
            note(folder / "curve.csv", step=step, seconds=time.time() - began, **row)
    dist.destroy_process_group()


def learn(
    model: Recogniser, optimiser: torch.optim.Optimizer, batch: Batch, *, rate: float, processes: int
) -> dict[str, float]:
    """One step, the same in every process; the losses of this one's own batch, by name."""
    device = batch.mel.device
    with torch.autocast(device.type, torch.bfloat16):
        parts = losses(model, batch)
    sum((WEIGHTS[name] * loss for name, loss in parts.items()), torch.zeros((), device=device)).backward()
    _average(model, processes)
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    for group in optimiser.param_groups:
        group["lr"] = rate
    optimiser.step()
    optimiser.zero_grad()
    return {name: loss.item() for name, loss in parts.items()}


def _average(model: Recogniser, processes: int) -> None:
    """Every process its share; the same parameters in all of them, also where one had only silent windows."""
    resting = set() if model.encoder.ear_learns else set(model.encoder.ear())
    learning = [p for p in model.parameters() if p not in resting]
    grads = [torch.zeros_like(p) if p.grad is None else p.grad for p in learning]
    flat = torch.cat([grad.flatten() for grad in grads]).cpu()  # where the processes meet
    dist.all_reduce(flat)
    for p, grad in zip(learning, flat.split([p.numel() for p in learning]), strict=True):
        p.grad = (grad / processes).view_as(p).to(p.device)


def resume(
    folder: Path, model: Recogniser, vocabulary: Vocabulary, optimiser: torch.optim.Optimizer | None = None
) -> int:
    """Steps already done, 0 without a checkpoint. Raises ValueError when the text has other characters by now."""
    path = folder / "checkpoint.pt"
    if not path.exists():
        return 0
    kept = torch.load(path, weights_only=True, map_location=next(model.parameters()).device)
    if kept.get("letters", vocabulary.alphabet) != vocabulary.alphabet:
        raise ValueError(f"{path} was trained with other characters; begin in a new folder")
    model.load_state_dict(kept["model"])
    if optimiser is not None:
        optimiser.load_state_dict(kept["optimiser"])
    return int(kept["step"])


def _save(folder: Path, model: Recogniser, vocabulary: Vocabulary, optimiser: torch.optim.Optimizer, step: int) -> None:
    state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
    kept = {**state, "step": step, "shape": asdict(model.shape), "letters": vocabulary.alphabet}
    torch.save(kept, folder / "checkpoint.tmp")
    (folder / "checkpoint.tmp").replace(folder / "checkpoint.pt")
