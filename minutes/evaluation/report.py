"""成績表: scores in plain Japanese words, for a table of three columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes.evaluation.examination import Figures
from minutes.evaluation.names import NameScore
from minutes.evaluation.scores import Scores
from minutes.evaluation.speakers import Attribution, SpeakerScore
from minutes.evaluation.starts import Starts
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


def rows_of(figures: Figures) -> tuple[Row, ...]:
    """Those of the scores, then of the words' times and the roster's names."""
    return (*rows(figures.scores), *_starts(figures.starts), *_names(figures.names))


def _starts(found: Starts | None) -> Iterator[Row]:
    if found is not None and found.median_s is not None:
        parts = f"10語のうち9語は {found.most_s:.2f}秒以内／照合できた {len(found.late_s)}語（正解 {found.words}語）"
        yield Row("語の始まりのずれ（中央値）", f"{found.median_s:.2f}秒", parts)


def _names(found: Sequence[NameScore]) -> Iterator[Row]:
    if said := sum(name.said for name in found):
        heard, unsaid = sum(name.heard for name in found), sum(name.unsaid for name in found)
        yield Row(
            "正しく書けた名簿の名前", percent(heard / said), f"{heard}回／{said}回、言っていないのに書いた {unsaid}回"
        )


def _rows(scores: Scores) -> Iterator[Row]:
    yield _text("文字の誤り率（a）そのまま", scores.raw)
    yield _text("文字の誤り率（b）句読点・空白・全角半角を問わない", scores.plain)
    yield _text("文字の誤り率（c）さらに「えー」等と数字の書き方を問わない", scores.canonical)
    for kind, score in scores.by_kind:
        yield _text(f"　{KINDS.get(kind, f'{kind} の文だけ（b）')}", score)
    if scores.missed_s is not None:
        parts = f"話されたのに書かれていない時間／半分以上が抜けた発言 {scores.missed_utterances}件"
        yield Row("文にならなかった発話", f"{scores.missed_s:.1f}秒", parts)
    if scores.invented is not None:
        yield Row("話していない所に書いた文字", f"{scores.invented}字", "句読点を除く")
    if scores.attribution is not None:
        yield _attribution(scores.attribution)
    if scores.speakers is not None:
        yield from _speakers(scores.speakers)


def _text(name: str, score: TextScore) -> Row:
    parts = f"違う字 {score.substitutions}・抜けた字 {score.deletions}・余分な字 {score.insertions}"
    return Row(name, percent(score.cer), f"{parts}／正解 {score.length}字")


def _attribution(found: Attribution) -> Row:
    return Row("別の人の発言とされた文字", percent(found.error), f"{found.wrong}字／照合できた {found.length}字")


def _speakers(score: SpeakerScore) -> Iterator[Row]:
    parts = f"聞き落とし {score.missed_s:.1f}秒・余分 {score.false_alarm_s:.1f}秒・取り違え {score.confusion_s:.1f}秒"
    yield Row("話者の誤り率（DER）", percent(score.der), f"{parts}／発話 {score.speech_s:.1f}秒")
    yield Row("聞き分けた声の数", f"{score.voices_found}人", f"正解 {score.voices}人")


def percent(share: float | None) -> str:
    """One decimal; a dash where there was nothing to measure."""
    return "—" if share is None else f"{share:.1%}"
