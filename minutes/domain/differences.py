"""違い: what people have changed between two versions of the minutes, as somebody reads it: paragraph by paragraph,
character by character."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from minutes.domain.record import Paragraph

_SHORT: Final = 2
"""So few characters between two changes are a chance: 「は」 in two words that have nothing else in common."""
_ALIKE: Final = 0.3
"""Of texts that have less in common, one is struck out and the other written: nobody can read them mixed."""
_COMPARED: Final = 4_000_000
"""Characters times characters. Nobody reads the difference of two longer pieces letter by letter."""


class Fate(StrEnum):
    """What became of some characters."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


Runs = tuple[tuple[Fate, str], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """違い: the paragraphs that were made out of some others; one and one where neither was parted nor joined.

    ``runs`` their text, "\n" where a paragraph ends.
    """

    before: tuple[Paragraph, ...]
    after: tuple[Paragraph, ...]
    runs: Runs

    @property
    def is_edited(self) -> bool:
        """Is any character another?"""
        return any(fate is not Fate.SAME for fate, _ in self.runs)


def differences(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> Iterator[Difference]:
    """From the first to the last, also those that are none: a paragraph's id says what it was made of."""
    for old, new in _groups(before, after):
        texts = ["\n".join(paragraph.text for paragraph in group) for group in (old, new)]
        yield Difference(tuple(old), tuple(new), compared(*texts))


def compared(old: str, new: str) -> Runs:
    """What was struck out and what was written instead, so that both can still be read."""
    if old == new:
        return ((Fate.SAME, new),) if new else ()
    if len(old) * len(new) > _COMPARED:
        return _replaced(old, new)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if 2 * sum(block.size for block in matcher.get_matching_blocks()) < _ALIKE * (len(old) + len(new)):
        return _replaced(old, new)
    return tuple(_joined(_calm(matcher.get_opcodes(), old, new)))


def _groups(
    before: Sequence[Paragraph], after: Sequence[Paragraph]
) -> Iterator[tuple[Sequence[Paragraph], Sequence[Paragraph]]]:
    """A paragraph that is in both ends a group: whoever parts one leaves its end its id, and whoever joins two, too."""
    ids, other = ([paragraph.id for paragraph in version] for version in (before, after))
    i = j = 0
    for block in SequenceMatcher(None, ids, other, autojunk=False).get_matching_blocks():
        for a, b in zip(range(block.a, block.a + block.size), range(block.b, block.b + block.size), strict=True):
            yield before[i : a + 1], after[j : b + 1]
            i, j = a + 1, b + 1
    if i < len(before) or j < len(after):
        yield before[i:], after[j:]


def _calm(steps: Sequence[tuple[str, int, int, int, int]], old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """Each step as what stays, what goes and what comes; what stays by chance between two changes changes with them."""
    for number, (_, a, b, c, d) in enumerate(steps):
        stays = old[a:b] if old[a:b] == new[c:d] else ""
        between = 0 < number < len(steps) - 1
        if stays and between and len(stays) <= _SHORT and "\n" not in stays:
            yield "", stays, stays
        else:
            yield (stays, "", "") if stays else ("", old[a:b], new[c:d])


def _joined(steps: Iterator[tuple[str, str, str]]) -> Iterator[tuple[Fate, str]]:
    gone = come = ""
    for stays, goes, comes in steps:
        gone, come = gone + goes, come + comes
        if stays:
            yield from _replaced(gone, come)
            yield Fate.SAME, stays
            gone = come = ""
    yield from _replaced(gone, come)


def _replaced(gone: str, come: str) -> Runs:
    return tuple((fate, text) for fate, text in ((Fate.GONE, gone), (Fate.NEW, come)) if text)
