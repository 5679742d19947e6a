"""What the files of this room hand to each other. Knows no library but numpy."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from minutes.domain.speech import Doubt, Span, Word

Samples = npt.NDArray[np.int16]
"""16 kHz mono, one-dimensional; usually a memory map, so it is read window by window."""

TOKEN_LIMIT = 223
"""A window with as many tokens was cut: CTranslate2 stops at 224, half of Whisper's 448 positions."""


class Attempt(StrEnum):
    """How a window is decoded. Both are deterministic.

    Whisper's usual second attempt samples at a temperature. CTranslate2 seeds its random numbers once per thread
    (``set_random_seed(1)`` twice gave two different texts), so an interrupted transcription would end with
    another text than an undisturbed one. ``CAREFUL`` leaves the hints out and penalises repetition instead.
    """

    FIRST = "first"
    CAREFUL = "careful"


@dataclass(frozen=True, slots=True)
class Heard:
    """聞き取り: what the recogniser made of one window; word times are seconds from the window's start.

    ``tokens`` is how many tokens were generated, ``avg_logprob`` their mean log probability. In ``guessed`` the times
    of the words were laid out, not measured (``timing``).
    """

    words: tuple[Word, ...]
    tokens: int
    avg_logprob: float
    no_speech_prob: float
    guessed: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Finished:
    """仕上がった窓: a window in its final, judged form; all times are seconds from the window's start."""

    heard: Heard
    doubts: tuple[Doubt, ...]
    unheard: tuple[Span, ...]


class Recogniser(Protocol):
    """認識器: a loaded model.

    ``model`` is its name and fingerprint, ``decoder`` what else decides its texts (arithmetic and releases, such as
    "int8_float32/faster-whisper 1.2.1/ctranslate2 4.8.5"), ``window_s`` the longest window it understands,
    ``batch_size`` how many windows it takes at once, ``hinted`` whether it was trained to take a prompt.
    """

    @property
    def model(self) -> str: ...

    @property
    def decoder(self) -> str: ...

    @property
    def window_s(self) -> float: ...

    @property
    def batch_size(self) -> int: ...

    @property
    def hinted(self) -> bool: ...

    def recognise(self, clips: Sequence[Samples], *, hints: str, attempt: Attempt) -> tuple[Heard, ...]:
        """One ``Heard`` per clip, in order; a clip without speech gives no words."""
        ...

    def count_tokens(self, text: str) -> int | None:
        """Tokens of ``text`` as a hint, or ``None`` where the model has no tokens for it."""
        ...
