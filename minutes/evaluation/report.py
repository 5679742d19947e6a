"""成績表: scores in plain Japanese words, for a table of three columns."""

from collections.abc import Iterator
from dataclasses import dataclass

from minutes.evaluation.scores import Scores
from minutes.evaluation.speakers import Attribution, SpeakerScore
from minutes.evaluation.text import TextScore

KINDS = {"standing": "定型の文だけ（b）", "free": "自由な文だけ（b）"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what was measured, how much, and what the figure is made of."""

    name: str
    value: str
    detail: str = ""


def rows(scores: Scores) -> tuple[Row, ...]:
    """Only what the reference allows to be measured has a row."""
    return tuple(_rows(scores))


def _rows(scores: Scores) -> Iterator[Row]:
    yield _text("文字の誤り率（a）そのまま", scores.raw)
    yield _text("文字の誤り率（b）句読点・空白・全角半角を問わない", scores.plain)
    yield _text("文字の誤り率（c）さらに「えー」等と数字の書き方を問わない", scores.canonical)
    for kind, score in scores.by_kind:
        yield _text(f"　{KINDS.get(kind, f'{kind} の文だけ（b）')}", score)
    if scores.missed_s is not None:
        yield Row("文にならなかった発話", f"{scores.missed_s:.1f}秒", "人が話しているのに、前後0.5秒に文字がない時間")
    if scores.invented is not None:
        yield Row("話していない所に書いた文字", f"{scores.invented}字", "句読点を除く")
    if scores.attribution is not None:
        yield _attribution(scores.attribution)
    if scores.speakers is not None:
        yield from _speakers(scores.speakers)


def _text(name: str, score: TextScore) -> Row:
    parts = f"違う字 {score.substitutions}・抜けた字 {score.deletions}・余分な字 {score.insertions}"
    return Row(name, _percent(score.cer), f"{parts}／正解 {score.length}字")


def _attribution(found: Attribution) -> Row:
    return Row("別の人の発言とされた文字", _percent(found.error), f"{found.wrong}字／照合できた {found.length}字")


def _speakers(score: SpeakerScore) -> Iterator[Row]:
    parts = f"聞き落とし {score.missed_s:.1f}秒・余分 {score.false_alarm_s:.1f}秒・取り違え {score.confusion_s:.1f}秒"
    yield Row("話者の誤り率（DER）", _percent(score.der), f"{parts}／発話 {score.speech_s:.1f}秒")
    yield Row("聞き分けた声の数", f"{score.voices_found}人", f"正解 {score.voices}人")


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.1%}"
