"""The uploaded file as bytes: may it be read, what is it called, which one is it. Knows nothing of sound."""

import codecs
import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from minutes.domain.errors import UnreadableRecording


def name_of(path: Path) -> str:
    """The last component, fit to be shown and stored: without control characters or bytes that are no characters."""
    name = os.fsencode(path.name or path).decode(errors="replace")
    return "".join("\ufffd" if unicodedata.category(c) == "Cc" else c for c in name)


@contextmanager
def open_file(path: Path, name: str) -> Iterator[FileIO]:
    """The file, once and for all steps, so that nobody can exchange it in between. Raises ``UnreadableRecording``."""
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise UnreadableRecording(name, "これはフォルダです。録音のファイルを指定してください。")
        if not stat.S_ISREG(kind):  # a pipe or a device would be waited for without end
            raise UnreadableRecording(name, "ファイルではありません。録音のファイルを指定してください。")
        file = path.open("rb", buffering=0)
    except OSError as exc:
        raise UnreadableRecording(name, _why_not_opened(exc)) from exc
    with file:
        if os.fstat(file.fileno()).st_size == 0:
            raise UnreadableRecording(name, "ファイルが空（0バイト）です。録音機からもう一度コピーしてください。")
        if _is_text(file):
            raise UnreadableRecording(name, "中身は文字のファイルです。録音のファイルを選び直してください。")
        yield file


TEXT_PROBE_BYTES = 64_000


def _is_text(file: FileIO) -> bool:
    """FFmpeg takes some texts for MP3 and makes noise of them. Sound of this length has bytes that no text has."""
    start = file.read(TEXT_PROBE_BYTES)
    file.seek(0)
    if any(byte < 0x20 and byte not in b"\t\n\v\f\r\x1b" for byte in start):
        return False
    return any(_decodes(start, encoding) for encoding in ("utf-8", "cp932"))


def _decodes(start: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        decoder.decode(start)  # the last character may be cut off
    except UnicodeDecodeError:
        return False
    return True


def _why_not_opened(exc: OSError) -> str:
    match exc:
        case FileNotFoundError() | NotADirectoryError():
            return "ファイルが見つかりません。名前と場所を確かめてください。"
        case PermissionError():
            return "読み取りの権限がありません。ファイルの権限を確かめてください。"
        case _:
            return f"ファイルを開けません。名前と、つないだ機器を確かめてください（{exc.strerror}）。"


def stamp_of(file: FileIO) -> tuple[int, int]:
    """Changes when somebody writes to the file."""
    now = os.fstat(file.fileno())
    return now.st_size, now.st_mtime_ns


def check_unchanged(file: FileIO, name: str, stamp: tuple[int, int]) -> None:
    if stamp_of(file) != stamp:
        why = "読み込み中にファイルが書き換わりました。コピーや録音が終わってから、もう一度実行してください。"
        raise UnreadableRecording(name, why)


def sha256_of(file: FileIO, name: str) -> str:
    try:
        return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as exc:
        raise unreadable_medium(name, exc) from exc


def unreadable_medium(name: str, exc: OSError) -> UnreadableRecording:
    why = f"途中で読み取れなくなりました（{exc.strerror}）。機器を確かめるか、別の場所にコピーして実行してください。"
    return UnreadableRecording(name, why)
