"""文字の誤り率: character error rates in three forms of the text, each kinder than the one before."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import jiwer

from minutes.evaluation.numerals import one_form

_EDGE = r"(?:^|(?<=[\s、。,.!?…・]))"
_PAUSE = r"(?:[\s、。,.!?…・]+|$)"
_FILLER = re.compile(
    r"(?<![ねへげめぜ])え[ーえぇ]*(?:ー|[ーえぇ]っ|っ|え)と"  # えーと えっと ええと
    r"|(?<![ねへげめぜえ])え[ぇえ]*ー+[ーえぇ]*"  # えー えーえー; not 「ねえー」
    r"|[あそこ]のー+|うー*ーん|(?<![ぁ-ん])んー+"  # あのー そのー このー うーん んー
    rf"|{_EDGE}(?:ええ+|えぇ+|あの|その|まあ|まー+){_PAUSE}"  # only where pauses set them apart: not まあまあ, その件
)
_SPOKEN_MARKS = frozenset("%&@#")
_SILENT = ("P", "Z", "C", "So")
"""Unicode categories of what is written and not spoken."""


@dataclass(frozen=True, slots=True)
class TextScore:
    """Characters to change, to drop and to add to the draft, against ``length`` characters really said."""

    substitutions: int
    deletions: int
    insertions: int
    length: int

    @property
    def errors(self) -> int:
        return self.substitutions + self.deletions + self.insertions

    @property
    def cer(self) -> float | None:
        """CER: 0.0 is perfect and more than 1.0 possible; ``None`` where nothing was said."""
        return self.errors / self.length if self.length else None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an alignment: where it stands in both texts; ``None`` where the other text has no character."""

    reference: int | None
    draft: int | None
    equal: bool


def raw(text: str) -> str:
    """(a) そのまま: only line breaks, which nobody speaks, are taken out."""
    return "".join(text.splitlines()).strip()


def plain(text: str) -> str:
    """(b) NFKC, without punctuation and spaces; a point between digits stays, 3.5 is not 35."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    return "".join(mark for at, mark in enumerate(text) if _spoken(mark) or _decimal_point(text, at))


def canonical(text: str) -> str:
    """(c) As (b), without fillers, and numbers in one form."""
    text = unicodedata.normalize("NFKC", text)
    before = None
    while text != before:  # taking one out sets the next one free: 「あの、えー、その、」
        before, text = text, _FILLER.sub("", text)
    return plain(one_form(text))


def score(reference: str, draft: str) -> TextScore:
    """Compares the two as they are; bring both into one form first."""
    return tally(align(reference, draft))


def tally(steps: tuple[Step, ...]) -> TextScore:
    substitutions = sum(step.reference is not None and step.draft is not None and not step.equal for step in steps)
    deletions = sum(step.draft is None for step in steps)
    insertions = sum(step.reference is None for step in steps)
    return TextScore(substitutions, deletions, insertions, len(steps) - insertions)


def align(reference: str, draft: str) -> tuple[Step, ...]:
    """The fewest changes that turn the draft into the reference. No whitespace at either end (jiwer strips it)."""
    (chunks,) = jiwer.process_characters(reference, draft).alignments
    return tuple(step for chunk in chunks for step in _steps(chunk))


def _steps(chunk: jiwer.AlignmentChunk) -> Iterator[Step]:
    at, drafted = chunk.ref_start_idx, chunk.hyp_start_idx
    match chunk.type:
        case "delete":
            yield from (Step(place, None, False) for place in range(at, chunk.ref_end_idx))
        case "insert":
            yield from (Step(None, place, False) for place in range(drafted, chunk.hyp_end_idx))
        case same_or_not:
            equal = same_or_not == "equal"
            yield from (Step(at + offset, drafted + offset, equal) for offset in range(chunk.ref_end_idx - at))


def _spoken(mark: str) -> bool:
    return mark in _SPOKEN_MARKS or not (mark == "~" or unicodedata.category(mark).startswith(_SILENT))


def _decimal_point(text: str, at: int) -> bool:
    return text[at] == "." and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
