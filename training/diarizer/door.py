"""pyannote.audio for training, silent and offline as in the product's own door."""

import minutes.diarize.door  # noqa: F401  # first: it makes pyannote importable, and silent

# isort: split
from pyannote.audio import Model
from pyannote.audio import __version__ as version
from pyannote.audio.core.task import Problem, Resolution, Specifications
from pyannote.audio.models.embedding import XVectorSincNet
from pyannote.audio.models.segmentation import PyanNet
from pyannote.audio.utils.powerset import Powerset

__all__ = [
    "Model",
    "Powerset",
    "Problem",
    "PyanNet",
    "Resolution",
    "Specifications",
    "XVectorSincNet",
    "version",
]
