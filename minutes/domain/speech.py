"""What was heard and who held the floor: immutable, before anybody has corrected anything.

Times are seconds from the start of the recording.
"""

from dataclasses import dataclass
from typing import Self

SAMPLE_RATE = 16_000
"""Samples per second of all decoded audio: what Whisper, Silero and pyannote were trained on."""

SPEECHLESS_S = 10.0
"""So much "speech" is found where there is none: a buzzing tone gave 13 short stretches in 20 s."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """区間: a stretch of the recording, ``start_s <= end_s``."""

    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        return self.end_s - self.start_s

    def overlap_s(self, other: Self) -> float:
        """Seconds that both spans share; 0.0 where they only touch."""
        return max(0.0, min(self.end_s, other.end_s) - max(self.start_s, other.start_s))


@dataclass(frozen=True, slots=True)
class Word:
    """語: what was heard, when, and how surely (confidence 0..1).

    ``text`` keeps its punctuation and spaces, so that joined words are the whole text.
    """

    text: str
    start_s: float
    end_s: float
    confidence: float

    @property
    def span(self) -> Span:
        return Span(self.start_s, self.end_s)


@dataclass(frozen=True, slots=True)
class Doubt:
    """疑わしい区間: a stretch whose text should be checked by ear, and why.

    ``reason`` is one of ``cut`` (the recogniser ran out of tokens), ``loop`` (it repeated itself),
    ``silence`` (a phrase it invents where nobody speaks), ``unsure`` (a low probability) and ``echo`` (heard on its
    own, it is like the text beside it: said twice, or one stretch of speech written twice or in the wrong place).
    """

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """文字起こし: the words of a whole recording, and the proof of what they cover.

    ``speech`` is where speech was detected, ``unheard`` the part of it that has no text even after a second
    attempt, and ``model`` the name and revision of the recogniser.
    """

    words: tuple[Word, ...]
    speech: tuple[Span, ...]
    unheard: tuple[Span, ...]
    doubts: tuple[Doubt, ...]
    model: str

    @property
    def speech_s(self) -> float:
        return sum(span.duration_s for span in self.speech)

    @property
    def speechless(self) -> bool:
        """Nobody speaks: no words, and no more than what music and noise pass off as speech."""
        return not self.words and self.speech_s < SPEECHLESS_S


@dataclass(frozen=True, slots=True)
class Turn:
    """話者区間: one voice holding the floor. A voice is not yet a person."""

    voice: str
    start_s: float
    end_s: float

    @property
    def span(self) -> Span:
        return Span(self.start_s, self.end_s)


@dataclass(frozen=True, slots=True)
class Voice:
    """声: one speaker as the diarizer tells them apart; ``S1`` is the first to speak.

    ``print`` is the mean embedding (声紋) of unit length, or ``None`` where too little was heard.
    """

    label: str
    print: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Diarization:
    """話者の区別: every turn (``turns`` may overlap), and for each moment the one main voice (``floor``)."""

    turns: tuple[Turn, ...]
    floor: tuple[Turn, ...]
    voices: tuple[Voice, ...]
    model: str
