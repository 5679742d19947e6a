"""`minutes transcribe`: a recording becomes a draft."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path, PurePath
from typing import Annotated

import typer
from rich.console import Console

from exports import captions, draft_json, text, word
from exports.wareki import clock
from exports.word_marks import Marking
from minutes import pipeline
from minutes.audio import name_of
from minutes.cli import output
from minutes.cli.options import PLAIN, DataFolder, DeviceChoice, settings_from
from minutes.cli.progress import Bars
from minutes.domain.eras import BEFORE
from minutes.domain.errors import BadOption
from minutes.domain.meeting import Meeting, Member, Roster
from minutes.domain.record import Minutes, name_voices
from minutes.domain.speech import Span
from minutes.models import Shelf, Task, trial_only
from minutes.roster import notices, read_glossary, read_roster
from minutes.settings import Settings
from minutes.workshop import Work, Workshop

app = typer.Typer(**PLAIN)
NOTHING_UNHEARD = (
    "声があるのに文字のない所は見つかりませんでした。重なった声の言葉が抜けていないか、文字が正しいかは、"
    "録音を聞いて確かめてください。"
)
SHOWN = 10
"""So many places are named on the screen."""


def renderers(*, comments: bool, voice_prints: bool) -> dict[str, Callable[[Minutes], bytes]]:
    """What the output's ending asks for."""
    marking = Marking.COMMENTS if comments else Marking.UNDERLINE
    return {
        ".docx": partial(word.render, marking=marking),
        ".txt": text.render,
        ".vtt": captions.render,
        ".json": partial(draft_json.render, voice_prints=voice_prints),
    }


@app.command()
def transcribe(
    recordings: Annotated[
        list[Path],
        typer.Argument(
            help="会議の録音・録画（午前と午後など、いくつかあれば順に）", metavar="録音", show_default=False
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="作るファイル（.docx .txt .vtt .json。なければ 録音の名前.docx）", show_default=False
        ),
    ] = None,
    title: Annotated[str | None, typer.Option(help="会議の名前（なければ録音の名前）", show_default=False)] = None,
    held_on: Annotated[
        str | None, typer.Option("--date", help="開催日 例 2026-12-10、令和8年12月10日", show_default=False)
    ] = None,
    roster: Annotated[Path | None, typer.Option(help="名簿のCSV（席番号,職,氏名,よみ）", show_default=False)] = None,
    glossary: Annotated[Path | None, typer.Option(help="用語集（1行に1語）", show_default=False)] = None,
    voice: Annotated[
        list[str] | None,
        typer.Option(help="話者の名前 例 1=大野茂（名簿の氏名、またはそのままの名前）", show_default=False),
    ] = None,
    speakers: Annotated[
        str | None, typer.Option(help="話者の人数 例 5 または 3-8（なければ自動）", show_default=False)
    ] = None,
    microphones: Annotated[bool, typer.Option("--microphones", help="各チャンネルが1人1本のマイクの録音")] = False,
    model: Annotated[
        str | None, typer.Option(help="音声認識モデルの名前（なければ最良のもの）", show_default=False)
    ] = None,
    comments: Annotated[
        bool,
        typer.Option(
            "--comments/--no-comments", help="自信のない語に Word のコメントを付ける／付けない", show_default=False
        ),
    ] = True,
    voice_prints: Annotated[
        bool, typer.Option("--voice-prints", help="JSON に声紋（個人情報）も入れる", show_default=False)
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="すでにあるファイルに上書きする")] = False,
    data: DataFolder = None,
    device: DeviceChoice = None,
) -> None:
    """録音から粗原稿（Word など）を作ります。途中で止めても、同じコマンドで続きから始めます。"""
    console = Console(markup=False, highlight=False)
    settings = settings_from(data, device)
    out = out or output.named_after(recordings[0])
    render = output.renderer(out, renderers(comments=comments, voice_prints=voice_prints))
    people = read_roster(roster) if roster else Roster()
    named = voices_from(voice or [], people)
    meeting = Meeting(
        title or title_of(recordings[0]),
        date_from(held_on) if held_on else None,
        people,
        read_glossary(glossary) if glossary else (),
    )
    for notice in notices(roster, glossary):
        console.print(notice, style="yellow", soft_wrap=True)
    work = work_from(settings, model, speakers, microphones=microphones)
    output.check(out, force=force)

    minutes = name_voices(draft(recordings, meeting, settings, work, console), named)
    output.write(out, render(minutes), force=force)
    tell(console, minutes, out)
    tell_unknown_voices(console, minutes, named)
    if sentence := trial_only(settings.models):
        where = f"「{data}」では、" if data else ""  # not of the models that the usual folder may hold
        console.print(where + sentence, style="yellow", soft_wrap=True)


def work_from(settings: Settings, model: str | None, speakers: str | None, *, microphones: bool) -> Work:
    shelf = Shelf(settings.models)
    return Work(
        recogniser=shelf.choose(Task.RECOGNITION, model),
        diarizer=shelf.choose(Task.DIARIZATION, None),
        speakers=speaker_range(speakers),
        microphones=microphones,
    )


def draft(recordings: Sequence[Path], meeting: Meeting, settings: Settings, work: Work, console: Console) -> Minutes:
    with Bars(console) as bars:
        workshop = Workshop(settings, work, bars)
        return pipeline.draft(
            recordings,
            meeting,
            decode=workshop.decode,
            transcribe=workshop.transcribe,
            diarize=workshop.diarize,
            forget=workshop.forget,
            trial=work.is_trial,
        )


def title_of(recording: Path) -> str:
    """A meeting that nobody has named is called like its recording."""
    return PurePath(name_of(recording)).stem


_DAY = re.compile(r"(?:(令和|平成|R|H)(\d{1,2}|元)|(\d{4}))[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.IGNORECASE)


def date_from(value: str) -> date:
    """「2026-12-10」「2026/12/10」「令和8年12月10日」「R8.12.10」, digits of either width."""
    found = _DAY.fullmatch("".join(unicodedata.normalize("NFKC", value).split()))
    if found:
        era, of_era, year, month, day = found.groups()
        before = BEFORE[era.upper()] if era else 0
        try:
            return date(before + int((of_era or year).replace("元", "1")), int(month), int(day))
        except ValueError:
            pass
    raise BadOption("--date", value, "「2026-12-10」または「令和8年12月10日」のように書いてください。")


def speaker_range(value: str | None) -> tuple[int | None, int | None]:
    """「5」 is exactly five, 「3-8」 three to eight, nothing is whatever is heard."""
    if value is None:
        return None, None
    least, dash, most = value.partition("-")
    if not (least.isdecimal() and (most.isdecimal() if dash else True)):
        raise BadOption("--speakers", value, "「5」または「3-8」のように書いてください。")
    bounds = int(least), int(most if dash else least)
    if not 1 <= bounds[0] <= bounds[1] <= 50:
        raise BadOption("--speakers", value, "人数は1から50まで、少ないほうを先に書いてください。")
    return bounds


def voices_from(values: list[str], roster: Roster) -> dict[str, Member]:
    """「1=大野茂」 -> whose voice S1 is; a name that is not on the roster is taken as it stands."""
    known = {member.name: member for member in roster.members}
    named = {}
    for value in values:
        number, equals, name = value.partition("=")
        name = "".join(name.split())
        if not (equals and number.isdecimal() and name):
            raise BadOption("--voice", value, "「1=大野茂」のように、話者の番号と名前を書いてください。")
        if f"S{int(number)}" in named:
            raise BadOption("--voice", value, f"話者{int(number)}の名前が2回あります。1つにしてください。")
        named[f"S{int(number)}"] = known.get(name) or _not_on(roster, name)
    return named


def _not_on(roster: Roster, name: str) -> Member:
    """A person who is not on the roster; half of a name that is on it would lose the office."""
    if near := [member.name for member in roster.members if name in member.name]:
        raise BadOption("--voice", name, f"名簿には「{'」「'.join(near)}」とあります。名簿のとおりに書いてください。")
    return Member(name)


def tell(console: Console, minutes: Minutes, out: Path) -> None:
    """What was made, and what a person should know before trusting it."""
    source = minutes.provenance
    console.print(f"できました：{out}", style="bold green", soft_wrap=True)
    console.print(f"発言 {len(minutes.paragraphs)} 段落、話者 {len(source.voices)} 人")
    console.print(f"音声認識：{source.recognition_model}　話者識別：{source.diarization_model}")
    if source.missing:
        where = _where(source.missing)
        console.print(
            f"録音のファイルが壊れていて、音のない所があります（{where}）。そこは文字になっていません。", style="yellow"
        )
    if source.unheard:
        missing = sum(span.duration_s for span in source.unheard)
        where = _where(source.unheard)
        console.print(
            f"声があるのに文字にできなかった所：計 {missing:.0f} 秒（{where}）。聞いて確かめてください。",
            style="yellow",
        )
    else:
        console.print(NOTHING_UNHEARD, soft_wrap=True)


def _where(spans: Sequence[Span]) -> str:
    """The first few times, and how many more there are; the draft lists them all."""
    more = f" ほか{len(spans) - SHOWN}か所" if len(spans) > SHOWN else ""
    return "、".join(clock(span.start_s) for span in spans[:SHOWN]) + more


def tell_unknown_voices(console: Console, minutes: Minutes, named: Mapping[str, Member]) -> None:
    there = [voice.label for voice in minutes.provenance.voices]
    if unknown := [f"{label.removeprefix('S')}={member.name}" for label, member in named.items() if label not in there]:
        known = "、".join(label.removeprefix("S") for label in there)
        sentence = f"--voice の {'、'.join(unknown)} に当たる話者はいませんでした。いる話者の番号：{known}"
        console.print(sentence, style="yellow", soft_wrap=True)
