"""From chunks back to one time line, block by block: what pyannote does with arrays as long as the recording.

pyannote lays all chunks over one another as float64 x clusters x chunks, twice. Here a stretch is handed on as soon as
no later chunk can reach it. Sums, roundings and the order of equals are pyannote's, so the turns are the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from minutes.diarize.clustering import SILENT, Clusters
from minutes.diarize.door import Segment, Timeline
from minutes.diarize.grid import Grid
from minutes.diarize.segmentation import Active

Stack = npt.NDArray[np.float32]
"""(chunks, frames, columns): something said of every frame of every chunk."""

Rows = npt.NDArray[np.float32]
"""(frames, columns): the sum of it over all chunks that see the frame."""

Counts = npt.NDArray[np.uint8]
"""(frames,): how many voices speak at once."""

Run = tuple[int, float, float]
"""A cluster speaking from .. to, in seconds."""


def overlap_add(stacks: Iterable[Stack], grid: Grid, chunks: int) -> Iterator[Rows]:
    """Sum stacks that follow one another; yields stretches of finished frames that join to the whole line."""
    at = first = 0
    pending = np.zeros((0, 0), np.float32)
    for stack in stacks:
        starts = [grid.first_frame(first + i) - at for i in range(len(stack))]
        pending = _lengthened(pending, starts[-1] + stack.shape[1], stack.shape[2])
        for start, chunk in zip(starts, stack, strict=True):
            pending[start : start + len(chunk)] += chunk
        first += len(stack)
        done = grid.first_frame(first) - at
        yield pending[:done]
        pending, at = pending[done:], at + min(done, len(pending))
    yield _lengthened(pending, grid.frame_count(chunks) - at, pending.shape[1])


def _lengthened(rows: Rows, length: int, columns: int) -> Rows:
    longer = np.zeros((max(length, len(rows)), columns), np.float32)
    longer[: len(rows), : rows.shape[1]] = rows
    return longer


def count(actives: Iterable[Active], grid: Grid, chunks: int) -> Counts:
    """How many speak at each frame: the rounded mean over the chunks that see it."""
    stacks = (
        np.stack([active.sum(axis=2), np.ones(active.shape[:2])], axis=2).astype(np.float32) for active in actives
    )
    return np.concatenate(
        [
            np.rint(rows[:, 0] / np.maximum(rows[:, 1], np.float32(1e-12))).astype(np.uint8)
            for rows in overlap_add(stacks, grid, chunks)
        ]
    )


def votes(active: Active, clusters: Clusters, voices: int) -> Stack:
    """(chunks, frames, voices): 1 where any local speaker of that voice is active in the chunk."""
    found = np.zeros((*active.shape[:2], voices), bool)
    chunks = np.arange(len(active))
    for speaker in range(active.shape[2]):
        belongs = clusters[:, speaker] != SILENT
        found[chunks[belongs], :, clusters[belongs, speaker]] |= active[belongs, :, speaker]
    return found.astype(np.float32)


@dataclass(slots=True)
class Turns:
    """Turns in the making: on each frame the ``counts`` voices with the most votes speak."""

    counts: Counts
    grid: Grid
    _at: int = 0
    _speaking: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    _since: dict[int, int] = field(default_factory=dict)
    _found: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, rows: Rows) -> None:
        """The next stretch of votes, (frames, voices)."""
        counts = self.counts[self._at : self._at + len(rows)]
        speaking = _most_voted(rows, counts, max(rows.shape[1], int(self.counts.max())))
        before = self._speaking if len(self._speaking) else np.zeros(speaking.shape[1], bool)
        changed = speaking ^ np.concatenate([before[None], speaking[:-1]])
        for frame, voice in np.argwhere(changed):
            if speaking[frame, voice]:
                self._since[int(voice)] = self._at + int(frame)
            else:
                self._close(int(voice), self._at + int(frame))
        if len(speaking):
            self._speaking = speaking[-1]
        self._at += len(rows)

    def finish(self, min_pause_s: float) -> list[Run]:
        """All runs, those of one voice with shorter pauses between them joined."""
        for voice in list(self._since):
            self._close(voice, self._at - 1)
        runs = [(voice, *self._times(start, end)) for voice, start, end in self._found]
        return _joined(runs, min_pause_s) if min_pause_s > 0 else [run for run in runs if Segment(run[1], run[2])]

    def _close(self, voice: int, end: int) -> None:
        self._found.append((voice, self._since.pop(voice), end))

    def _times(self, start: int, end: int) -> tuple[float, float]:
        start_s, end_s = self.grid.middle_s(np.array([start, end]))
        return float(start_s), float(end_s)


def _most_voted(rows: Rows, counts: Counts, columns: int) -> npt.NDArray[np.bool_]:
    """Equals are taken in the order in which numpy sorts them, on rows as wide as pyannote's, to get the same."""
    votes = _lengthened(rows, len(rows), columns)
    order = np.argsort(-votes, axis=-1)
    speaking = np.zeros(votes.shape, bool)
    np.put_along_axis(speaking, order, np.arange(columns) < counts[:, None], axis=-1)
    return speaking


def _joined(runs: Sequence[Run], min_pause_s: float) -> list[Run]:
    joined: list[Run] = []
    for voice in sorted({voice for voice, _, _ in runs}):
        line = Timeline([Segment(start_s, end_s) for of, start_s, end_s in runs if of == voice])
        joined += [(voice, segment.start, segment.end) for segment in line.support(min_pause_s)]
    return joined
