"""The story itself, with rooms that already know what they will say."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from minutes.domain.errors import NoSpeech, NotUnderstood
from minutes.domain.meeting import Meeting, Recording
from minutes.domain.record import Minutes
from minutes.domain.speech import Diarization, Doubt, Span, Transcript, Turn, Voice, Word
from minutes.pipeline import draft

WORDS = (Word("開会します。", 1.0, 2.5, 0.9), Word("異議なし。", 4.0, 4.8, 0.4))
SPEECH = (Span(1.0, 2.5), Span(4.0, 4.8))


@dataclass(frozen=True)
class Audio:
    recording: Recording
    missing: tuple[Span, ...] = ()


@dataclass
class Rooms:
    """Decoding, recognition and diarization that give what they were given, and what was asked of them."""

    transcript: Transcript
    missing: tuple[Span, ...] = ()
    asked: list[str] = field(default_factory=list)

    def decode(self, recordings: Sequence[Path]) -> Audio:
        self.asked.append("decode")
        return Audio(Recording("ab" * 32, recordings[0].name, 60.0), self.missing)

    def transcribe(self, audio: Audio, meeting: Meeting) -> Transcript:
        self.asked.append("transcribe")
        return self.transcript

    def diarize(self, audio: Audio) -> Diarization:
        self.asked.append("diarize")
        turns = (Turn("S1", 0.9, 2.6), Turn("S2", 3.9, 4.9))
        return Diarization(turns, turns, (Voice("S1", None), Voice("S2", None)), "voices@1")

    def forget(self, audio: Audio) -> None:
        self.asked.append("forget")

    def draft(self, *, trial: bool = False) -> Minutes:
        rooms = {"decode": self.decode, "transcribe": self.transcribe, "diarize": self.diarize, "forget": self.forget}
        return draft((Path("本会議.m4a"),), Meeting("定例会"), **rooms, trial=trial)


def test_a_recording_becomes_paragraphs_that_know_where_they_came_from():
    unheard, doubts, missing = (Span(10.0, 12.0),), (Doubt(Span(4.0, 4.8), "unsure"),), (Span(50.0, 60.0),)
    rooms = Rooms(Transcript(WORDS, SPEECH, unheard, doubts, "whisper@1"), missing)
    minutes = rooms.draft()
    assert [(one.voice, one.text) for one in minutes.paragraphs] == [("S1", "開会します。"), ("S2", "異議なし。")]
    source = minutes.provenance
    assert (source.recognition_model, source.diarization_model) == ("whisper@1", "voices@1")
    assert (source.unheard, source.doubts, source.missing) == (unheard, doubts, missing)
    assert source.speech_s == pytest.approx(2.3)
    assert [voice.label for voice in source.voices] == ["S1", "S2"]
    assert (minutes.revision, source.trial) == (0, False)
    assert rooms.draft(trial=True).provenance.trial
    assert rooms.asked[:3] == ["decode", "transcribe", "diarize"]


def test_where_nobody_speaks_nothing_is_kept():
    rooms = Rooms(Transcript((), (Span(1.0, 2.0),), (), (), "whisper@1"))
    with pytest.raises(NoSpeech, match=r"本会議\.m4a"):
        rooms.draft()
    assert rooms.asked == ["decode", "transcribe", "forget"]


def test_what_was_not_understood_is_kept_for_another_model():
    rooms = Rooms(Transcript((), (Span(1.0, 31.0),), (Span(1.0, 31.0),), (), "whisper@1"))
    with pytest.raises(NotUnderstood, match="約30秒"):
        rooms.draft()
    assert rooms.asked == ["decode", "transcribe"]
