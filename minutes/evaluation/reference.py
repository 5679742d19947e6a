"""正解: what was really said, by whom and when, as far as it is known.

Read from the JSON of a sample meeting (``sentences``), the JSON draft of this product once a person has corrected it
(``minutes.paragraphs``), or a text file: plain text, or minutes with ○ lines.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from minutes.domain.errors import UnreadableReference
from minutes.domain.speech import Turn

CHOOSE = "ファイルの選び間違いがないかを確かめてください。"
KINDS = "使えるのは、正解のJSON（sentences）、この製品の粗原稿のJSON、テキスト（UTF-8 または cp932）です。"


@dataclass(frozen=True, slots=True)
class Utterance:
    """発話: what one voice said. ``kind`` tells sentences apart whose figures are to be told apart."""

    text: str
    voice: str | None = None
    kind: str | None = None
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """正解: utterances in order; directions and headings are not spoken and not in it."""

    utterances: tuple[Utterance, ...]

    @property
    def turns(self) -> tuple[Turn, ...] | None:
        """Who spoke when; ``None`` unless voice and times of every utterance are known."""
        turns = tuple(
            Turn(one.voice, one.start_s, one.end_s)
            for one in self.utterances
            if one.voice is not None and one.start_s is not None and one.end_s is not None
        )
        return turns if len(turns) == len(self.utterances) else None


def read_reference(path: Path) -> Reference:
    """Raises ``UnreadableReference``, also where nothing spoken is in the file."""
    text = _text(path)
    utterances = _from_json(path, text) if text.lstrip().startswith("{") else tuple(_from_text(text))
    said = tuple(utterance for utterance in utterances if utterance.text.strip())
    if not said:
        raise UnreadableReference(path.name, f"発言の文がひとつもありません。{CHOOSE}")
    return Reference(said)


def read_rttm(path: Path) -> tuple[Turn, ...]:
    """RTTM: ``SPEAKER file channel start duration <NA> <NA> voice …``; lines of other types are passed over."""
    rows = (line.split() for line in _text(path).splitlines())
    turns = tuple(_turn(path, row) for row in rows if row and row[0] == "SPEAKER")
    if not turns:
        raise UnreadableReference(path.name, f"RTTM の SPEAKER 行がありません。{CHOOSE}")
    return turns


def _turn(path: Path, row: list[str]) -> Turn:
    try:
        start_s, duration_s, voice = float(row[3]), float(row[4]), row[7]
    except (IndexError, ValueError) as exc:
        raise UnreadableReference(path.name, f"RTTM の行「{' '.join(row)}」が読み取れません。") from exc
    if not (isfinite(start_s) and isfinite(duration_s) and start_s >= 0 and duration_s >= 0):
        raise UnreadableReference(path.name, f"RTTM の行「{' '.join(row)}」の時刻が正しくありません。")
    return Turn(voice, start_s, start_s + duration_s)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as exc:
        raise UnreadableReference(
            path.name, f"ファイルを開けません（{exc.strerror}）。場所と名前を確かめてください。"
        ) from exc
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableReference(path.name, f"文字として読めません。{KINDS}")


class _Sentence(BaseModel):
    text: str
    voice: str | None = None
    kind: str | None = None
    start_s: float | None = Field(None, ge=0, allow_inf_nan=False)
    end_s: float | None = Field(None, ge=0, allow_inf_nan=False)


_SENTENCES = TypeAdapter(list[_Sentence])


def _from_json(path: Path, text: str) -> tuple[Utterance, ...]:
    try:
        whole: dict[str, Any] = json.loads(text)
        if "sentences" in whole:
            return _utterances(whole["sentences"])
        spoken = [paragraph for paragraph in whole["minutes"]["paragraphs"] if paragraph["kind"] == "speech"]
        return _utterances({**paragraph, "kind": None} for paragraph in spoken)
    except (ValueError, KeyError, TypeError, RecursionError) as exc:  # ValidationError is a ValueError
        where = (
            f"「{'．'.join(map(str, exc.errors()[0]['loc']))}」が正しくありません。"
            if isinstance(exc, ValidationError)
            else ""
        )
        raise UnreadableReference(path.name, f"正解のJSONではありません。{where}{KINDS}") from exc


def _utterances(rows: Iterable[object]) -> tuple[Utterance, ...]:
    sentences = _SENTENCES.validate_python(list(rows))
    return tuple(Utterance(one.text, one.voice, one.kind, one.start_s, one.end_s) for one in sentences)


# ○議長（大野　茂君）　text, or ○１番　text. 〇 and ◯ are used for ○ in one council of ten. The time that this product
# writes before a line may stand before the mark.
_LABELLED = re.compile(
    r"^(?:\d+:\d\d:\d\d)?\s*[○〇◯](?P<label>[^（(。\s]{0,20}[（(][^）)]{1,30}[）)]|[^（(。\s]{1,20}(?=\s))\s*(?P<text>.*)$"
)
_UNSPOKEN = re.compile(r"\s*(?:[〔（(].*[〕）)]|[◎△].*|)\s*")
_RULE = re.compile(r"\s*[―─━─～-]{5,}\s*")


def _from_text(text: str) -> Iterator[Utterance]:
    """Every line is spoken by whom the last ○ line named. Of minutes with ○ lines, what stands before the first of
    them and after the rule that ends the body is not spoken."""
    lines = text.splitlines()
    labelled = any(_LABELLED.match(line) for line in lines)
    voice: str | None = None
    for line in lines:
        if found := _LABELLED.match(line):
            voice = re.sub(r"\s", "", found["label"])
            yield Utterance(found["text"].strip(), voice)
        elif labelled and voice is not None and _RULE.fullmatch(line):
            return
        elif not _UNSPOKEN.fullmatch(line) and not (labelled and voice is None):
            yield Utterance(line.strip(), voice)
