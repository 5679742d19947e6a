"""`minutes models`: which models there are, and how they come here."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from minutes.cli.options import PLAIN, DataFolder, settings_from
from minutes.cli.progress import TimeLeft
from minutes.domain.errors import ModelDamaged, ModelMissing
from minutes.models import Installed, Model, Shelf, Task, trial_only
from minutes.models.lock import OnBytes
from minutes.models.pull import pull as fetch
from minutes.models.source import ENDPOINT, Source
from minutes.models.stick import bring_in

app = typer.Typer(no_args_is_help=True, **PLAIN)

Replace = Annotated[
    bool, typer.Option("--replace", help="いま入っているものと内容が違っても入れ替える（新しい版にする）")
]


@app.command("list")
def show(data: DataFolder = None) -> None:
    """使えるモデルと、この機械に入っているものを一覧にします。"""
    shelf, console = Shelf(settings_from(data).models), Console()
    for task in Task:
        console.print(f"{task}モデル", style="bold", markup=False)
        for model in (model for model in shelf.catalogue if model.task is task):
            console.print(entry(model, state(shelf, model)), markup=False, highlight=False, soft_wrap=True)
        console.print()
    tell_if_trial(shelf, console)


def entry(model: Model, state: str) -> str:
    """Two lines of at most 80 columns: a name and a state that wrap cannot be typed into another command."""
    columns = ((model.name, 19), (state, 26), (f"約 {model.size_mb:,} MB", 14), (model.licence, 0))
    first = "".join(set_cell_size(text, max(width, cell_len(text) + 1)) for text, width in columns)
    return f"  {first.rstrip()}\n      {model.note_ja}"


@app.command("pull")
def pull(
    name: Annotated[str, typer.Argument(help="モデルの名前", metavar="名前", show_default=False)],
    replace: Replace = False,
    data: DataFolder = None,
) -> None:
    """モデルを配布元から取得します。途中で切れても、同じ命令で続きから始めます。

    取得したファイルのハッシュを記録し、取り直すときは同じ内容かを確かめます。
    環境変数：HF_TOKEN（同意の要るモデルだけで使う）、HF_ENDPOINT（配布元の写しを使うとき）、HTTPS_PROXY。
    """
    shelf, console = Shelf(settings_from(data).models), Console()
    model = shelf.model(name)
    source = Source(
        endpoint=(os.environ.get("HF_ENDPOINT") or ENDPOINT).rstrip("/"),
        token=os.environ.get("HF_TOKEN") if model.gated else None,
    )
    with bar(console, f"{name} を取得", resumes=True) as on_progress:
        installed = fetch(model, shelf, source, replace=replace, on_progress=on_progress)
    arrived(installed, shelf, console)


@app.command("import")
def take_in(
    folder: Annotated[Path, typer.Argument(help="モデルのフォルダ", metavar="フォルダ", show_default=False)],
    name: Annotated[
        str | None, typer.Option(help="モデルの名前（なければフォルダから見分ける）", show_default=False)
    ] = None,
    replace: Replace = False,
    trust: Annotated[bool, typer.Option("--trust", help="出どころを確かめたフォルダとして取り込む")] = False,
    data: DataFolder = None,
) -> None:
    """USB メモリーなどで運んだモデルのフォルダを取り込みます（コピーします）。

    ネットワークにつながる機械で `minutes models pull` したモデルのフォルダ（`models` の下）を、そのまま運べます。
    話者識別のモデルは読み込むときにプログラムとして動くため、取得したときの記録（minutes-lock.json）のないフォルダは、
    `--trust` を付けたときだけ取り込みます。
    """
    shelf, console = Shelf(settings_from(data).models), Console()
    with bar(console, "取り込み") as on_progress:
        installed = bring_in(folder, shelf, name=name, replace=replace, trust=trust, on_progress=on_progress)
    arrived(installed, shelf, console)


@app.command("verify")
def verify(
    name: Annotated[
        str | None, typer.Argument(help="モデルの名前（なければすべて）", metavar="名前", show_default=False)
    ] = None,
    data: DataFolder = None,
) -> None:
    """入っているモデルのすべてのファイルを読み、記録したハッシュと合うかを確かめます。"""
    shelf, console = Shelf(settings_from(data).models), Console()
    models = (shelf.model(name),) if name else tuple(model for model in shelf.catalogue if shelf.holds(model))
    damaged = 0
    for model in models:
        try:
            with bar(console, f"{model.name} を確認") as on_progress:
                installed = shelf.verify(model.name, on_progress=on_progress)
            console.print(f"{installed.identity}　問題ありません", style="green", markup=False)
        except ModelDamaged as problem:
            damaged += 1
            console.print(str(problem), style="bold red", markup=False, soft_wrap=True)
    if damaged:
        raise typer.Exit(2)


def state(shelf: Shelf, model: Model) -> str:
    try:
        installed = shelf.open(model)
    except ModelMissing:
        return "なし"
    except ModelDamaged:
        return "壊れています"
    return f"{'付属' if model.bundled else '入っています'} {installed.identity.partition('@')[2]}"


def arrived(installed: Installed, shelf: Shelf, console: Console) -> None:
    console.print(f"{installed.identity} が使えます。", style="bold green", markup=False)
    tell_if_trial(shelf, console)


def tell_if_trial(shelf: Shelf, console: Console) -> None:
    if sentence := trial_only(shelf.folder):
        console.print(sentence, style="yellow", markup=False, soft_wrap=True)


@contextmanager
def bar(console: Console, title: str, *, resumes: bool = False) -> Iterator[OnBytes]:
    """A bar of bytes with the time left; bytes that were there before the first are said in words."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeLeft())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(title, total=None)

        def tell(done: int, total: int) -> None:
            if progress.tasks[task].total is None and done < total:
                kept = f"（{done / 1e6:,.1f} MB は前回までに取得済み、続きから）" if resumes and done else ""
                console.print(f"{title}：{total / 1e6:,.1f} MB{kept}", markup=False)
            progress.update(task, completed=done, total=total)

        yield tell
