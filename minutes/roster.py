"""名簿・用語集: who may speak and which terms are used, read from the files that a council has.

Knows nothing of recognition. A name is kept to the character (髙, 﨑): only the spaces that spread it are taken out.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from minutes.domain.errors import UnreadableGlossary, UnreadableRoster
from minutes.domain.meeting import Member, Roster

LIMIT_BYTES = 1_000_000
"""Larger than the roster of any assembly; something else was chosen by mistake."""
GUESSED = "Shift_JIS（cp932）の文字コードとして読みました。文字化けがないか確かめてください。"
_SHOWN = 5
LONGEST_TERM = 100
"""Characters; a longer line is running text, not a term."""

COLUMNS = {
    "seat": ("席番号", "議席番号", "議席", "席番", "番号", "seat", "seatnumber", "seatno"),
    "role": ("職", "役職", "職名", "役職名", "role", "title"),
    "name": ("氏名", "名前", "name", "fullname"),
    "reading": ("よみ", "ふりがな", "フリガナ", "読み", "読み仮名", "よみがな", "reading", "kana", "furigana"),
}
_MEANING = {label: column for column, labels in COLUMNS.items() for label in labels}
_HEADER = "1行目を「席番号,職,氏名,よみ」の見出しにしてください（順番は自由、必ず要るのは氏名だけ）。"
_SAVE_AS_CSV = "表計算ソフトで「CSV UTF-8（コンマ区切り）」として保存し直してください。"
_SEAT = re.compile(r"第?(\d{1,4})番?")
_NO_SEAT = frozenset(("", "-", "ー", "―", "—", "−", "なし", "無"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")

Row = tuple[int, list[str]]
"""A line number and the cells of that line."""
Refusal = type[UnreadableRoster] | type[UnreadableGlossary]


def read_roster(path: Path) -> Roster:
    """名簿: a CSV (or tab-separated) file with a header, in UTF-8 or cp932 -> the people, in its order.

    Raises ``UnreadableRoster``, which names the line and says what the header must look like.
    """
    rows = list(_rows(path.name, _text(path, UnreadableRoster)))
    if not rows:
        raise UnreadableRoster(path.name, f"中身がありません。{_HEADER}")
    columns = _columns(path.name, *rows[0])
    members = tuple(_member(path.name, columns, len(rows[0][1]), line, cells) for line, cells in rows[1:])
    if not members:
        raise UnreadableRoster(path.name, "見出しの行だけで、人が載っていません。2行目から1行に1人を書いてください。")
    return Roster(members)


def read_glossary(path: Path) -> tuple[str, ...]:
    """用語集: one term a line, in UTF-8 or cp932 -> terms, each once, in the file's order.

    Raises ``UnreadableGlossary``. An empty file is an empty glossary.
    """
    terms = []
    for line, text in enumerate(_text(path, UnreadableGlossary).splitlines(), start=1):
        term = text.strip()
        if len(term) > LONGEST_TERM:
            why = f"{line}行目が長すぎます（{len(term)}文字）。1行に1語ずつ書いてください。"
            raise UnreadableGlossary(path.name, why)
        if term:
            terms.append(term)
    return tuple(dict.fromkeys(terms))


def is_guessed(path: Path) -> bool:
    """Is a file that has been read in cp932? Nothing in it proves that, so its letters may be others."""
    return _encoding(path.read_bytes()) == "cp932"


def doubles(roster: Roster) -> tuple[str, ...]:
    """What stands on it twice, told. Two people may share a name, but mostly it is a slip; nobody is left out."""
    names = Counter(member.name for member in roster.members)
    seats = Counter(str(member.seat) for member in roster.members if member.seat is not None)
    found = (_doubles(what, counts) for what, counts in (("氏名", names), ("席番号", seats)))
    return tuple(sentence for sentence in found if sentence)


def notices(roster: Path | None, glossary: Path | None) -> tuple[str, ...]:
    """What their owner had better look at in files that have been read."""
    guessed = tuple(f"「{path.name}」は、{GUESSED}" for path in (roster, glossary) if path and is_guessed(path))
    if roster is None:
        return guessed
    return (*guessed, *(f"「{roster.name}」：{told}" for told in doubles(read_roster(roster))))


def _doubles(what: str, counts: Counter[str]) -> str:
    found = [f"「{value}」が{count}回" for value, count in counts.items() if count > 1]
    if not found:
        return ""
    more = f"、ほかに{len(found) - _SHOWN}件" if len(found) > _SHOWN else ""
    return f"名簿に{what}{'、'.join(found[:_SHOWN])}{more}あります。書き間違いがないか確かめてください。"


def _text(path: Path, refusal: Refusal) -> str:
    content = _content(path, refusal)
    encoding = _encoding(content)
    text = content.decode(encoding) if encoding else None
    if text is None or _CONTROL.search(text):
        is_workbook = content.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
        what = "表計算ソフトのブックのようです。" if is_workbook else "文字のファイルではないようです。"
        raise refusal(path.name, what + _SAVE_AS_CSV)
    return text


def _content(path: Path, refusal: Refusal) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LIMIT_BYTES + 1)
    except FileNotFoundError as exc:
        raise refusal(path.name, "ファイルが見つかりません。名前と場所を確かめてください。") from exc
    except IsADirectoryError as exc:
        raise refusal(path.name, "フォルダです。その中のファイルを指定してください。") from exc
    except OSError as exc:
        why = f"ファイルを開けません。読み取りの権限を確かめてください（{exc.strerror}）。"
        raise refusal(path.name, why) from exc
    if len(content) > LIMIT_BYTES:
        raise refusal(path.name, "大きすぎます（1 MBを超えています）。ファイルの選び間違いがないか確かめてください。")
    return content


def _encoding(content: bytes) -> str | None:
    """UTF-8, or what spreadsheets write without asking: UTF-16 with its mark, and cp932; ``None`` if it is no text."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp932"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return None


def _rows(name: str, text: str) -> Iterator[Row]:
    """The lines that are not blank; cells without spaces around them."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",")
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield reader.line_num, stripped
    except csv.Error as exc:
        raise UnreadableRoster(name, f"{reader.line_num}行目の書き方が表として読めません。{_SAVE_AS_CSV}") from exc


def _columns(name: str, line: int, header: list[str]) -> Mapping[str, int]:
    """Which column holds what; columns of other meaning (会派, 備考 …) are left aside."""
    labels = [unicodedata.normalize("NFKC", re.sub(r"[\s_]", "", cell)).lower() for cell in header]
    meanings = Counter(_MEANING[label] for label in labels if label in _MEANING)
    shown = f"{line}行目の見出しは「{_short(','.join(header))}」です。"
    if "name" not in meanings:
        raise UnreadableRoster(name, f"氏名の列がありません。{shown}{_HEADER}")
    if doubled := [column for column, count in meanings.items() if count > 1]:
        raise UnreadableRoster(name, f"「{COLUMNS[doubled[0]][0]}」に当たる列が二つあります。{shown}{_HEADER}")
    return {_MEANING[label]: at for at, label in enumerate(labels) if label in _MEANING}


def _member(name: str, columns: Mapping[str, int], width: int, line: int, cells: list[str]) -> Member:
    cell = {column: cells[at] if at < len(cells) else "" for column, at in columns.items()}
    full_name = _closed_up(cell["name"])
    if any(cells[width:]):
        why = f"{line}行目（{_short(','.join(cells))}）の列が見出しより多くあります。区切りの「,」を確かめてください。"
        raise UnreadableRoster(name, why)
    if not full_name:
        raise UnreadableRoster(
            name, f"{line}行目（{_short(','.join(cells))}）に氏名がありません。氏名を書いてください。"
        )
    return Member(
        name=full_name,
        role=_closed_up(cell.get("role", "")) or None,
        seat=_seat(name, line, cell.get("seat", "")),
        reading=_closed_up(cell.get("reading", "")) or None,
    )


def _seat(name: str, line: int, text: str) -> int | None:
    plain = unicodedata.normalize("NFKC", text)
    if plain in _NO_SEAT:
        return None
    if not (match := _SEAT.fullmatch(plain)):
        why = f"{line}行目の席番号「{_short(text)}」が数字ではありません。数字にするか、空けておいてください。"
        raise UnreadableRoster(name, why)
    return int(match[1])


def _closed_up(text: str) -> str:
    """「佐　藤　　篤」 -> 「佐藤篤」; between Latin letters one space stays."""
    return re.sub(r"(?<![A-Za-z.,]) | (?![A-Za-z])", "", " ".join(text.split()))


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
