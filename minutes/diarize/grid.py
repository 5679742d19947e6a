"""Where chunks and frames lie on the recording, to the last bit as pyannote places them.

The networks see *chunks*: windows of some seconds that start every tenth of a window. The segmentation network tells
for each *frame* of a chunk (about 17 ms) who speaks. Frames of different chunks are laid over one another on one line.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minutes.diarize.door import SlidingWindow


@dataclass(frozen=True, slots=True)
class Grid:
    """格子: ``window`` and ``step`` of the chunks in samples; the same in seconds; the line of frames."""

    window: int
    step: int
    chunks: SlidingWindow
    frames: SlidingWindow

    def chunk_count(self, samples: int) -> int:
        """Chunks of a stretch: all whole ones, and a last one, padded, where samples are left over."""
        if samples < self.window:
            return 1
        return -(-(samples - self.window) // self.step) + 1

    def first_frame(self, chunk: int) -> int:
        """The frame of the line on which the chunk's first frame lies."""
        return int(self.frames.closest_frame(self.chunks[chunk].start + 0.5 * self.frames.duration))

    def frame_count(self, chunks: int) -> int:
        """Length of the line under so many chunks (the sum in the order in which pyannote adds it)."""
        end = self.chunks.start + self.chunks.duration + (chunks - 1) * self.chunks.step
        return int(self.frames.closest_frame(end + 0.5 * self.frames.duration)) + 1

    def middle_s(self, frames: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """The time of each frame: its middle."""
        start = self.frames.start + frames * self.frames.step
        middle: npt.NDArray[np.float64] = 0.5 * (start + (start + self.frames.duration))
        return middle
