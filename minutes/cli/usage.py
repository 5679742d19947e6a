"""A command line that cannot be understood, answered in Japanese. typer itself speaks English only."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import typer

WrongUsage = typer.TyperException


def asks_for_help(error: Any) -> bool:  # noqa: ANN401 see below
    """Nothing is wrong: the command was called by its name alone."""
    return type(error).__name__ == "NoArgsIsHelpError"


def sentence(error: Any) -> str:  # noqa: ANN401 typer's kinds of wrong usage are private classes; known by name
    """What was wrong, and where it is explained."""
    match type(error).__name__:
        case "NoArgsIsHelpError":
            return str(error.ctx.get_help())
        case "NoSuchOption":
            near = f"{'、'.join(sorted(error.possibilities))} ではありませんか。" if error.possibilities else ""
            what = f"「{error.option_name}」という指定はありません。{near}"
        case "MissingParameter":
            what = f"{_named(error.param)}を指定してください。"
        case "BadParameter":
            what = f"{_named(error.param)}の値が正しくありません（{error.message}）。"
        case _:
            what = f"コマンドの書き方が正しくありません（{error.message}）。"
    path = error.ctx.command_path if getattr(error, "ctx", None) else "minutes"
    return f"{what}使い方は `{path} --help` で分かります。"


def no_such_command(name: str, known: Iterable[str]) -> str:
    near = "か".join(f"「{one}」" for one in get_close_matches(name, known))
    return f"「{name}」というコマンドはありません{f'。{near}ではありませんか' if near else ''}"


def _named(param: Any) -> str:  # noqa: ANN401
    if param is None:
        return "指定"
    return str(param.metavar or param.opts[0] if param.param_type_name == "argument" else param.opts[0])
