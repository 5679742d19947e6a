"""話し声: sentences in given voices, and exactly where in them somebody speaks."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from minutes.domain.speech import SAMPLE_RATE
from training import corpus, mei, vocoder, voices
from training.sitting import PAUSE_S
from training.voices import Voice

VOICES = 240
"""Training voices; more do not fit beside each other without two of them being the same to an ear."""
_POOL = 800
"""Sentences that are kept as they were read; by feel."""
_SPEEDS = (0.9, 1.0, 1.1, 1.25)
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]


class Speech:
    """Sentences read once and spoken in any voice; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._sentences = corpus.sentences(seed)
        self._pool: list[mei.Utterance] = []

    def speak(self, voice: Voice) -> tuple[Floats, Bools]:
        """(samples,) a sentence as this voice may say it, (samples,) where it is speech; pauses under 0.3 s are."""
        utterance = self._utterance()
        wave = vocoder.render(utterance, voices.today(voice, self._rng), self._rng)
        return wave, _spoken(utterance, len(wave))

    def _utterance(self) -> mei.Utterance:
        if len(self._pool) >= _POOL or (len(self._pool) > 40 and self._rng.random() < 0.6):
            index = int(self._rng.integers(len(self._pool)))
            if len(self._pool) >= _POOL and self._rng.random() < 0.1:
                self._pool[index] = self._read()
            return self._pool[index]
        self._pool.append(self._read())
        return self._pool[-1]

    def _read(self) -> mei.Utterance:
        return mei.read(next(self._sentences).text, float(self._rng.choice(_SPEEDS)))


def _spoken(utterance: mei.Utterance, samples: int) -> Bools:
    spoken = np.ones(samples, bool)
    first = utterance.ends[0]
    for name, (start, end) in zip(utterance.phonemes[1:], pairwise(utterance.ends), strict=True):
        if name == "pau" and (end - start) * mei.FRAME_S >= PAUSE_S:
            a, b = (round((frame - first) * mei.FRAME_S * SAMPLE_RATE) for frame in (start, end))
            spoken[a:b] = False
    return spoken
