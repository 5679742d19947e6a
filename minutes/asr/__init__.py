"""音声認識: the only door to faster-whisper. Samples go in, a ``Transcript`` comes out.

    recogniser = asr.load(folder, model="whisper-trial@…", threads=2, window_s=10.0)
    transcript = asr.transcribe(samples, recogniser=recogniser, names=…, glossary=…, artefacts=…, on_progress=…)

    heard.py       the types that the files below hand to each other
    vad.py         where somebody speaks (Silero), block by block
    spans.py       speech probabilities -> spans
    plan.py        spans -> windows, cut at silence
    hints.py       roster and glossary -> the prompt
    recognise.py   windows -> text and word times (faster-whisper)
    folder.py      a model folder, checked before it is loaded
    loading.py     a folder and a device -> a recogniser
    cuda.py        can a GPU be used here?
    timing.py      word times that can be relied on
    judge.py       is this text cut, looping, invented, unsure?
    coverage.py    speech without words
    finish.py      windows brought into their final form
    kept.py        finished windows as artefacts
    invented.py    what Whisper writes in silence
    transcribe.py  the composition

Knows nothing of files, speakers or Word.
"""

import os

# Nothing is fetched while a meeting is transcribed. huggingface_hub reads this once, when it is first imported
# (faster_whisper does that), so it stands above the imports.
os.environ["HF_HUB_OFFLINE"] = "1"
# onnxruntime (Silero runs on it) reports to its makers some seconds after it was loaded, and keeps a device number in
# the user's cache folder, unless this is set before it is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from minutes.asr.cuda import gpu_count
from minutes.asr.cuda import usable as gpu_usable
from minutes.asr.heard import Heard, Recogniser, Samples
from minutes.asr.loading import load
from minutes.asr.transcribe import transcribe

__all__ = ["Heard", "Recogniser", "Samples", "gpu_count", "gpu_usable", "load", "transcribe"]
