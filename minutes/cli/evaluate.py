"""`minutes evaluate`: how much of one recording, or of a folder of them, was heard rightly."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from minutes.audio import name_of
from minutes.cli import output
from minutes.cli.measure import Material, Result, measure, read
from minutes.cli.options import DataFolder, DeviceChoice, settings_from
from minutes.cli.transcribe import work_from
from minutes.cli.verdict import show
from minutes.domain.errors import BadInput, BadOption, CannotRead, NothingToMeasure
from minutes.evaluation import Bench, Case, Skipped, find_cases, page, report_json
from minutes.settings import Settings
from minutes.workshop import Work

EITHER = "フォルダを指定するか、録音1つを測るなら --audio と --reference の両方を指定してください"


def evaluate(
    folder: Annotated[
        Path | None, typer.Argument(help="録音と正解を入れたフォルダ", metavar="[フォルダ]", show_default=False)
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
    check(report, figures, force=force)
    work = work_from(settings, model, speakers, microphones=microphones)
    if folder is None:
        case = replace(alone(recording, reference, rttm), roster=roster, glossary=glossary)
        results: tuple[Result, ...] = (measure(read(case), settings, work, console, empty_too=False),)
        skipped: tuple[Skipped, ...] = ()
    else:
        materials, unread = read_all(folder, roster, glossary)
        results, unheard = measure_all(materials, settings, work, console)
        skipped = (*unread, *unheard)
        if not results:
            raise NothingToMeasure(str(folder), (f"{one.name}：{one.why}" for one in skipped))
    bench = Bench(
        date.today(),
        work.recogniser.identity,
        "マイクごと" if microphones else work.diarizer.identity,
        tuple(result.measured for result in results),
        skipped,
    )
    show(console, bench)
    if report:
        sounds = {one.measured.name: content(one.sound) for one in results if with_sound and one.sound}
        output.write(report, page.render(bench, sounds), force=force)
    if figures:
        output.write(figures, report_json.render(bench), force=force)


def check(report: Path | None, figures: Path | None, *, force: bool) -> None:
    """What would fail at the end is refused at the beginning; each file must be named for what it is."""
    for option, out, ending in (("--report", report, ".html"), ("--json", figures, ".json")):
        if out is not None:
            if out.suffix.lower() != ending:
                raise BadOption(option, out.name, f"ファイル名の終わりは {ending} にしてください。")
            output.check(out, force=force)


def alone(recording: Path | None, reference: Path | None, rttm: Path | None) -> Case:
    if recording is None or reference is None:
        raise typer.BadParameter(EITHER)
    return Case(name_of(recording), recording, reference, rttm)


def content(sound: Path) -> bytes:
    try:
        return sound.read_bytes()
    except OSError as exc:
        raise CannotRead.because(sound, exc) from exc


def read_all(
    folder: Path, roster: Path | None, glossary: Path | None
) -> tuple[tuple[Material, ...], tuple[Skipped, ...]]:
    """``roster`` and ``glossary`` are for recordings that have none of their own."""
    if not folder.is_dir():
        raise BadOption("フォルダ", str(folder), "録音と正解を入れたフォルダを指定してください。")
    cases, skipped = find_cases(folder)
    materials: list[Material] = []
    for case in cases:
        try:
            materials.append(read(replace(case, roster=case.roster or roster, glossary=case.glossary or glossary)))
        except BadInput as error:
            skipped = (*skipped, Skipped(case.name, str(error)))
    return tuple(materials), skipped


def measure_all(
    materials: Sequence[Material], settings: Settings, work: Work, console: Console
) -> tuple[tuple[Result, ...], tuple[Skipped, ...]]:
    """A recording that cannot be used is named and left out; one that was not understood counts as all missing, for
    leaving it out would flatter the total."""
    results: list[Result] = []
    skipped: list[Skipped] = []
    for number, material in enumerate(materials, 1):
        console.print(escape(f"（{number}／{len(materials)}）{material.case.name}"), soft_wrap=True)
        try:
            results.append(measure(material, settings, work, console, empty_too=True))
        except BadInput as error:
            skipped.append(Skipped(material.case.name, str(error)))
    return tuple(results), tuple(skipped)
