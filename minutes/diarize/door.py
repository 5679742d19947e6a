"""The only door to pyannote.audio: it is imported here, silent and offline, and nowhere else.

Everything the room uses of pyannote is re-exported, so that no file of it can import pyannote another way.
"""

import os
import warnings

from minutes.diarize.torchaudio_cure import import_torchaudio

# pyannote reports every use to its makers unless told otherwise before it is imported; this product sends nothing
# anywhere. Models are files on this machine: what a configuration does not find here must not be looked for outside.
os.environ["PYANNOTE_METRICS_ENABLED"] = "0"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # pyannote loads onnxruntime, which reports too

with warnings.catch_warnings():
    # pyannote warns at import that torchcodec cannot be loaded. It decodes files with it; we hand it samples.
    warnings.simplefilter("ignore")
    import_torchaudio()
    from pyannote.audio import Pipeline
    from pyannote.audio.core.pipeline import expand_subfolders
    from pyannote.audio.core.plda import PLDA
    from pyannote.audio.pipelines.clustering import AgglomerativeClustering, BaseClustering, VBxClustering
    from pyannote.audio.pipelines.speaker_diarization import SpeakerDiarization
    from pyannote.core import Segment, SlidingWindow, SlidingWindowFeature, Timeline

__all__ = [
    "PLDA",
    "AgglomerativeClustering",
    "BaseClustering",
    "Pipeline",
    "Segment",
    "SlidingWindow",
    "SlidingWindowFeature",
    "SpeakerDiarization",
    "Timeline",
    "VBxClustering",
    "expand_subfolders",
]
