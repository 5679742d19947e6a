"""`minutes evaluate`: how much of one recording, or of a folder of them, was heard rightly."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from minutes.audio import name_of
from minutes.cli import output
from minutes.cli.measure import Done, measure, measure_folder, read
from minutes.cli.options import PLAIN, DataFolder, DeviceChoice, settings_from
from minutes.cli.transcribe import work_from
from minutes.cli.verdict import show
from minutes.domain.errors import BadOption, CannotRead
from minutes.evaluation import Case, page, report_json

app = typer.Typer(**PLAIN)

EITHER = "フォルダを指定するか、録音1つを測るなら --audio と --reference の両方を指定してください"
FILES = """\b
フォルダを指定すると、その中と、その下のすべてのフォルダの録音を測ります
（名前が「.」で始まるものは見ません）。録音が 会議.m4a なら、隣に置いた
  会議.json か 会議.txt（両方あれば .json）を正解に、
  会議.rttm を正解の話者区間に、
  会議.csv か roster.csv を名簿に、
  会議.glossary.txt か glossary.txt を用語集に使います。
録音が1つだけのフォルダなら、正解は reference.json か reference.txt でも、
話者区間は1つだけある .rttm でもかまいません。"""
"""Which files are used: cases.py, in the words of a person. ``\\b``: click shall not wrap it."""

SOUND_WHERE = "--with-sound は、成績のページ（--report）に音を入れる指定です"


@app.command(epilog=FILES)
def evaluate(
    folder: Annotated[
        Path | None, typer.Argument(help="録音と正解を入れたフォルダ", metavar="フォルダ", show_default=False)
    ] = None,
    recording: Annotated[
        Path | None, typer.Option("--audio", help="録音（1つだけ測るとき）", show_default=False)
    ] = None,
    reference: Annotated[Path | None, typer.Option(help="正解の文（JSON またはテキスト）", show_default=False)] = None,
    rttm: Annotated[Path | None, typer.Option(help="正解の話者区間（RTTM）", show_default=False)] = None,
    roster: Annotated[Path | None, typer.Option(help="名簿のCSV", show_default=False)] = None,
    glossary: Annotated[Path | None, typer.Option(help="用語集（1行に1語）", show_default=False)] = None,
    report: Annotated[Path | None, typer.Option(help="作る成績のページ（.html）", show_default=False)] = None,
    figures: Annotated[
        Path | None, typer.Option("--json", help="作る数字のファイル（.json）", show_default=False)
    ] = None,
    with_sound: Annotated[bool, typer.Option("--with-sound", help="ページに音も入れる（1時間で約30MB）")] = False,
    force: Annotated[bool, typer.Option("--force", help="すでにあるファイルに上書きする")] = False,
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
    chosen = chosen_from(folder, recording, reference, rttm)
    check(report, figures, with_sound=with_sound, force=force)
    work = work_from(settings, model, speakers, microphones=microphones)
    if isinstance(chosen, Case):
        material = read(replace(chosen, roster=roster, glossary=glossary))
        done = Done((measure(material, settings, work, console, empty_too=False),))
    else:
        done = measure_folder(chosen, roster, glossary, settings, work, console)
    measurement = done.measurement(work)
    show(console, measurement)
    if report:
        sounds = {one.measured.name: content(one.sound) for one in done.results if with_sound and one.sound}
        output.write(report, page.render(measurement, sounds), force=force)
    if figures:
        output.write(figures, report_json.render(measurement), force=force)


def chosen_from(folder: Path | None, recording: Path | None, reference: Path | None, rttm: Path | None) -> Path | Case:
    """A folder, or one recording with its reference; never both, for what is given beside a folder would go unused."""
    if folder is not None and recording is None and reference is None and rttm is None:
        if folder.is_dir():
            return folder
        raise BadOption("フォルダ", str(folder), "録音と正解を入れたフォルダを指定してください。")
    if folder is not None or recording is None or reference is None:
        raise typer.BadParameter(EITHER)
    return Case(name_of(recording), recording, reference, rttm)


def check(report: Path | None, figures: Path | None, *, with_sound: bool, force: bool) -> None:
    """What would fail at the end is refused at the beginning; each file must be named for what it is."""
    if with_sound and report is None:
        raise typer.BadParameter(SOUND_WHERE)
    for option, out, ending in (("--report", report, ".html"), ("--json", figures, ".json")):
        if out is not None:
            if out.suffix.lower() != ending:
                raise BadOption(option, out.name, f"ファイル名の終わりは {ending} にしてください。")
            output.check(out, force=force)


def content(sound: Path) -> bytes:
    try:
        return sound.read_bytes()
    except OSError as exc:
        raise CannotRead.because(sound, exc) from exc
