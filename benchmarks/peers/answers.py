"""問いと答え: what every peer is asked and what it answers, as JSON between processes. Knows none of the peers.

The standard library and ``minutes.domain`` alone, so that every environment can read and write it.
"""

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from minutes.domain.record import Kind, Paragraph
from minutes.domain.speech import Turn, Word

Result = TypeVar("Result")

WHISPERS_WINDOW_S = 30
"""What Whisper's encoder takes at once, and the default of faster-whisper and of WhisperX."""


@dataclass(frozen=True, slots=True)
class Model:
    """One model of both tasks: what the shelf calls it, and the folder that every peer loads."""

    name: str
    folder: str


@dataclass(frozen=True, slots=True)
class Question:
    """What to work on and with.

    ``window_s``: the longest stretch that the recogniser is given at once. ``embedding_batch_size``: how many voice
    prints pyannote's own pipeline makes together; ``None`` for what the model's config.yaml says.
    """

    audio: str
    roster: str | None
    recogniser: Model
    diarizer: Model
    window_s: int
    threads: int
    embedding_batch_size: int | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds on the wall, and of the processor (with all child processes)."""

    wall_s: float
    cpu_s: float


@dataclass(frozen=True, slots=True)
class Answer:
    """``paragraphs`` are ``None`` for who only tells voices apart, ``turns`` for who only writes.

    ``setting`` says in words how it was run. ``transcribing`` and ``diarizing`` are those parts of a run that does
    both, so that the rest can be compared with one that does the other alone; ``None`` where that is not known.
    """

    setting: str
    paragraphs: tuple[Paragraph, ...] | None = None
    turns: tuple[Turn, ...] | None = None
    transcribing: Spent | None = None
    diarizing: Spent | None = None


def timed(work: Callable[[], Result]) -> tuple[Result, Spent]:
    wall_s, cpu_s = time.monotonic(), sum(os.times()[:4])
    result = work()
    return result, Spent(time.monotonic() - wall_s, sum(os.times()[:4]) - cpu_s)


def said(text: str, start_s: float, end_s: float, voice: str | None = None, words: tuple[Word, ...] = ()) -> Paragraph:
    return Paragraph("", Kind.SPEECH, text, start_s, end_s, voice=voice, words=words)


def ask(path: Path, question: Question) -> None:
    path.write_text(json.dumps(asdict(question), ensure_ascii=False), encoding="utf-8")


def asked(path: Path) -> Question:
    row = json.loads(path.read_text(encoding="utf-8"))
    return Question(**row | {"recogniser": Model(**row["recogniser"]), "diarizer": Model(**row["diarizer"])})


def write(path: Path, answer: Answer) -> None:
    path.write_text(json.dumps(asdict(answer), ensure_ascii=False), encoding="utf-8")


def read(path: Path) -> Answer:
    row = json.loads(path.read_text(encoding="utf-8"))
    return Answer(
        setting=row["setting"],
        paragraphs=None if row["paragraphs"] is None else tuple(map(_paragraph, row["paragraphs"])),
        turns=None if row["turns"] is None else tuple(Turn(**turn) for turn in row["turns"]),
        transcribing=_spent(row["transcribing"]),
        diarizing=_spent(row["diarizing"]),
    )


def _paragraph(row: dict[str, Any]) -> Paragraph:
    words = tuple(Word(**word) for word in row["words"])
    return said(row["text"], row["start_s"], row["end_s"], row["voice"], words)


def _spent(row: dict[str, float] | None) -> Spent | None:
    return None if row is None else Spent(**row)
