"""The `minutes` command. Composition root: reads the settings, puts the rooms together, speaks to a person."""

import sys
import tempfile

import typer
from rich.console import Console

from minutes.cli import audit, doctor, evaluate, models, serve, transcribe, usage
from minutes.domain.errors import ChildDied, MinutesError

app = typer.Typer(
    help="会議の録音から会議録の粗原稿を作ります。音声も文字も、この機械の外には出ません。",
    no_args_is_help=True,
    rich_markup_mode=None,  # rich's tables cut Japanese off with "…" where 80 columns do not hold it
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.command("transcribe", help="録音から粗原稿（Word など）を作ります。")(transcribe.transcribe)
app.add_typer(models.app, name="models", help="音声認識と話者識別のモデルを管理します。")
app.command("evaluate", help="正解と比べて、どれだけ正しく起こせたかを測ります。", epilog=evaluate.FILES)(
    evaluate.evaluate
)
app.command("serve", help="ブラウザで使うサービスを動かします。")(serve.serve)
app.command("worker", help="動いているサービスに働き手を1つ加えます。")(serve.work)
app.add_typer(audit.app, name="audit", help="監査記録（だれが、いつ、何をしたか）を確かめます。")
app.command("doctor", help="この機械で使えるかを調べ、何をすればよいかを示します。")(doctor.doctor)

INTERRUPTED = 130
"""The exit code into which typer turns Ctrl-C."""


def main() -> None:
    """Run the command; what we can explain ends with a sentence and code 2. Raises KeyboardInterrupt."""
    console = Console(stderr=True, markup=False, highlight=False, soft_wrap=True)
    try:
        code = app(standalone_mode=False, prog_name="minutes")
    except usage.WrongUsage as error:
        console.print(usage.sentence(error), style="" if usage.asks_for_help(error) else "bold red")
        sys.exit(2)
    except MinutesError as error:
        console.print(str(error), style="bold red")
        if isinstance(error, ChildDied) and error.trace:
            console.print(f"詳しい記録：{kept(error.trace)}")
        sys.exit(2)
    if code == INTERRUPTED:
        raise KeyboardInterrupt
    sys.exit(code if isinstance(code, int) else 0)


def kept(trace: str) -> str:
    """The file in which a traceback was put, for those who mend the program; no one else needs to see it."""
    with tempfile.NamedTemporaryFile("w", prefix="minutes-", suffix=".log", delete=False) as log:
        log.write(trace)
    return log.name
