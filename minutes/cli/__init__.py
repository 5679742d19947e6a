"""The `minutes` command. Composition root: reads the settings, puts the rooms together, speaks to a person."""

import sys
import tempfile

import typer
from rich.console import Console

from minutes.cli import doctor, evaluate, models, transcribe
from minutes.domain.errors import ChildDied, MinutesError

app = typer.Typer(
    help="会議の録音から会議録の粗原稿を作ります。音声も文字も、この機械の外には出ません。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("transcribe", help="録音から粗原稿（Word など）を作ります。")(transcribe.transcribe)
app.add_typer(models.app, name="models", help="音声認識と話者識別のモデルを管理します。")
app.command("evaluate", help="正解と比べて、どれだけ正しく起こせたかを測ります。")(evaluate.evaluate)
app.command("doctor", help="この機械で使えるかを調べ、何をすればよいかを示します。")(doctor.doctor)


INTERRUPTED = 130
"""The exit code of a command ended by Ctrl-C; typer turns the interruption into it."""


def kept(trace: str) -> str:
    """The file in which a traceback was put, for those who mend the program; no one else needs to see it."""
    with tempfile.NamedTemporaryFile("w", prefix="minutes-", suffix=".log", delete=False) as log:
        log.write(trace)
    return log.name


def main() -> None:
    """Run the command; what we can explain ends with a sentence and code 2."""
    console = Console(stderr=True)
    try:
        app()
    except MinutesError as error:
        console.print(str(error), style="bold red", markup=False, soft_wrap=True)
        if isinstance(error, ChildDied) and error.trace:
            console.print(f"詳しい記録：{kept(error.trace)}", markup=False, soft_wrap=True)
        sys.exit(2)
    except SystemExit as end:
        if end.code == INTERRUPTED:
            console.print("中断しました。同じ命令をもう一度実行すると、続きから始めます。", style="yellow")
        raise
