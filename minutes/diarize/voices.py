"""Numbers of clusters become voices: S1 is the first to speak. A voice is not yet a person."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from minutes.diarize.reconstruct import Run
from minutes.domain.speech import Diarization, Turn, Voice


def named(turns: Iterable[Run], floor: Iterable[Run], centroids: npt.NDArray[np.floating], model: str) -> Diarization:
    """The result in the domain's words; ``centroids`` (voices, dimension) are the prints, as far as there are any."""
    turns, floor = list(turns), list(floor)
    in_order = [*sorted(turns, key=_by_time), *sorted(floor, key=_by_time)]
    order = dict.fromkeys(cluster for cluster, _, _ in in_order)
    labels = {cluster: f"S{number}" for number, cluster in enumerate(order, start=1)}
    return Diarization(
        turns=_in_order(turns, labels),
        floor=_in_order(floor, labels),
        voices=tuple(Voice(label, _print(centroids, cluster)) for cluster, label in labels.items()),
        model=model,
    )


def _by_time(run: Run) -> tuple[float, float, int]:
    cluster, start_s, end_s = run
    return start_s, end_s, cluster


def _in_order(runs: Iterable[Run], labels: dict[int, str]) -> tuple[Turn, ...]:
    turns = (Turn(labels[cluster], start_s, end_s) for cluster, start_s, end_s in runs)
    return tuple(sorted(turns, key=lambda turn: (turn.start_s, turn.end_s, turn.voice)))


def _print(centroids: npt.NDArray[np.floating], cluster: int) -> tuple[float, ...] | None:
    """声紋 of unit length, or ``None`` where there is none to speak of: too little was heard."""
    if cluster >= len(centroids):
        return None
    length = np.linalg.norm(centroids[cluster])
    if not np.isfinite(length) or length == 0.0:
        return None
    return tuple(float(value) for value in centroids[cluster] / length)
