"""`minutes evaluate`: how much of a recording was heard rightly, against what was really said."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from minutes import pipeline
from minutes.audio import Audio
from minutes.cli.options import DataFolder, DeviceChoice, settings_from
from minutes.cli.progress import Bars
from minutes.cli.transcribe import title_of, work_from
from minutes.domain.meeting import Meeting, Roster
from minutes.domain.speech import Diarization
from minutes.evaluation import Scores, read_reference, read_rttm, rows
from minutes.evaluation import evaluate as score
from minutes.roster import read_glossary, read_roster
from minutes.workshop import Workshop

FROM_A_DRAFT = (
    "正解が粗原稿のJSONなので、時刻を使う値（文にならなかった発話、話していない所に書いた文字、話者の誤り率）は目安です。"
    "正しく測るには、話者区間（`--rttm`）も指定してください。"
)


def evaluate(
    recording: Annotated[Path, typer.Option("--audio", help="録音", show_default=False)],
    reference: Annotated[Path, typer.Option(help="正解の文（JSON またはテキスト）", show_default=False)],
    rttm: Annotated[Path | None, typer.Option(help="正解の話者区間（RTTM）", show_default=False)] = None,
    roster: Annotated[Path | None, typer.Option(help="名簿のCSV", show_default=False)] = None,
    glossary: Annotated[Path | None, typer.Option(help="用語集（1行に1語）", show_default=False)] = None,
    speakers: Annotated[
        str | None, typer.Option(help="話者の人数 例 5 または 3-8（なければ自動）", show_default=False)
    ] = None,
    microphones: Annotated[bool, typer.Option("--microphones", help="各チャンネルが1人1本のマイクの録音")] = False,
    model: Annotated[
        str | None, typer.Option(help="音声認識モデルの名前（なければ最良のもの）", show_default=False)
    ] = None,
    data: DataFolder = None,
    device: DeviceChoice = None,
) -> None:
    """録音を起こし、正解と比べます。前に起こした録音なら、その結果を使います。"""
    console, settings = Console(), settings_from(data, device)
    truth, turns = read_reference(reference), read_rttm(rttm) if rttm else None
    meeting = Meeting(
        title_of(recording),
        roster=read_roster(roster) if roster else Roster(),
        glossary=read_glossary(glossary) if glossary else (),
    )
    found: list[Diarization] = []
    with Bars(console) as bars:
        workshop = Workshop(settings, work_from(settings, model, speakers, microphones=microphones), bars)

        def diarize(heard: Audio) -> Diarization:
            found.append(workshop.diarize(heard))
            return found[0]

        minutes = pipeline.draft(
            recording,
            meeting,
            decode=workshop.decode,
            transcribe=workshop.transcribe,
            diarize=diarize,
            forget=workshop.forget,
        )
    scores = score(minutes.paragraphs, truth, turns=turns, found=found[0].turns)
    source = minutes.provenance
    show(console, scores, f"{source.recording.name}（{source.recognition_model}、{source.diarization_model}）")
    if truth.drafted and turns is None and truth.turns is not None:
        console.print(FROM_A_DRAFT, style="yellow", soft_wrap=True)


def show(console: Console, scores: Scores, title: str) -> None:
    table = Table(title=escape(title), title_justify="left")
    table.add_column("項目", overflow="fold")
    table.add_column("結果", justify="right", no_wrap=True)
    table.add_column("内訳", overflow="fold")
    for row in rows(scores):
        table.add_row(row.name, row.value, row.detail)
    console.print(table)
