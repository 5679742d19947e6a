"""印の続く所: a paragraph's text, parted where a mark begins or ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from minutes.domain.record import Mark, Paragraph


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters that all carry the same marks. ``opens``: marks that begin here; ``closes``: that end here."""

    text: str
    marks: tuple[Mark, ...] = ()
    opens: tuple[Mark, ...] = ()
    closes: tuple[Mark, ...] = ()


def stretches(paragraph: Paragraph, start: int = 0, end: int | None = None) -> Iterator[Stretch]:
    """From character ``start`` to ``end``, all of them, the unmarked too."""
    text, marks = paragraph.text, paragraph.marks
    last = len(text) if end is None else end
    edges = {start, last, *(edge for one in marks for edge in (one.start, one.end) if start < edge < last)}
    for begin, until in pairwise(sorted(edges)):
        own = [one for one in marks if one.start <= begin and until <= one.end]
        yield Stretch(
            text[begin:until],
            _in_order(one.mark for one in own),
            _in_order(one.mark for one in own if one.start == begin),
            _in_order(one.mark for one in own if one.end == until),
        )


def _in_order(marks: Iterator[Mark]) -> tuple[Mark, ...]:
    found = set(marks)
    return tuple(mark for mark in Mark if mark in found)
