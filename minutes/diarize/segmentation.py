"""Who of a chunk's local speakers is active, frame by frame: the first network. Its speakers have no identity yet."""

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from minutes.diarize.diarizer import Diarizer
from minutes.domain.speech import SAMPLE_RATE

Active = npt.NDArray[np.bool_]
"""(chunks, frames, speakers): whether the local speaker speaks."""


def segment(waveform: torch.Tensor, diarizer: Diarizer) -> Active:
    """The network over all chunks of a block; ``waveform`` is (samples,), its end is padded to a whole chunk.

    This is pyannote's own sliding window: a block whose chunks are a multiple of the batch gives, chunk by chunk, the
    very batches of the whole recording, so that the result does not depend on where blocks end.
    """
    network: Any = diarizer.pipeline._segmentation  # typed for networks with several outputs too
    active: Active = (
        network.slide(waveform[None], SAMPLE_RATE, hook=None).data > 0.5
    )  # a powerset network's output is already 0 or 1
    return active
