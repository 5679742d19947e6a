"""成績表: scores in plain Japanese words, for a table of three columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes.evaluation.examination import Figures
from minutes.evaluation.names import NameScore
from minutes.evaluation.scores import Scores
from minutes.evaluation.speakers import Attribution, SpeakerScore
from minutes.evaluation.starts import Starts
from minutes.evaluation.text import TextScore

TEXT, SPEAKERS, VOICES = "文字の誤り率", "話者の誤り率", "声の数"
MISSED, INVENTED = "抜けた発言", "作られた文字"
WRONG_VOICE, STARTS, NAMES = "別の人の発言とされた文字", "時刻のずれ", "名簿の名前"
"""One name for a figure, on the page and in the terminal."""

KINDS = {"standing": "定型の文", "free": "自由な文"}


def kind_name(kind: str) -> str:
    """What sentences of a kind are called; kinds that are not ours by their own name."""
    return KINDS.get(kind, f"{kind}の文")


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
        yield Row(STARTS, f"{found.median_s:.2f}秒", f"語の始まりの中央値。{parts}")


def _names(found: Sequence[NameScore]) -> Iterator[Row]:
    if said := sum(name.said for name in found):
        heard, unsaid = sum(name.heard for name in found), sum(name.unsaid for name in found)
        parts = f"正しく書けた回数／言われた回数。言っていないのに書いた {unsaid}回"
        yield Row(NAMES, f"{heard}／{said}回", parts)


def _rows(scores: Scores) -> Iterator[Row]:
    yield _text(f"{TEXT}（a）そのまま", scores.raw)
    yield _text(f"{TEXT}（b）句読点・空白・全角半角を問わない", scores.plain)
    for kind, score in scores.by_kind:
        yield _text(f"　（b）のうち{kind_name(kind)}", score)
    yield _text(f"{TEXT}（c）さらに「えー」等と数字の書き方を問わない", scores.canonical)
    if scores.missed_s is not None:
        parts = f"話されたのに書かれていない時間／半分以上が抜けた発言 {scores.missed_utterances}件"
        yield Row(MISSED, f"{scores.missed_s:.1f}秒", parts)
    if scores.invented is not None:
        yield Row(INVENTED, f"{scores.invented}字", "だれも話していない所に書かれた文字。句読点を除く")
    if scores.attribution is not None:
        yield _attribution(scores.attribution)
    if scores.speakers is not None:
        yield from _speakers(scores.speakers)


def _text(name: str, score: TextScore) -> Row:
    parts = f"違う字 {score.substitutions}・抜けた字 {score.deletions}・余分な字 {score.insertions}"
    return Row(name, percent(score.cer), f"{parts}／正解 {score.length}字")


def _attribution(found: Attribution) -> Row:
    return Row(WRONG_VOICE, percent(found.error), f"{found.wrong}字／照合できた {found.length}字")


def _speakers(score: SpeakerScore) -> Iterator[Row]:
    parts = f"聞き落とし {score.missed_s:.1f}秒・余分 {score.false_alarm_s:.1f}秒・取り違え {score.confusion_s:.1f}秒"
    yield Row(f"{SPEAKERS}（DER）", percent(score.der), f"{parts}／発話 {score.speech_s:.1f}秒")
    yield Row(VOICES, f"{score.voices_found}人", f"正解 {score.voices}人")


def percent(share: float | None) -> str:
    """One decimal; a dash where there was nothing to measure."""
    return "—" if share is None else f"{share:.1%}"
