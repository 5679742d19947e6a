"""読み: a sentence read once, with the time of every character and every sound in it."""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from minutes.domain.speech import SAMPLE_RATE
from training import corpus, mei

FRAME = 320
"""An encoder frame: 20 ms."""
_SOUNDS = (
    "sil pau cl A E I N O U a b by ch d dy e f fy g gw gy h hy i j k kw ky m my n ny o p py r ry s sh t ts ty u v w y z"
)
PHONEMES = tuple(_SOUNDS.split())
"""Open JTalk's sounds; capitals are devoiced vowels and ん, ``cl`` is っ. The first stands for silence."""
_NUMBER = {name: index for index, name in enumerate(PHONEMES)}
_MARKS = "、。「」・"
_TAIL = 20  # frames of 5 ms after the last word, where its full stop is


@dataclass(frozen=True)
class Said:
    """A sentence, its parameters, and every character with its first and last frame of 5 ms."""

    sentence: corpus.Sentence
    utterance: mei.Utterance
    letters: tuple[tuple[str, float, float], ...]

    @property
    def seconds(self) -> float:
        """Length of the speech between the silences."""
        first, last = self.utterance.span()
        return (last - first) * mei.FRAME_S

    def placed(self, start_s: float) -> "list[Letter]":
        """Its characters where they are in a sound in which the speech begins at ``start_s``."""
        shift = start_s - self.utterance.span()[0] * mei.FRAME_S
        return [
            Letter(one, first * mei.FRAME_S + shift, last * mei.FRAME_S + shift) for one, first, last in self.letters
        ]


class Letter(NamedTuple):
    """A character and its time in seconds; a mark's is the pause behind the word."""

    text: str
    start_s: float
    end_s: float

    @property
    def is_mark(self) -> bool:
        return self.text in _MARKS

    @property
    def heard_until_s(self) -> float:
        return self.start_s if self.is_mark else self.end_s


def read(sentence: corpus.Sentence, speed: float) -> Said | None:
    """``None`` for the rare text whose words the synthesiser does not give back as they are written."""
    utterance = mei.read(sentence.text, speed)
    letters = _letters(utterance)
    return Said(sentence, utterance, letters) if letters else None


def _letters(utterance: mei.Utterance) -> tuple[tuple[str, float, float], ...]:
    """A word's time in equal parts; a mark's is the pause behind it."""
    spans = mei.words(utterance)
    if "".join(word for word, _, _ in spans) != utterance.text:
        return ()
    letters: list[tuple[str, float, float]] = []
    following = [start for _, start, _ in spans[1:]] + [utterance.ends[-2] + _TAIL]
    for (word, start, end), after in zip(spans, following, strict=True):
        body = word.rstrip(_MARKS) or word
        edges = pairwise(np.linspace(start, end, len(body) + 1).tolist())
        letters += [(letter, a, b) for letter, (a, b) in zip(body, edges, strict=True)]
        letters += [(mark, end, max(after, end + 8)) for mark in word[len(body) :]]
    return tuple(letters)


def mark(phonemes: npt.NDArray[np.int64], said: Said, start_s: float) -> None:
    """Write the sounds of a sentence that begins at ``start_s`` into a row of encoder frames."""
    utterance = said.utterance
    first = utterance.ends[0]
    for name, edges in zip(utterance.phonemes[1:-1], pairwise(utterance.ends[:-1]), strict=True):
        start, end = (round((start_s + (edge - first) * mei.FRAME_S) * SAMPLE_RATE / FRAME) for edge in edges)
        phonemes[start:end] = _NUMBER.get(name, 0)
