"""Wordの下線とコメント: doubtful phrases as underlined runs and Word comments; and what people have marked."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

from exports import word_styles as style
from exports.doubts import Doubtful
from exports.wordml import element, paragraph, run
from minutes.domain.record import Marked, Paragraph

AUTHOR, INITIALS = "粗原稿", "粗"
Place = tuple[int, int]
"""Which phrase: the index of its paragraph, and its own index there."""


class Marking(StrEnum):
    """How doubtful words are shown."""

    COMMENTS = "comments"
    UNDERLINE = "underline"


def numbered(phrases: Sequence[Sequence[Doubtful]], most: int) -> dict[Place, int]:
    """The ``most`` urgent phrases, numbered in the order of the text: those that get a comment."""
    places = [(p, n) for p, of_paragraph in enumerate(phrases) for n in range(len(of_paragraph))]
    urgent = sorted(places, key=lambda place: phrases[place[0]][place[1]].urgency)[:most]
    return {place: number for number, place in enumerate(sorted(urgent))}


def runs(said: Paragraph, phrases: Sequence[Doubtful], numbers: Mapping[int, int]) -> str:
    """The text with each phrase underlined; ``numbers`` gives the comment of a phrase by its index."""
    done: list[str] = []
    at = 0
    for index, phrase in enumerate(phrases):
        underlined = _styled(said, phrase.start, phrase.end, style.DOUBTFUL)
        done += [_styled(said, at, phrase.start), _commented(underlined, numbers.get(index))]
        at = phrase.end
    return "".join([*done, _styled(said, at, len(said.text))])


def _styled(said: Paragraph, start: int, end: int, otherwise: str = "") -> str:
    """Characters ``start`` to ``end`` in the styles of the marks that people have set; elsewhere in ``otherwise``."""
    inside = (edge for marked in said.marks for edge in (marked.start, marked.end) if start < edge < end)
    edges = sorted({start, end, *inside})
    return "".join(
        run(said.text[begin:until], _style(said.marks, begin, until) or otherwise) for begin, until in pairwise(edges)
    )


def _style(marks: Sequence[Marked], start: int, end: int) -> str:
    return style.marked({marked.mark for marked in marks if marked.start <= start and end <= marked.end})


def _commented(underlined: str, number: int | None) -> str:
    if number is None:
        return underlined
    mark = element("rPr", element("rStyle", val=style.COMMENT_MARK)) + element("commentReference", id=number)
    begin, end = element("commentRangeStart", id=number), element("commentRangeEnd", id=number)
    return begin + underlined + end + element("r", mark)


def comment(number: int, phrase: Doubtful) -> str:
    """The comment itself: when, how sure, why."""
    sign = element("r", element("rPr", element("rStyle", val=style.COMMENT_MARK)) + element("annotationRef"))
    return element(
        "comment",
        paragraph(style.COMMENT, sign, run(phrase.note)),
        id=number,
        author=AUTHOR,
        initials=INITIALS,
    )


def legend(phrases: Sequence[Sequence[Doubtful]], commented: int) -> str:
    """How many phrases are underlined, and that not all carry a comment where that is so."""
    count = sum(len(of_paragraph) for of_paragraph in phrases)
    if not count:
        return "ありません。"
    if not commented:
        return f"{count}か所（本文の下線）"
    if commented < count:
        return f"{count}か所（本文の下線）。数が多いため、コメントは疑わしい順に{commented}か所だけに付けました。"
    return f"{count}か所（本文の下線とコメント）"
