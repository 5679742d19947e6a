"""音声合成: the synthesiser's door: Open JTalk's reading of a text, and the parameters of the voice "mei" for it.

pyopenjtalk-plus speaks at 13 times real time on one core, and 96 % of that goes into its vocoder. Its HTS engine
exports all of its functions, so the parameters are fetched here without the vocoder, at 600 times real time;
`vocoder` makes sound of them in any voice, and `speak` still has the engine's own sound for test material.
"""

import ctypes
import threading
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pyopenjtalk
from pyopenjtalk import htsengine

FRAME_S = 0.005
Floats = npt.NDArray[np.float64]
_MCP, _LF0 = 0, 1
_STATES = 5


@dataclass(frozen=True)
class Utterance:
    """A text as the engine would speak it.

    ``cepstra`` (frames, 35) mel-cepstra of 48 kHz sound (alpha 0.55), ``log_f0`` (frames,) with NaN where unvoiced;
    a frame is 5 ms. ``phonemes`` and ``ends``: what is spoken and at which frame it ends, silence at both ends
    included (``sil``; ``pau`` between clauses).
    """

    text: str
    cepstra: npt.NDArray[np.float32]
    log_f0: npt.NDArray[np.float32]
    phonemes: tuple[str, ...]
    ends: tuple[int, ...]

    def span(self) -> tuple[int, int]:
        """First and last frame of the speech between the silences."""
        return self.ends[0], self.ends[-2]


class _Engine:
    """One HTS engine with the bundled voice. Not for two threads at once."""

    def __init__(self) -> None:
        self._hts = ctypes.CDLL(htsengine.__file__)
        self._memory = ctypes.create_string_buffer(8192)  # HTS_Engine is a few hundred bytes
        voice = (ctypes.c_char_p * 1)(pyopenjtalk.DEFAULT_HTS_VOICE)
        size, real = ctypes.c_size_t, ctypes.c_double
        for name in ("get_total_state", "get_state_duration", "get_total_frame"):
            getattr(self._hts, f"HTS_Engine_{name}").restype = size
        self._hts.HTS_PStreamSet_get_parameter_vector.restype = ctypes.POINTER(real)
        self._hts.HTS_PStreamSet_get_msd_flag.restype = ctypes.c_bool
        self._hts.HTS_Engine_initialize(self._memory)
        if not self._hts.HTS_Engine_load(self._memory, voice, size(1)):
            raise RuntimeError("the voice of pyopenjtalk-plus could not be loaded")

    def parameters(self, text: str, labels: list[str], speed: float) -> Utterance:
        hts, memory, size = self._hts, self._memory, ctypes.c_size_t
        hts.HTS_Engine_set_speed(memory, ctypes.c_double(speed))
        lines = (ctypes.c_char_p * len(labels))(*[label.encode() for label in labels])
        hts.HTS_Engine_generate_state_sequence_from_strings(memory, lines, size(len(labels)))
        states = [hts.HTS_Engine_get_state_duration(memory, size(i)) for i in range(_STATES * len(labels))]
        ends = np.cumsum(states)[_STATES - 1 :: _STATES]
        hts.HTS_Engine_generate_parameter_sequence(memory)
        streams = self._streams(int(ends[-1]))
        voiced = self._voiced(streams, int(ends[-1]))
        log_f0 = np.full(len(voiced), np.nan, np.float32)
        log_f0[voiced] = self._rows(streams, _LF0, int(voiced.sum()), 1)[:, 0]
        cepstra = self._rows(streams, _MCP, len(voiced), 35)
        hts.HTS_Engine_refresh(memory)
        phonemes = tuple(label.split("-", 1)[1].split("+", 1)[0] for label in labels)
        return Utterance(text, cepstra, log_f0, phonemes, tuple(int(end) for end in ends))

    def _streams(self, frames: int) -> ctypes.c_void_p:
        """Where the parameter streams are inside the engine: it says (address, 3 streams, so many frames)."""
        words = np.frombuffer(self._memory.raw, np.uint64)
        for at in range(len(words) - 2):
            if words[at] and words[at + 1] == 3 and words[at + 2] == frames:
                return ctypes.c_void_p(ctypes.addressof(self._memory) + 8 * at)
        raise RuntimeError("this build of the HTS engine keeps its parameters elsewhere")

    def _voiced(self, streams: ctypes.c_void_p, frames: int) -> npt.NDArray[np.bool_]:
        flag, stream = self._hts.HTS_PStreamSet_get_msd_flag, ctypes.c_size_t(_LF0)
        return np.array([flag(streams, stream, ctypes.c_size_t(frame)) for frame in range(frames)], bool)

    def _rows(self, streams: ctypes.c_void_p, stream: int, count: int, width: int) -> npt.NDArray[np.float32]:
        rows, which = np.empty((count, width)), ctypes.c_size_t(stream)
        row = self._hts.HTS_PStreamSet_get_parameter_vector
        for index in range(count):
            ctypes.memmove(rows[index].ctypes.data, row(streams, which, ctypes.c_size_t(index)), 8 * width)
        return rows.astype(np.float32)


_lock = threading.Lock()


@cache
def _engine() -> _Engine:
    return _Engine()


def read(text: str, speed: float = 1.0) -> Utterance:
    """The voice's parameters for a text, spoken at ``speed`` (1.0: as recorded)."""
    with _lock:
        return _engine().parameters(text, pyopenjtalk.extract_fullcontext(text), speed)


def words(utterance: Utterance) -> tuple[tuple[str, int, int], ...]:
    """The words of the text with first and last frame; punctuation belongs to the word before it."""
    spans: list[tuple[str, int, int]] = []
    at = 1  # after the leading silence
    for word in pyopenjtalk.g2p_mapping(utterance.text):
        sounds = [sound for sound in word["phonemes"] if sound not in ("pau", "sil")]
        if not sounds:
            if spans:
                text, start, end = spans[-1]
                spans[-1] = (text + word["surface"], start, end)
            continue
        at += utterance.phonemes[at] == "pau"
        spans.append((word["surface"], utterance.ends[at - 1], utterance.ends[at + len(sounds) - 1]))
        at += len(sounds)
    return tuple(spans)


def speak(text: str, speed: float, half_tone: float) -> Floats:
    """The engine's own sound, 48 kHz, full scale 1.0: for material that models are measured on."""
    wave, _ = pyopenjtalk.tts(text, speed=speed, half_tone=half_tone)
    return np.asarray(wave, np.float64) / 32_768
