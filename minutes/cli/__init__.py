"""The `minutes` command. Composition root: reads the settings, puts the rooms together, speaks to a person."""

import sys
import tempfile
from importlib import import_module
from typing import Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from minutes.cli import usage
from minutes.cli.options import PLAIN
from minutes.domain.errors import ChildDied, MinutesError

COMMANDS = {
    "transcribe": "録音から粗原稿（Word など）を作ります。",
    "models": "音声認識と話者識別のモデルを管理します。",
    "evaluate": "正解と比べて、どれだけ正しく起こせたかを測ります。",
    "serve": "ブラウザで使うサービスを動かします。",
    "worker": "動いているサービスに働き手を1つ加えます。",
    "audit": "監査記録（だれが、いつ、何をしたか）を確かめます。",
    "doctor": "この機械で使えるかを調べ、何をすればよいかを示します。",
}
"""Each is the ``app`` of the module with its name."""
INTERRUPTED = 130
"""The exit code into which typer turns Ctrl-C."""


class Commands(TyperGroup):
    """A command's module is imported when somebody wants it: all together take seconds, most of them the service's."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 typer's contexts and commands are private classes
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(import_module(f"minutes.cli.{cmd_name}").app)
        command.name, command.help = cmd_name, COMMANDS[cmd_name]
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        if args[0] not in COMMANDS:
            ctx.fail(usage.no_such_command(args[0], COMMANDS))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


app = typer.Typer(
    cls=Commands,
    help="会議の録音から会議録の粗原稿を作ります。音声も文字も、この機械の外には出ません。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    **PLAIN,
)


@app.callback()
def minutes() -> None:
    """What typer wants where no command is named yet."""


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
