"""正解を読む: the reference, and who spoke when, from files.

A reference is the JSON of a sample meeting (``sentences``), the JSON draft of this product once a person has corrected
it (``minutes.paragraphs``), or a text file: plain text, or minutes with ○ lines.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from minutes.domain.errors import UnreadableReference
from minutes.domain.speech import Span, Turn
from minutes.evaluation.reference import Reference, SpokenWord, Utterance

CHOOSE = "ファイルの選び間違いがないかを確かめてください。"
KINDS = "使えるのは、正解のJSON（sentences）、この製品の粗原稿のJSON、テキスト（UTF-8 または cp932）です。"


PAUSE_S = 0.5
"""Words of a draft that are so far apart are two stretches of speech; a comma's pause is shorter."""


def read_reference(path: Path) -> Reference:
    """Raises ``UnreadableReference``, also where nothing spoken is in the file."""
    text = _text(path)
    read = _from_json(path, text) if text.lstrip().startswith("{") else Reference(tuple(_from_text(text)))
    said = tuple(utterance for utterance in read.utterances if utterance.text.strip())
    if not said:
        raise UnreadableReference(path.name, f"発言の文がひとつもありません。{CHOOSE}")
    return replace(read, utterances=said)


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


class _Word(BaseModel):
    text: str = ""
    start_s: float = Field(ge=0, allow_inf_nan=False)
    end_s: float = Field(ge=0, allow_inf_nan=False)


class _Sentence(BaseModel):
    text: str
    voice: str | None = None
    kind: str | None = None
    start_s: float | None = Field(None, ge=0, allow_inf_nan=False)
    end_s: float | None = Field(None, ge=0, allow_inf_nan=False)
    words: list[_Word] = []
    member: str | None = None


class _Person(BaseModel):
    name: str


class _Paragraph(_Sentence):
    speaker: _Person | None = None


_SENTENCES = TypeAdapter(list[_Sentence])
_PARAGRAPHS = TypeAdapter(list[_Paragraph])


def _from_json(path: Path, text: str) -> Reference:
    try:
        whole: dict[str, Any] = json.loads(text)
        if "sentences" in whole:
            sentences = _SENTENCES.validate_python(whole["sentences"])
            return Reference(tuple(map(_measured, sentences)))
        minutes = whole["minutes"]
        spoken = [paragraph for paragraph in minutes["paragraphs"] if paragraph["kind"] == "speech"]
        utterances = tuple(map(_corrected, _PARAGRAPHS.validate_python(spoken)))
        return Reference(utterances, drafted=True, uncorrected=minutes.get("revision") == 0)
    except (ValueError, KeyError, TypeError, RecursionError) as exc:  # ValidationError is a ValueError
        where = (
            f"「{'．'.join(map(str, exc.errors()[0]['loc']))}」が正しくありません。"
            if isinstance(exc, ValidationError)
            else ""
        )
        raise UnreadableReference(path.name, f"正解のJSONではありません。{where}{KINDS}") from exc


def _measured(one: _Sentence) -> Utterance:
    words = tuple(SpokenWord(word.text, word.start_s, word.end_s) for word in one.words)
    return Utterance(one.text, one.voice, one.kind, one.start_s, one.end_s, words=words, member=one.member or None)


def _corrected(one: _Paragraph) -> Utterance:
    """A paragraph of a draft: a person says who spoke by naming the speaker; the voice stays what the machine heard."""
    voice = one.speaker.name if one.speaker else one.voice
    return Utterance(one.text, voice, None, one.start_s, one.end_s, tuple(_stretches(one.words)))


def _stretches(words: Iterable[_Word]) -> Iterator[Span]:
    """The words' times, joined where only a comma's pause lies between them."""
    current: Span | None = None
    for word in sorted(words, key=lambda word: word.start_s):
        if current is None or word.start_s - current.end_s > PAUSE_S:
            if current is not None:
                yield current
            current = Span(word.start_s, word.end_s)
        else:
            current = Span(current.start_s, max(current.end_s, word.end_s))
    if current is not None:
        yield current


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
