"""`minutes audit`: are the audit log and the texts what was written at the time?"""

import re
from typing import Annotated

import typer
from rich.console import Console

from minutes import coedit
from minutes.cli.options import PLAIN, DataFolder, settings_from
from minutes.domain.errors import BadInput, BadOption
from minutes.settings import Settings
from minutes.store import audit, schema
from minutes.store.access import PROGRAM
from minutes.store.audit import Checkpoint
from minutes.store.database import Database
from minutes.store.queries import chains
from minutes.store.queries.chains import Break

app = typer.Typer(no_args_is_help=True, **PLAIN)
Since = Annotated[
    str | None,
    typer.Option("--mark", help="前に控えた印（番号:文字列）。そこまでが元のままかも確かめます", show_default=False),
]


class NoService(BadInput):
    def __init__(self, data: str) -> None:
        super().__init__(
            f"フォルダ「{data}」に、まだ監査記録がありません。"
            "`minutes serve` で使っているフォルダを --data で指定してください。"
        )


@app.callback()
def commands() -> None:
    """Makes `verify` a command of its own, though it is the only one so far."""


@app.command("verify")
def verify(data: DataFolder = None, since: Since = None) -> None:
    """監査記録と会議の本文が、書かれたときのままかを確かめます。書き換え・削除・割り込みがあれば、終了コード1で知らせます。

    最後の印を別の場所に控えておくと、次に --mark で、記録の末尾が消されていないことも確かめられます。
    """
    before = _mark(since) if since else None
    with _opened(settings_from(data)).reading(PROGRAM) as session:
        schema.check(session.connection())
        broken, last = audit.broken_at(session), audit.checkpoint(session)
        lost = before is not None and not audit.holds(session, before)
        breaks, texts = list(chains.breaks(session, coedit.Proof)), chains.count(session)
    console = Console(markup=False, highlight=False, soft_wrap=True)
    if broken is not None:
        console.print(f"監査記録の {broken:,} 件目が、書かれたときのものではありません（書き換え・削除・割り込み）。")
    if before and lost:
        console.print(
            f"印の {before.position:,} 件目が、控えたときのものではありません（末尾が消されたか、書き直されました）。"
        )
    for one in breaks:
        console.print(_said(one))
    if broken is not None or lost or breaks:
        console.print("データベースのバックアップと見比べ、情報セキュリティの担当に知らせてください。")
        raise typer.Exit(1)
    console.print(f"監査記録 {last.position if last else 0:,} 件は、すべて書かれたときのままです。")
    console.print(f"会議の本文 {texts:,} 件も、どの変更も書かれたときのままです。")
    if last:
        console.print(f"いまの印：{last}")


def _said(found: Break) -> str:
    text = f"会議「{found.title}」の本文（{found.draft}回目の粗原稿）は、"
    if found.is_snapshot:
        return f"{text}{found.position + 1:,} 件目の変更までをまとめた写しが、変更の記録と合いません。"
    return f"{text}{found.position + 1:,} 件目の変更が、書かれたときのものではありません（書き換え・削除・割り込み）。"


def _opened(settings: Settings) -> Database:
    """Nothing is made where there is nothing."""
    if not settings.database and not (settings.data / "minutes.sqlite").exists():
        raise NoService(str(settings.data))
    return Database(settings.database_address)


def _mark(given: str) -> Checkpoint:
    if not (found := re.fullmatch(r"(\d+):([0-9a-f]{64})", given.strip())):
        raise BadOption("--mark", given, "前に表示された印を、そのまま指定してください。")
    return Checkpoint(int(found[1]), found[2])
