"""The file that a command makes: checked before the work, written whole or not at all."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from minutes.domain.errors import BadOption, CannotWrite

Renderer = TypeVar("Renderer")

ALREADY_THERE = (
    "同じ名前のファイルがすでにあります。別の名前を指定するか、上書きしてよければ `--force` を付けてください。"
)


def renderer(out: Path, known: Mapping[str, Renderer]) -> Renderer:
    """Chosen by the file's ending."""
    try:
        return known[out.suffix.lower()]
    except KeyError:
        raise BadOption(
            "--output", out.name, f"ファイル名の終わりは {'、'.join(known)} のどれかにしてください。"
        ) from None


def named_after(recording: Path) -> Path:
    """A Word file in the working folder with the recording's name, shortened where ``.docx`` would not fit."""
    stem = os.fsencode(recording.stem)[:200].decode(errors="ignore")  # file systems allow 255 bytes
    return Path(f"{stem or '会議録'}.docx")


def check(out: Path, *, force: bool) -> None:
    """Refuse now what would fail after hours of work; somebody's corrected draft is never overwritten unasked."""
    try:
        if not out.parent.is_dir():
            raise CannotWrite(str(out), f"フォルダ「{out.parent}」がありません。作ってから、もう一度実行してください。")
        if out.is_dir():
            raise CannotWrite(str(out), "同じ名前のフォルダがあります。別の名前にしてください。")
        if out.exists() and not force:
            raise CannotWrite(str(out), ALREADY_THERE)
        with tempfile.NamedTemporaryFile(dir=out.parent, prefix=".minutes-"):
            pass
    except OSError as exc:
        raise CannotWrite.because(out, exc) from exc


def write(out: Path, content: bytes, *, force: bool) -> None:
    """Whole or not at all: a temporary file beside it, made durable, then renamed.

    Hours may have passed since ``check``: what came into being meanwhile is not overwritten either.
    """
    # Not a NamedTemporaryFile: only its owner may read one, and some memory sticks refuse to change that.
    unfinished = out.parent / f".minutes-{secrets.token_hex(8)}"
    try:
        try:
            with unfinished.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            _place(unfinished, out, force=force)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    except OSError as exc:
        raise CannotWrite.because(out, exc) from exc


def _place(finished: Path, out: Path, *, force: bool) -> None:
    if force:
        finished.replace(out)
        return
    try:
        os.link(finished, out)  # unlike a rename, fails where something is
    except FileExistsError as exc:
        raise CannotWrite(str(out), ALREADY_THERE) from exc
    except OSError:  # memory sticks know no links
        check(out, force=False)
        finished.replace(out)
    else:
        finished.unlink()
