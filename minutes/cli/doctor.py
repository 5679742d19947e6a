"""`minutes doctor`: can this machine do the work, and if not, what is to be done. In Japanese and in English."""

import os
import shutil
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import typer
from rich.console import Console

from minutes import asr
from minutes.cli.options import PLAIN, DataFolder, settings_from
from minutes.domain.errors import ModelProblem
from minutes.machine import memory, processors
from minutes.models import Shelf, Task
from minutes.settings import Settings

app = typer.Typer(**PLAIN)
GIB = 1024**3


class Health(StrEnum):
    GOOD = "よし"
    FAIR = "注意"
    BAD = "不可"


@dataclass(frozen=True, slots=True)
class Finding:
    """所見: one thing looked at. ``advice`` is what to do, in Japanese and in English; empty where all is well."""

    about: str
    health: Health
    found: str
    advice: tuple[str, str] | None = None


@app.command()
def doctor(data: DataFolder = None) -> None:
    """この機械で使えるかを調べ、何をすればよいかを示します。"""
    settings = settings_from(data)
    findings = examine(settings)
    console = Console(markup=False, highlight=False, soft_wrap=True)
    for finding in findings:
        style = {Health.GOOD: "green", Health.FAIR: "yellow", Health.BAD: "bold red"}[finding.health]
        console.print(f"{finding.health:　<2}", style=style, end="　")
        console.print(f"{finding.about}：{finding.found}")
        for advice in finding.advice or ():
            console.print(f"　　　→ {advice}")
    if any(finding.health is Health.BAD for finding in findings):
        raise typer.Exit(1)


def examine(settings: Settings) -> tuple[Finding, ...]:
    return (
        cores(processors()),
        room(memory()),
        gpu(asr.gpu_count(), usable=asr.gpu_usable()),
        disk(settings.data),
        *models(settings),
    )


def cores(count: int) -> Finding:
    found = f"{count} 個"
    if count >= 4:
        return Finding("プロセッサ / Cores", Health.GOOD, found)
    advice = (
        "動きますが、長い会議には会議の数倍の時間がかかることがあります。4個以上を勧めます。",
        "It works, but a long meeting may take several times its length. Four or more are recommended.",
    )
    return Finding("プロセッサ / Cores", Health.FAIR, found, advice)


def room(size: int) -> Finding:
    """The large model takes about 2 GiB beside the operating system's own needs; diarization about 1.5."""
    found = f"{size / GIB:.1f} GiB"
    if size >= 7.5 * GIB:  # a machine sold with 8 GiB reports a little less
        return Finding("メモリ / Memory", Health.GOOD, found)
    advice = (
        "8 GiB以上の機械を使ってください。ほかのプログラムを閉じると動くことがあります。",
        "Use a machine with 8 GiB or more; closing other programs may help.",
    )
    return Finding("メモリ / Memory", Health.FAIR if size >= 3.5 * GIB else Health.BAD, found, advice)


def gpu(count: int, *, usable: bool) -> Finding:
    if count and usable:
        return Finding("GPU", Health.GOOD, f"{count} 基")
    if count:
        advice = (
            "音声認識に要る cuBLAS 12 がないため、音声認識はプロセッサで行います。GPUを使うには "
            "`.venv/bin/pip install nvidia-cublas-cu12` を実行してください。",
            "Recognition runs on the processor: cuBLAS 12 is missing. Run `.venv/bin/pip install nvidia-cublas-cu12`.",
        )
        return Finding("GPU", Health.FAIR, f"{count} 基", advice)
    advice = (
        "なくても動きます。CUDAの使えるGPUがあれば、ずっと速くなります。",
        "Not needed. A CUDA GPU is much faster.",
    )
    return Finding("GPU", Health.GOOD, "なし / none", advice)


def disk(folder: Path) -> Finding:
    """Eight hours take about 1.1 GB of decoded sound, playback copy and finished pieces."""
    existing = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    free = shutil.disk_usage(existing).free
    found = f"{folder}（空き / free {free / GIB:.1f} GiB）"
    if not os.access(existing, os.W_OK):
        advice = (
            "このフォルダに書き込めません。`--data` で別の場所を指定してください。",
            "Not writable: give another folder with --data.",
        )
        return Finding("ディスク / Disk", Health.BAD, found, advice)
    if free >= 10 * GIB:
        return Finding("ディスク / Disk", Health.GOOD, found)
    advice = (
        "8時間の会議に約1.1 GBを使います。不要なファイルを消すか、`--data` で空きのある場所を指定してください。",
        "An 8-hour meeting takes about 1.1 GB. Free some space, or give another folder with --data.",
    )
    return Finding("ディスク / Disk", Health.FAIR if free >= 2 * GIB else Health.BAD, found, advice)


def models(settings: Settings) -> tuple[Finding, ...]:
    shelf = Shelf(settings.models)
    findings = []
    for task, about in (
        (Task.RECOGNITION, "音声認識モデル / Recognition"),
        (Task.DIARIZATION, "話者識別モデル / Diarization"),
    ):
        try:
            chosen = shelf.choose(task, None)
        except ModelProblem as problem:
            findings.append(
                Finding(about, Health.BAD, "使えません / unusable", (str(problem), "See `minutes models verify`."))
            )
            continue
        if chosen.model.bundled:
            command = f"`minutes models pull {default_of(task)}`"
            advice = (
                f"試用の小さなモデルだけです。{command} で本来のモデルを取得するか、"
                "`minutes models import フォルダ` で取り込んでください。",
                f"Only the small trial model is installed: run {command}.",
            )
            findings.append(Finding(about, Health.FAIR, chosen.identity, advice))
        else:
            findings.append(Finding(about, Health.GOOD, chosen.identity))
    return tuple(findings)


def default_of(task: Task) -> str:
    return {Task.RECOGNITION: "large-v3-turbo", Task.DIARIZATION: "community-1"}[task]
