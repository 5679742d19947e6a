"""The record: paragraphs in order, made by the pipeline and corrected by people."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from minutes.domain.meeting import Meeting, Member, Recording
from minutes.domain.speech import Doubt, Span, Voice, Word


class Kind(StrEnum):
    """段落の種類."""

    SPEECH = "speech"
    HEADING = "heading"
    DIRECTION = "direction"
    CLOCK = "clock"


class Mark(StrEnum):
    """印: what people mark within a paragraph: 発言取消し, 秘密会, 要確認."""

    CANCELLED = "cancelled"
    CLOSED = "closed"
    CHECK = "check"


@dataclass(frozen=True, slots=True, order=True)
class Marked:
    """印の付いた所: characters ``start`` to ``end`` of a paragraph's text."""

    start: int
    end: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Paragraph:
    """段落: what is edited as one; one speaker, one kind.

    ``voice`` is whose voice it is (``None``: nobody was told apart there); ``speaker`` the person, once named.
    ``words`` are the words heard under it, in order; a paragraph written by hand has none.
    ``overlapped`` are the stretches in which another voice spoke too. ``marks``: in order; those of one kind are apart.
    ``checked``: 確認済み, somebody has said that it is right.
    """

    id: str
    kind: Kind
    text: str
    start_s: float
    end_s: float
    voice: str | None = None
    speaker: Member | None = None
    words: tuple[Word, ...] = ()
    overlapped: tuple[Span, ...] = ()
    marks: tuple[Marked, ...] = ()
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """来歴: what a draft was made from and by, and what it may have missed.

    ``speech_s`` is how much speech was detected; ``unheard`` the stretches of it that have no text; ``missing`` the
    stretches in which the file itself holds no sound that can be read. ``trial``: a small model for trying the
    product had part in it, and most of the text is wrong.
    """

    recording: Recording
    recognition_model: str
    diarization_model: str
    speech_s: float
    unheard: tuple[Span, ...]
    doubts: tuple[Doubt, ...]
    voices: tuple[Voice, ...]
    missing: tuple[Span, ...] = ()
    trial: bool = False


@dataclass(frozen=True, slots=True)
class Minutes:
    """会議録: the ordered paragraphs at one revision, which says how many changes it took.

    ``edited``: people's work shows in them; until then they are the machine's draft (粗原稿), whatever was changed.
    """

    meeting: Meeting
    paragraphs: tuple[Paragraph, ...]
    provenance: Provenance
    revision: int = 0
    edited: bool = False


def name_voices(minutes: Minutes, people: Mapping[str, Member]) -> Minutes:
    """Say once whose voice it is, and every paragraph of that voice follows; the others stay as they are."""
    paragraphs = tuple(
        replace(paragraph, speaker=people[paragraph.voice])
        if paragraph.voice is not None and paragraph.voice in people
        else paragraph
        for paragraph in minutes.paragraphs
    )
    return replace(minutes, paragraphs=paragraphs)
