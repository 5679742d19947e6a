"""Puts the rooms together on one machine: the functions that ``pipeline.draft`` takes, with real models behind them.

Decoding, recognition and diarization each run in a child process, one after the other: on two cores they would only
slow each other down, the words are there first, and the memory of one is given back before the next begins.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from typing import Protocol

from minutes import asr, audio, microphones
from minutes.audio import Audio
from minutes.child import in_child
from minutes.diarize import kept
from minutes.domain.artefact import Pieces, Progress
from minutes.domain.errors import BadInput
from minutes.domain.meeting import Meeting
from minutes.domain.speech import Diarization, Transcript, Word
from minutes.machine import processors
from minutes.microphones import refuse_if_not_microphones
from minutes.models import Installed
from minutes.places import artefacts
from minutes.settings import Settings
from minutes.store.pieces import Noted, Recorded


class Stage(StrEnum):
    """工程: what a person watching is told."""

    DECODE = "録音を読み込む"
    TRANSCRIBE = "文字に起こす"
    DIARIZE = "話者を聞き分ける"


class Watch(Protocol):
    """Whoever shows how far the work is: ``share`` of the stage, 0..1."""

    def __call__(self, stage: Stage, share: float) -> None: ...


Event = float | tuple[Word, ...]
"""What a child tells: the share done, or the words of a finished piece."""
Tell = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Work:
    """How one recording is to be worked on.

    ``speakers`` is how many voices there may be, at least and at most. With ``microphones`` every channel of the
    recording is one person's microphone, and no model tells voices apart.
    """

    recogniser: Installed
    diarizer: Installed
    speakers: tuple[int | None, int | None] = (None, None)
    microphones: bool = False

    @property
    def used(self) -> tuple[Installed, ...]:
        """Which models have part in it."""
        return (self.recogniser,) if self.microphones else (self.recogniser, self.diarizer)

    @property
    def is_trial(self) -> bool:
        """Has a small model for trying the product part in it?"""
        return any(one.model.bundled for one in self.used)


@dataclass(frozen=True, slots=True)
class Workshop:
    """The functions that ``pipeline.draft`` takes, telling ``watch`` how far they are."""

    settings: Settings
    work: Work
    watch: Watch
    on_piece: Pieces = field(default=lambda words: None)

    def decode(self, recordings: Sequence[Path], names: Sequence[str] = ()) -> Audio:
        """Several are one meeting, one after the other; ``names`` are what people call them, if not as the files."""
        named = tuple(zip_longest(recordings, names))
        return in_child(_decode, self._telling(Stage.DECODE), self.settings, named, channels=self.work.microphones)

    def transcribe(self, heard: Audio, meeting: Meeting) -> Transcript:
        """Of a speechless recording no finished piece of this step is kept; ``forget`` removes the audio itself."""
        return in_child(
            _transcribe,
            self._telling(Stage.TRANSCRIBE),
            self.settings,
            self.work.recogniser,
            heard,
            meeting.roster.names,
            meeting.glossary,
        )

    def diarize(self, heard: Audio) -> Diarization:
        """Once in the life of a recording. What others made of it is gone through, so that its pieces are its own."""
        tell = self._telling(Stage.DIARIZE)
        if self.work.microphones:
            return in_child(_by_channel, tell, heard)
        diarizer, device, speakers = self.work.diarizer, self.settings.device, self.work.speakers
        pieces = Noted(artefacts(self.settings), heard.recording.sha256)
        key = kept.key_of(heard.identity, model=diarizer.identity, device=device, speakers=speakers)
        if pieces.owns(key) and (known := kept.read(pieces.get(key))):
            tell(1.0)
            return known
        told_apart = in_child(_diarize, tell, self.settings, diarizer, heard, speakers)
        pieces.put(key, kept.encode(told_apart))
        return told_apart

    def forget(self, heard: Audio) -> None:
        """Remove the decoded recording from this machine; the recording itself stays."""
        audio.forget(heard, artefacts(self.settings))

    def _telling(self, stage: Stage) -> Tell:
        return lambda event: self.watch(stage, event) if isinstance(event, float) else self.on_piece(event)


def threads(settings: Settings) -> int:
    return settings.threads or processors()


def _decode(
    tell: Tell, settings: Settings, recordings: tuple[tuple[Path, str | None], ...], *, channels: bool
) -> Audio:
    """In a child too: the recording is a stranger's, and a fault in FFmpeg shall end nothing but this."""
    files = artefacts(settings)
    steps = len(recordings) + (len(recordings) > 1)  # joining them is the last

    def telling(step: int) -> Progress:
        return lambda share: tell((step + share) / steps)

    parts = [
        audio.decode(path, files, name=name, channels=channels, on_progress=telling(step))
        for step, (path, name) in enumerate(recordings)
    ]
    heard = audio.join(parts, files, on_progress=telling(steps - 1))
    if channels:  # refused now, not after hours of recognition
        try:
            refuse_if_not_microphones(heard.channels)
        except BadInput:
            audio.forget(heard, files)
            raise
    return heard


def _transcribe(
    tell: Tell,
    settings: Settings,
    installed: Installed,
    heard: Audio,
    names: tuple[str, ...],
    glossary: tuple[str, ...],
) -> Transcript:
    recogniser = asr.load(
        installed.folder,
        model=installed.identity,
        device=settings.device,
        threads=threads(settings),
        window_s=installed.model.window_s,
        hinted=installed.model.hinted,
    )
    kept = Recorded(Noted(artefacts(settings), heard.recording.sha256))
    transcript = asr.transcribe(
        heard.samples,
        recogniser=recogniser,
        names=names,
        glossary=glossary,
        artefacts=kept,
        on_progress=tell,
        on_piece=tell,
    )
    if transcript.speechless:
        kept.undo()
    return transcript


# torch takes six seconds and half a gigabyte to import: only the child that tells voices apart pays for it.


def _diarize(
    tell: Tell,
    settings: Settings,
    installed: Installed,
    heard: Audio,
    speakers: tuple[int | None, int | None],
) -> Diarization:
    from minutes.diarize.diarization import diarize
    from minutes.diarize.diarizer import load

    diarizer = load(installed.folder, model=installed.identity, device=settings.device, threads=threads(settings))
    return diarize(
        heard.samples,
        diarizer=diarizer,
        speakers=speakers,
        artefacts=Noted(artefacts(settings), heard.recording.sha256),
        on_progress=tell,
        on_piece=tell,
    )


def _by_channel(tell: Tell, heard: Audio) -> Diarization:
    return microphones.by_channel(heard.channels, on_progress=tell)
