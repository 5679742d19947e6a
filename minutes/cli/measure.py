"""測定: files are read, recordings worked on, and the drafts held against the truth."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from minutes import pipeline
from minutes.audio import Audio
from minutes.cli.progress import Bars
from minutes.cli.transcribe import title_of
from minutes.domain.errors import BadInput, NoSpeech, NothingToMeasure, NotUnderstood
from minutes.domain.meeting import Meeting, Roster
from minutes.domain.record import Paragraph
from minutes.domain.speech import Diarization, Turn
from minutes.evaluation import (
    Case,
    Measured,
    Measurement,
    Reference,
    Skipped,
    examine,
    find_cases,
    read_reference,
    read_rttm,
)
from minutes.roster import notices, read_glossary, read_roster
from minutes.settings import Settings
from minutes.workshop import Work, Workshop

UNCORRECTED = (
    "正解の「{name}」は、人が直していない機械の粗原稿（revision 0）です。機械どうしを比べても、どれだけ正しいかは"
    "分かりません。話したとおりの文を正解にするか、録音を聞いて直し、revision を 1 にしてください。"
)
FROM_A_DRAFT = (
    "正解が粗原稿のJSONなので、時刻を使う値（抜けた発言、作られた文字、話者の誤り率）は目安です。"
    "正しく測るには、話者区間（RTTM）も用意してください。"
)
NOTHING_HEARD = "何も文字にならなかったので、正解の全部を抜けた字として数えました。"


@dataclass(frozen=True, slots=True)
class Material:
    """What is known of a meeting before the work begins."""

    case: Case
    meeting: Meeting
    reference: Reference
    turns: tuple[Turn, ...] | None

    @property
    def notices(self) -> tuple[str, ...]:
        """What to look at in the files beside the recording."""
        return notices(self.case.roster, self.case.glossary)

    @property
    def remark(self) -> str | None:
        """What to bear in mind with figures against this reference."""
        if self.reference.uncorrected:
            return UNCORRECTED.format(name=self.case.reference.name)
        rough = self.reference.drafted and self.turns is None and self.reference.turns is not None
        return FROM_A_DRAFT if rough else None


def read(case: Case) -> Material:
    """Everything that may be wrong with the files beside the recording is said now, not after hours."""
    meeting = Meeting(
        title_of(case.recording),
        roster=read_roster(case.roster) if case.roster else Roster(),
        glossary=read_glossary(case.glossary) if case.glossary else (),
    )
    turns = read_rttm(case.rttm) if case.rttm else None
    return Material(case, meeting, read_reference(case.reference), turns)


class Hearing:
    """The workshop's functions for one recording, and what came out of them on the way."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self.audio: Audio | None = None
        self.diarization: Diarization | None = None

    def paragraphs(self, recording: Path, meeting: Meeting) -> tuple[Paragraph, ...]:
        """Raises ``NoSpeech`` and ``NotUnderstood``; the recording is known then."""
        shop = self._workshop
        return pipeline.draft(
            (recording,),
            meeting,
            decode=self._decode,
            transcribe=shop.transcribe,
            diarize=self._diarize,
            forget=shop.forget,
            trial=shop.work.is_trial,
        ).paragraphs

    def _decode(self, recordings: Sequence[Path]) -> Audio:
        self.audio = self._workshop.decode(recordings)
        return self.audio

    def _diarize(self, audio: Audio) -> Diarization:
        self.diarization = self._workshop.diarize(audio)
        return self.diarization


@dataclass(frozen=True, slots=True)
class Result:
    """One meeting's figures, and its sound for playback, where there is some."""

    measured: Measured
    sound: Path | None


def measure(material: Material, settings: Settings, work: Work, console: Console, *, empty_too: bool) -> Result:
    """``empty_too``: a recording of which not a word was understood counts, with all of its text missing.

    Without it, that is an error.
    """
    remark = material.remark
    for notice in material.notices:
        console.print(escape(notice), style="yellow", soft_wrap=True)
    with Bars(console) as bars:
        hearing = Hearing(Workshop(settings, work, bars))
        try:
            paragraphs = hearing.paragraphs(material.case.recording, material.meeting)
        except (NoSpeech, NotUnderstood):
            if not empty_too:
                raise
            paragraphs, remark = (), NOTHING_HEARD + (remark or "")
    examination = examine(
        paragraphs,
        material.reference,
        turns=material.turns,
        found=hearing.diarization.turns if hearing.diarization else (),
        names=material.meeting.roster.names,
    )
    length_s = hearing.audio.recording.duration_s if hearing.audio else None
    sound = hearing.audio.proxy if hearing.audio and paragraphs else None
    case = material.case
    return Result(Measured(case.name, case.reference.name, length_s, examination, remark), sound)


@dataclass(frozen=True, slots=True)
class Done:
    """What a run has measured, and what it had to leave out."""

    results: tuple[Result, ...]
    skipped: tuple[Skipped, ...] = ()

    def measurement(self, work: Work) -> Measurement:
        diarizer = "マイクごと" if work.microphones else work.diarizer.identity
        return Measurement(
            date.today(),
            work.recogniser.identity,
            diarizer,
            tuple(result.measured for result in self.results),
            self.skipped,
            tuple(one.identity for one in work.used if one.model.bundled),
        )


def measure_folder(
    folder: Path, roster: Path | None, glossary: Path | None, settings: Settings, work: Work, console: Console
) -> Done:
    """``roster`` and ``glossary`` are for recordings that have none of their own. What cannot be used is left out and
    named; what was not understood counts as all missing, for leaving it out would flatter the total.

    Raises ``NothingToMeasure`` where nothing is left.
    """
    cases, left_out = find_cases(folder)
    materials: list[Material] = []
    for case in cases:
        try:
            materials.append(read(replace(case, roster=case.roster or roster, glossary=case.glossary or glossary)))
        except BadInput as error:
            left_out = (*left_out, Skipped(case.name, str(error)))
    results: list[Result] = []
    for number, material in enumerate(materials, 1):
        console.print(escape(f"（{number}／{len(materials)}）{material.case.name}"), soft_wrap=True)
        try:
            results.append(measure(material, settings, work, console, empty_too=True))
        except BadInput as error:
            left_out = (*left_out, Skipped(material.case.name, str(error)))
    if not results:
        raise NothingToMeasure(str(folder), (f"{one.name}：{one.why}" for one in left_out))
    return Done(tuple(results), left_out)
