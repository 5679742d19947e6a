"""The whole story: recordings become words and voices, words and voices become paragraphs.

Models and files arrive as functions; nothing here knows where they come from.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from minutes.domain.attribution import attribute
from minutes.domain.errors import NoSpeech, NotUnderstood
from minutes.domain.meeting import Meeting, Recording
from minutes.domain.record import Minutes, Provenance
from minutes.domain.speech import Diarization, Span, Transcript


class Decoded(Protocol):
    """Audio made ready, whatever holds its samples."""

    @property
    def recording(self) -> Recording: ...

    @property
    def missing(self) -> tuple[Span, ...]: ...


Audio = TypeVar("Audio", bound=Decoded)


def draft(
    recordings: Sequence[Path],
    meeting: Meeting,
    *,
    decode: Callable[[Sequence[Path]], Audio],
    transcribe: Callable[[Audio, Meeting], Transcript],
    diarize: Callable[[Audio], Diarization],
    forget: Callable[[Audio], None],
    trial: bool,
) -> Minutes:
    """粗原稿: the machine's draft of the minutes, revision 0, of one recording or several in order.

    ``trial``: by a small model for trying the product, as whoever reads the draft is told.
    Where nobody speaks the audio is forgotten and ``NoSpeech`` raised; where nothing was understood, ``NotUnderstood``.
    """
    audio = decode(recordings)
    transcript = transcribe(audio, meeting)
    if transcript.speechless:
        forget(audio)
        raise NoSpeech(audio.recording.name)
    if not transcript.words:
        raise NotUnderstood(audio.recording.name, transcript.speech_s)
    diarization = diarize(audio)
    paragraphs = attribute(transcript.words, diarization)
    provenance = Provenance(
        recording=audio.recording,
        recognition_model=transcript.model,
        diarization_model=diarization.model,
        speech_s=transcript.speech_s,
        unheard=transcript.unheard,
        doubts=transcript.doubts,
        voices=diarization.voices,
        missing=audio.missing,
        trial=trial,
    )
    return Minutes(meeting, paragraphs, provenance)
