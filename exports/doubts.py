"""聞き取りの不確かな所: which characters of a paragraph to check by ear, and why. Knows no file format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from exports.wareki import clock
from minutes.domain.record import Paragraph
from minutes.domain.speech import Doubt, Span, Word
from minutes.domain.timing import pieces

BELOW = 0.5
"""A word less sure than this is doubtful."""

OVERLAP = "overlap"
REASONS = {
    "cut": "認識が途中で切れています",
    "loop": "同じ言葉を繰り返して認識しています",
    "silence": "声のない所に文が出ています",
    "unsure": "区間全体の確信度が低くなっています",
    "echo": "すぐ近くと同じような言葉が聞こえています",
    OVERLAP: "声が重なっています",
}
_BRIDGE = 2
"""Characters of sure text that do not split a doubtful phrase: 「の」 between two doubtful words is no relief."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """聞き取りの不確かな所, on the pages a 波線: characters ``start`` to ``end`` of a paragraph, said within ``span``.

    ``confidence`` is the lowest of its doubtful words, ``None`` where only the stretch as a whole is doubted;
    ``words`` are where in the paragraph each of them begins and ends.
    """

    start: int
    end: int
    span: Span
    confidence: float | None
    reasons: tuple[str, ...]
    words: tuple[tuple[int, int], ...]

    @property
    def note(self) -> str:
        """What the reviewer reads: when, how sure, why."""
        sure = () if self.confidence is None else (f"確信度{round(self.confidence * 100)}％",)
        return "　".join((clock(self.span.start_s), *sure, *(REASONS.get(reason, reason) for reason in self.reasons)))

    @property
    def urgency(self) -> tuple[bool, float]:
        """Sorts what most needs an ear first: a stretch the recogniser failed in, then the least sure words."""
        failed = any(reason != OVERLAP for reason in self.reasons)
        return not failed, 1.0 if self.confidence is None else self.confidence


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    word: Word
    low: bool
    reasons: tuple[str, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.word.text)


def doubtful(paragraph: Paragraph, doubts: Sequence[Doubt]) -> tuple[Doubtful, ...]:
    """The doubtful phrases of a paragraph, in order and apart from each other; none where somebody has checked it."""
    if paragraph.checked:
        return ()
    near = [doubt for doubt in doubts if doubt.span.end_s > paragraph.start_s and doubt.span.start_s < paragraph.end_s]
    near += [Doubt(span, OVERLAP) for span in paragraph.overlapped]
    return tuple(_joined(phrase) for phrase in _phrases(_pieces(paragraph, near)))


def _pieces(paragraph: Paragraph, doubts: Sequence[Doubt]) -> Iterator[_Piece]:
    start, heard = 0, frozenset(paragraph.words)
    for word in pieces(paragraph):
        middle_s = (word.start_s + word.end_s) / 2
        reasons = tuple(d.reason for d in doubts if _within(middle_s, d))
        low = word.confidence < BELOW
        if word in heard and (low or reasons) and word.text.strip():  # what people write is not doubted
            yield _Piece(start, word, low, reasons)
        start += len(word.text)


def _within(at_s: float, doubt: Doubt) -> bool:
    """A doubt about words without duration has none either."""
    return doubt.span.start_s <= at_s < doubt.span.end_s or doubt.span.start_s == at_s == doubt.span.end_s


def _phrases(found: Iterator[_Piece]) -> Iterator[list[_Piece]]:
    phrase: list[_Piece] = []
    for piece in found:
        if phrase and piece.start - phrase[-1].end > _BRIDGE:
            yield phrase
            phrase = []
        phrase.append(piece)
    if phrase:
        yield phrase


def _joined(phrase: list[_Piece]) -> Doubtful:
    low = [piece.word.confidence for piece in phrase if piece.low]
    reasons = dict.fromkeys(reason for piece in phrase for reason in piece.reasons)
    span = Span(phrase[0].word.start_s, max(piece.word.end_s for piece in phrase))
    words = tuple((piece.start, piece.end) for piece in phrase)
    return Doubtful(phrase[0].start, phrase[-1].end, span, min(low, default=None), tuple(reasons), words)


def stretches(doubts: Sequence[Doubt]) -> Iterator[Doubt]:
    """Doubts in order of time, neighbours of one reason joined."""
    ordered = sorted(doubts, key=lambda doubt: (doubt.reason, doubt.span))
    joined: list[Doubt] = []
    for _, group in groupby(ordered, key=lambda doubt: doubt.reason):
        begin = len(joined)
        for doubt in group:
            if len(joined) > begin and doubt.span.start_s <= joined[-1].span.end_s + 1.0:
                end_s = max(joined[-1].span.end_s, doubt.span.end_s)
                joined[-1] = Doubt(Span(joined[-1].span.start_s, end_s), doubt.reason)
            else:
                joined.append(doubt)
    return iter(sorted(joined, key=lambda doubt: doubt.span))
