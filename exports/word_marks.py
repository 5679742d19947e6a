"""Wordの要確認: doubtful phrases as underlined runs and Word comments."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from exports import word_styles as style
from exports.doubts import Mark
from exports.wordml import element, paragraph, run

AUTHOR, INITIALS = "粗原稿", "粗"
Place = tuple[int, int]
"""Which mark: the index of its paragraph, and its own index there."""


class Marking(StrEnum):
    """How doubtful words are shown."""

    COMMENTS = "comments"
    UNDERLINE = "underline"
    NONE = "none"


def numbered(marks: Sequence[Sequence[Mark]], most: int) -> dict[Place, int]:
    """The ``most`` urgent marks, numbered in the order of the text: those that get a comment."""
    places = [(p, m) for p, of_paragraph in enumerate(marks) for m in range(len(of_paragraph))]
    urgent = sorted(places, key=lambda place: marks[place[0]][place[1]].urgency)[:most]
    return {place: number for number, place in enumerate(sorted(urgent))}


def runs(text: str, marks: Sequence[Mark], numbers: Mapping[int, int]) -> str:
    """``text`` with each mark underlined; ``numbers`` gives the comment of a mark by its index."""
    done: list[str] = []
    at = 0
    for index, mark in enumerate(marks):
        done += [run(text[at : mark.start]), _commented(text[mark.start : mark.end], numbers.get(index))]
        at = mark.end
    return "".join([*done, run(text[at:])])


def _commented(text: str, number: int | None) -> str:
    doubtful = run(text, style.DOUBTFUL)
    if number is None:
        return doubtful
    mark = element("rPr", element("rStyle", val=style.COMMENT_MARK)) + element("commentReference", id=number)
    begin, end = element("commentRangeStart", id=number), element("commentRangeEnd", id=number)
    return begin + doubtful + end + element("r", mark)


def comment(number: int, mark: Mark) -> str:
    """The comment itself: when, how sure, why."""
    sign = element("r", element("rPr", element("rStyle", val=style.COMMENT_MARK)) + element("annotationRef"))
    return element(
        "comment",
        paragraph(style.COMMENT, sign, run(mark.note)),
        id=number,
        author=AUTHOR,
        initials=INITIALS,
    )


def legend(marks: Sequence[Sequence[Mark]], commented: int) -> str:
    """How many phrases are marked, and that not all carry a comment where that is so."""
    count = sum(len(of_paragraph) for of_paragraph in marks)
    if not count:
        return "ありません。"
    if not commented:
        return f"{count}か所（本文の下線）"
    if commented < count:
        return f"{count}か所（本文の下線）。数が多いため、コメントは疑わしい順に{commented}か所だけに付けました。"
    return f"{count}か所（本文の下線とコメント）"
