"""All channels -> one. Knows nothing of files or time."""

import numpy as np
import numpy.typing as npt

from minutes.audio.heard import Samples

Block = npt.NDArray[np.float32]
"""A second or so of sound at 16 kHz, (samples, channels), full scale = 1.0."""

CANCELLED = 0.25
"""Channels that have nothing to do with each other leave 1/n of their mean power in the mean of n. Less than this
share of that is left only where they cancel out: one line wired with reversed polarity, as balanced plugs in halls
often are."""


def mixed(block: Block) -> Samples:
    """The mean of the channels, which cannot clip; where it cancels out, the loudest channel. -> int16 (samples,)"""
    channels = block.shape[1]
    mean = block.mean(axis=1)
    power = np.einsum("ij,ij->j", block, block)
    if mean @ mean < CANCELLED * power.mean() / channels:
        return whole(block[:, power.argmax()])
    return whole(mean)


def whole(channel: Block) -> Samples:
    """float32 -> int16: what lies beyond full scale is held there (floats may), what is no number is silence."""
    scaled = np.rint(np.nan_to_num(channel, posinf=1.0, neginf=-1.0) * 32768)
    return np.clip(scaled, -32768, 32767).astype("<i2")
