"""聞き直し: where the words of a newer draft belong in a text that people have worked on meanwhile.

Two recognisers hear the same words at slightly different moments and part them differently. So the words of the newer
draft are dealt out among the paragraphs of the text in one go, in order, as cheaply as can be: each lies where it was
heard, beside characters that it knows, and what belongs together stays together. What was heard where the text has
nothing comes between two paragraphs.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from minutes.domain.record import Paragraph
from minutes.domain.speech import Span, Word

_NEAR_S: Final = 4.0
"""No word belongs to a paragraph that is further away than this."""
_MOST: Final = 200
"""Paragraphs that are looked at for one word. More lie near a moment only where nonsense was written."""
_STRANGE: Final = 0.2
"""In seconds, like everything here: a word costs this where the paragraph does not have it."""
_NOWHERE: Final = 0.5
"""A word between two paragraphs; and the way there, once."""
_ASTRAY: Final = 0.1
"""Of the seconds by which it lies beside that gap."""
_PASSED: Final = 0.3
"""A paragraph of which nothing is heard again."""
_ENDS: Final = tuple("。？！?!")
_PAUSES: Final = tuple("、，,")
_SENTENCE, _CLAUSE, _WITHIN = 0.3, 0.8, 1.5
"""What it costs to part two words there, where neither the newer draft nor the text does."""
_PAUSE_S: Final = 0.5
_LATE_S: Final = 2.0
"""So far words of the same text lie apart in two drafts at most."""
_FAR: Final = float("inf")


@dataclass(frozen=True, slots=True)
class Place:
    """所: words of a newer draft that belong together; ``first`` counts which of all its words they begin with.

    They are those of the paragraph number ``at``; not ``inside`` it, they would stand before it. ``voices``: the newer
    draft's, in order.
    """

    at: int
    inside: bool
    first: int
    words: tuple[Word, ...]
    voices: tuple[str | None, ...]

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words).strip()


@dataclass(frozen=True, slots=True)
class _Heard:
    """A word as it is dealt out; ``cut``: what it costs to part it from the one before."""

    word: Word
    paragraph: Paragraph
    cut: float

    @property
    def at_s(self) -> float:
        return (self.word.start_s + self.word.end_s) / 2


def places(text: Sequence[Paragraph], newer: Sequence[Paragraph]) -> tuple[Place, ...]:
    """Every word of ``newer`` is in exactly one of them, in order. A paragraph that takes no time is passed over."""
    timed = [number for number, paragraph in enumerate(text) if paragraph.end_s > paragraph.start_s]
    heard = tuple(_heard(newer))
    seats = _seats(heard, [text[number] for number in timed])
    return tuple(_places(heard, seats, (*timed, len(text))))


def verbatim(text: Sequence[Paragraph], newer: Sequence[Paragraph]) -> dict[int, tuple[Word, ...]]:
    """Which paragraphs say exactly what a newer draft heard about then, by their numbers; and in which words it did.

    One that people put in has no time of its own: it is looked for between those before and after it that have.
    """
    words = tuple(word for paragraph in newer for word in paragraph.words)
    order = sorted(range(len(words)), key=lambda number: words[number].start_s)
    starts = [words[number].start_s for number in order]
    found: dict[int, tuple[Word, ...]] = {}
    for number, span in enumerate(_around(text)):
        begin, end = bisect_left(starts, span.start_s - _LATE_S), bisect_right(starts, span.end_s + _LATE_S)
        near = sorted(order[begin:end])  # as the newer draft has them
        if said := _saying(text[number].text, [words[place] for place in near]):
            found[number] = said
    return found


def _around(text: Sequence[Paragraph]) -> Iterator[Span]:
    """When each may have been said at most."""
    after = list(accumulate((one.start_s for one in reversed(text) if one.end_s > one.start_s), min))[::-1]
    before_s, place = 0.0, 0
    for one in text:
        place += one.end_s > one.start_s
        next_s = after[place] if place < len(after) else _FAR
        yield Span(min(before_s, one.start_s), max(next_s, one.end_s))
        before_s = max(before_s, one.end_s)


def _saying(text: str, words: Sequence[Word]) -> tuple[Word, ...]:
    found = "".join(word.text for word in words).find(text) if text else -1
    if found < 0:
        return ()
    ends = tuple(accumulate(len(word.text) for word in words))
    return tuple(words[bisect_right(ends, found) : bisect_left(ends, found + len(text)) + 1])


def _heard(newer: Sequence[Paragraph]) -> Iterator[_Heard]:
    last: Word | None = None
    for paragraph in newer:
        for number, word in enumerate(paragraph.words):
            yield _Heard(word, paragraph, _cut(last, word) if number and last else 0.0)
            last = word


def _cut(last: Word, word: Word) -> float:
    ending = last.text.rstrip()
    if ending.endswith(_ENDS):
        return _SENTENCE
    return _CLAUSE if ending.endswith(_PAUSES) or word.start_s - last.end_s >= _PAUSE_S else _WITHIN


def _places(heard: Sequence[_Heard], seats: Sequence[int], numbers: Sequence[int]) -> Iterator[Place]:
    """Words on one seat; those between two paragraphs as the newer draft parts them."""
    begun = 0
    for place in range(1, len(heard) + 1):
        goes_on = place < len(heard) and seats[place] == seats[begun]
        if goes_on and (seats[begun] % 2 or heard[place].paragraph is heard[begun].paragraph):
            continue
        together = heard[begun:place]
        words, voices = (one.word for one in together), dict.fromkeys(one.paragraph.voice for one in together)
        yield Place(numbers[seats[begun] // 2], bool(seats[begun] % 2), begun, tuple(words), tuple(voices))
        begun = place


class _Row:
    """座席: paragraph number n is seat 2n + 1, the gap before it seat 2n."""

    def __init__(self, text: Sequence[Paragraph]) -> None:
        self._text = text
        self._texts = [paragraph.text.strip() for paragraph in text]
        self._starts = list(accumulate((paragraph.start_s for paragraph in reversed(text)), min))[::-1]
        self._ends = list(accumulate((paragraph.end_s for paragraph in text), max))

    def near(self, at_s: float) -> tuple[int, int]:
        """The first and the last seat on which what was heard then may lie."""
        low, high = bisect_left(self._ends, at_s - _NEAR_S), bisect_right(self._starts, at_s + _NEAR_S)
        return 2 * low, 2 * min(max(low, high), low + _MOST)

    def price(self, heard: _Heard, seat: int) -> float:
        number, inside = divmod(seat, 2)
        if inside:
            paragraph = self._text[number]
            strange = 0.0 if heard.word.text.strip() in self._texts[number] else _STRANGE
            return strange + _distance(heard.at_s, Span(paragraph.start_s, paragraph.end_s))
        before_s = self._text[number - 1].end_s if number else 0.0
        after_s = self._text[number].start_s if number < len(self._text) else _FAR
        return _NOWHERE + _ASTRAY * _distance(heard.at_s, Span(min(before_s, after_s), max(before_s, after_s)))

    def leaving(self, last: _Heard, cut: float, seat: int) -> float:
        """Half the cut, unless the text ends there, too."""
        number, inside = divmod(seat, 2)
        return 0.0 if inside and self._texts[number].endswith(last.word.text.strip()) else cut / 2

    def taking(self, heard: _Heard, seat: int) -> float:
        number, inside = divmod(seat, 2)
        if inside:
            return 0.0 if self._texts[number].startswith(heard.word.text.strip()) else heard.cut / 2
        return _NOWHERE + heard.cut / 2


def _seats(heard: Sequence[_Heard], text: Sequence[Paragraph]) -> list[int]:
    """The cheapest seat for each word; none sits before one that was heard before it."""
    row, low, costs = _Row(text), 0, [0.0]
    backs: list[tuple[int, list[int]]] = []
    for number, one in enumerate(heard):
        low, costs, back = _step(row, heard[number - 1] if number else None, one, low, costs)
        backs.append((low, back))
    seats: list[int] = []
    seat = low + costs.index(min(costs))
    for first, back in reversed(backs):
        seats.append(seat)
        seat = back[seat - first]
    return seats[::-1]


def _step(
    row: _Row, last: _Heard | None, one: _Heard, begin: int, known: Sequence[float]
) -> tuple[int, list[float], list[int]]:
    """-> the first seat that may be taken, what each costs by now, and where whoever sits there came from."""
    low, high = row.near(one.at_s)
    low, high = max(low, begin), max(high, begin)
    costs, back = list[float](), list[int]()
    arriving, origin = _FAR, begin
    for seat in range(begin, high + 1):
        staying = known[seat - begin] if seat - begin < len(known) else _FAR
        if seat >= low:
            moving = arriving + row.taking(one, seat)
            costs.append(min(staying, moving) + row.price(one, seat))
            back.append(seat if staying <= moving else origin)
        leaving = staying + (row.leaving(last, one.cut, seat) if last else 0.0)
        arriving += _PASSED if seat % 2 else 0.0
        if leaving < arriving:
            arriving, origin = leaving, seat
    return low, costs, back


def _distance(at_s: float, span: Span) -> float:
    return max(0.0, span.start_s - at_s, at_s - span.end_s)
