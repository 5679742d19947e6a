"""時刻合わせ: when each piece of a text was said, also after people have edited it.

What people change is compared with what was heard, character by character: a word that still stands whole in the text
keeps its time, and what was written between two such words was said between them.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import accumulate, chain, pairwise, takewhile

from minutes.domain.record import Paragraph
from minutes.domain.speech import Span, Word

COMPARED = 25_000_000
"""Characters heard times characters written that are compared, a tenth of a second. Nobody edits more than 5,000 of
each in one piece: another text was pasted over them, and only its beginning and its end are compared."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """聞いた所: where in the recording a text lies, and the words heard there that still stand in it."""

    span: Span
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters from ``start`` on; not ``heard`` where a person wrote them."""

    start: int
    word: Word
    heard: bool


def pieces(paragraph: Paragraph) -> tuple[Word, ...]:
    """Words that joined give exactly ``paragraph.text``, in order.

    Untouched text gives the words as heard. Characters that a person wrote get times between their neighbours
    and confidence 1.0: they were not heard, so there is nothing to doubt.
    """
    if "".join(word.text for word in paragraph.words) == paragraph.text:
        return paragraph.words
    span = Span(paragraph.start_s, paragraph.end_s)
    return tuple(piece.word for piece in _aligned(paragraph.text, paragraph.words, span))


def follow(texts: Sequence[str], paragraphs: Sequence[Paragraph], *, after_s: float) -> tuple[Anchor, ...]:
    """Where each of ``texts`` lies, which people made out of ``paragraphs`` by editing, parting and joining them.

    Made out of nothing, they stand at the moment ``after_s``.
    """
    words = tuple(chain.from_iterable(paragraph.words for paragraph in paragraphs))
    start_s = min((paragraph.start_s for paragraph in paragraphs), default=after_s)
    end_s = max((paragraph.end_s for paragraph in paragraphs), default=after_s)
    found = tuple(_aligned("\n".join(texts), words, Span(start_s, end_s)))
    starts = tuple(piece.start for piece in found)
    begins = (0, *accumulate(len(text) + 1 for text in texts))
    edges = [(bisect_left(starts, begin), bisect_left(starts, end - 1)) for begin, end in pairwise(begins)]
    return tuple(_anchor(found[first:last], found[first - 1].word.end_s if first else start_s) for first, last in edges)


def _anchor(found: Sequence[_Piece], before_s: float) -> Anchor:
    start_s = min((piece.word.start_s for piece in found), default=before_s)
    end_s = max((piece.word.end_s for piece in found), default=before_s)
    return Anchor(Span(start_s, end_s), tuple(piece.word for piece in found if piece.heard))


def _aligned(text: str, words: Sequence[Word], span: Span) -> Iterator[_Piece]:
    at, before_s = 0, span.start_s
    for begin, word in _kept(text, words):
        yield from _written(text, at, begin, Span(before_s, word.start_s))
        yield _Piece(begin, word, heard=True)
        at, before_s = begin + len(word.text), word.end_s
    yield from _written(text, at, len(text), Span(before_s, span.end_s))


def _kept(text: str, words: Sequence[Word]) -> Iterator[tuple[int, Word]]:
    """The words that still stand whole in the text, each with the index where it begins."""
    blocks = shared("".join(word.text for word in words), text)
    block = next(blocks)
    begin = 0
    for word in words:
        end = begin + len(word.text)
        while block.size and block.a + block.size < end:
            block = next(blocks)
        if word.text and block.a <= begin and end <= block.a + block.size:
            yield block.b + begin - block.a, word
        begin = end


def shared(heard: str, text: str) -> Iterator[Match]:
    """The stretches that both have, in order, and one of no length at the end."""
    head = _shared(heard, text)
    tail = _shared(heard[head:][::-1], text[head:][::-1])
    inner = heard[head : len(heard) - tail], text[head : len(text) - tail]
    if head:
        yield Match(0, 0, head)
    if len(inner[0]) * len(inner[1]) <= COMPARED:
        same = SequenceMatcher(None, *inner, autojunk=False).get_matching_blocks()
        yield from (Match(head + block.a, head + block.b, block.size) for block in same if block.size)
    if tail:
        yield Match(len(heard) - tail, len(text) - tail, tail)
    yield Match(len(heard), len(text), 0)


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _written(text: str, begin: int, end: int, span: Span) -> Iterator[_Piece]:
    step_s = max(0.0, span.duration_s) / max(1, end - begin)
    for number, character in enumerate(text[begin:end]):
        word = Word(character, span.start_s + number * step_s, span.start_s + (number + 1) * step_s, 1.0)
        yield _Piece(begin + number, word, heard=False)
