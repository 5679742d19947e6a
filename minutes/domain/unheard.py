"""文字のない所: speech of which the machine made no text: where its text belongs as the record stands, and whether
somebody has written it there."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, groupby

from minutes.domain.record import Minutes
from minutes.domain.speech import Span, Word
from minutes.domain.timing import pieces, shared

At = tuple[int, int]
"""A place in the text: the paragraph's number, from 0, and a character in it."""


@dataclass(frozen=True, slots=True)
class Unheard:
    """文字のない所: ``spans`` of speech with nothing heard between them. One place, for it is written there.

    What people wrote there stands from ``begin`` to ``end``. ``lost``: so many of the machine's characters next to it
    are gone: as many written ones only take their place. ``is_left``: nobody has written there, or checked the
    paragraph in which it begins.
    """

    spans: tuple[Span, ...]
    begin: At
    end: At
    lost: int
    is_left: bool

    @property
    def duration_s(self) -> float:
        return sum(span.duration_s for span in self.spans)


def unheard(minutes: Minutes, draft: Minutes) -> tuple[Unheard, ...]:
    """All of a draft's, in order; ``minutes`` are what people have made of it so far."""
    if not draft.provenance.unheard:
        return ()
    text, heard = _Text(minutes), tuple(chain.from_iterable(one.words for one in draft.paragraphs))
    places = _places(draft.provenance.unheard, heard)
    return tuple(_found(text, heard, at, tuple(spans)) for at, spans in places)


class _Text:
    """The text in one piece, and where in it the words stand that were heard and nobody has changed."""

    def __init__(self, minutes: Minutes) -> None:
        self.checked = [one.checked for one in minutes.paragraphs]
        self.whole = "\n".join(one.text for one in minutes.paragraphs)
        self._starts = (0, *accumulate(len(one.text) + 1 for one in minutes.paragraphs))[: len(minutes.paragraphs)]
        self.standing = dict[Word, int]()
        for start, paragraph in zip(self._starts, minutes.paragraphs, strict=True):
            found = pieces(paragraph)
            heard = None if found is paragraph.words else frozenset(paragraph.words)
            for word in found:
                if heard is None or word in heard:
                    self.standing.setdefault(word, start)
                start += len(word.text)

    def at(self, place: int) -> At:
        number = max(0, bisect_right(self._starts, place) - 1)
        return number, place - self._starts[number] if self._starts else 0


def _places(spans: Sequence[Span], heard: Sequence[Word]) -> Iterator[tuple[int, Iterator[Span]]]:
    """Before which of the words each of them was spoken; several before the same one are together."""
    order = sorted((_middle(word), place) for place, word in enumerate(heard))

    def place(span: Span) -> int:
        before = bisect_right(order, (_middle(span), len(heard)))
        return order[before - 1][1] + 1 if before else 0

    return groupby(sorted(spans), place)


def _middle(one: Span | Word) -> float:
    return (one.start_s + one.end_s) / 2


def _found(text: _Text, heard: Sequence[Word], at: int, spans: tuple[Span, ...]) -> Unheard:
    """Between the nearest words that still stand the text is compared with what was heard, by characters."""
    first = next((place for place in range(at - 1, -1, -1) if heard[place] in text.standing), -1)
    last = next((place for place in range(at, len(heard)) if heard[place] in text.standing), len(heard))
    begin = text.standing[heard[first]] + len(heard[first].text) if first >= 0 else 0
    end = max(begin, text.standing[heard[last]] if last < len(heard) else len(text.whole))
    before, after = ("".join(word.text for word in part) for part in (heard[first + 1 : at], heard[at:last]))
    (lost_from, own_from), (lost_to, own_to) = _seam(before, after, text.whole[begin:end])
    lost = _written((before + after)[lost_from:lost_to])
    is_written = _written(text.whole[begin + own_from : begin + own_to]) > lost
    here = text.at(begin + own_from)
    is_checked = bool(text.checked) and text.checked[here[0]]
    return Unheard(spans, here, text.at(begin + own_to), lost, not is_written and not is_checked)


def _seam(before: str, after: str, text: str) -> tuple[At, At]:
    """From behind the last character of ``before`` that stands in ``text`` to the first of ``after``, in both."""
    seam, begin, end = len(before), (0, 0), (len(before) + len(after), len(text))
    for block in shared(before + after, text):
        if block.size and block.a < seam:
            size = min(block.size, seam - block.a)
            begin = (block.a + size, block.b + size)
        if block.size and block.a + block.size > seam:
            skipped = max(0, seam - block.a)
            return begin, (block.a + skipped, block.b + skipped)
    return begin, end


def _written(text: str) -> int:
    return sum(1 for character in text if not character.isspace())
