"""発話検出: where somebody speaks, by the Silero model inside faster-whisper, block by block.

Silero is recurrent. Its state is handed from block to block, so that blocks give exactly what the whole recording
would: a warm-up of 16 s of overlap instead still left frames 0.1 away from it.
"""

import hashlib
from collections.abc import Mapping

import faster_whisper
import numpy as np
import numpy.typing as npt
from faster_whisper.vad import get_vad_model

from minutes.asr.heard import Samples
from minutes.asr.spans import FRAME, Probabilities
from minutes.domain.artefact import Artefacts, Progress, key

BLOCK = 3750 * FRAME
"""Two minutes: 183 MB at its peak, where ten minutes take 303 MB and are not faster."""

CONTEXT = 64
"""Samples of the frame before that Silero sees in front of each frame."""

MODEL = f"silero-vad-v6@faster-whisper-{faster_whisper.__version__}"

State = npt.NDArray[np.float32]
"""Shape (2, 1, 1, 128): the hidden and the cell state."""

_SILENT: State = np.zeros((2, 1, 1, 128), np.float32)


def probabilities(
    samples: Samples, *, artefacts: Artefacts, on_progress: Progress, block: int = BLOCK
) -> Probabilities:
    """The probability of speech for every frame of 512 samples; the last one may be a part of a frame.

    ``block`` (samples, a multiple of 512) decides how much memory it takes, and nothing else.
    """
    found = [np.empty(0, np.float32)]
    state = _SILENT
    for start in range(0, len(samples), block):
        audio = np.asarray(samples[max(0, start - CONTEXT) : start + block])
        speech, state = _stored(audio, min(start, CONTEXT), state, artefacts)
        found.append(speech)
        on_progress(min(1.0, (start + block) / len(samples)))
    return np.concatenate(found)


def _stored(audio: Samples, lead: int, state: State, artefacts: Artefacts) -> tuple[Probabilities, State]:
    """The block's probabilities and the state after it, found again or computed and put away."""
    settings: Mapping[str, object] = {"lead": lead, "state": hashlib.sha256(state.tobytes()).hexdigest()}
    name = key("vad", model=MODEL, settings=settings, content=audio.tobytes())
    known = artefacts.get(name) or b""
    # a power cut leaves files empty, cut short or full of zeros; after a block the state is never zero
    if len(known) != 4 * (_SILENT.size + _frames(audio, lead)) or not any(known[: 4 * _SILENT.size]):
        speech, after = _listen(audio, lead, state)
        known = np.concatenate([after.ravel(), speech]).tobytes()
        artefacts.put(name, known)
    both = np.frombuffer(known, np.float32)
    return both[_SILENT.size :], both[: _SILENT.size].reshape(_SILENT.shape)


def _frames(audio: Samples, lead: int) -> int:
    return -(-(len(audio) - lead) // FRAME)


def _listen(audio: Samples, lead: int, state: State) -> tuple[Probabilities, State]:
    """One run of the network over a block; frames are rows of (64 samples of context, 512 samples)."""
    frames = _frames(audio, lead)
    heard = np.zeros(CONTEXT + frames * FRAME, np.float32)
    heard[CONTEXT - lead : CONTEXT - lead + len(audio)] = audio
    heard /= 32768
    rows = np.lib.stride_tricks.sliding_window_view(heard, CONTEXT + FRAME)[::FRAME]
    inputs = {"input": np.ascontiguousarray(rows), "h": state[0], "c": state[1]}
    speech, hidden, cell = get_vad_model().session.run(None, inputs)
    return speech.ravel(), np.stack([hidden, cell])
