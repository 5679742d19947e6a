"""印の違い: which marks people have set and taken off between two versions, whatever they did to the text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from minutes.domain.differences import Difference, Fate, Runs
from minutes.domain.record import Mark, Paragraph

Flags = list[bool]


@dataclass(frozen=True, slots=True)
class Remark:
    """付けた印、外した印: ``text`` as it is now where the mark was set, as it was where it was taken off."""

    mark: Mark
    text: str
    is_set: bool


def remarks(difference: Difference) -> tuple[Remark, ...]:
    """None for characters that were typed into a marked place or deleted with their mark: the text tells of those."""
    if not any(paragraph.marks for paragraph in (*difference.before, *difference.after)):
        return ()
    return tuple(chain.from_iterable(_of(mark, difference) for mark in Mark))


def _of(mark: Mark, difference: Difference) -> Iterator[Remark]:
    old, new = _flags(difference.before, mark), _flags(difference.after, mark)
    off, fresh = _changed(old, new, difference.runs)
    for flags, group, is_set in ((fresh, difference.after, True), (off, difference.before, False)):
        text = "\n".join(paragraph.text for paragraph in group)
        yield from (Remark(mark, piece, is_set) for piece in _pieces(text, flags))


def _flags(group: Sequence[Paragraph], mark: Mark) -> Flags:
    """For each character of the paragraphs and of the breaks between them: does it carry the mark?"""
    found: Flags = []
    for number, paragraph in enumerate(group):
        own = [False] * len(paragraph.text)
        for one in paragraph.marks:
            if one.mark is mark:
                own[one.start : one.end] = [True] * len(own[one.start : one.end])
        found += [False, *own] if number else own
    return found


def _changed(old: Flags, new: Flags, runs: Runs) -> tuple[Flags, Flags]:
    """Which old characters have lost the mark, and which new ones carry it freshly.

    What was written instead of something carries what that carried; what was written in between, what stands before.
    """
    off, fresh = [False] * len(old), [False] * len(new)
    at = to = 0
    gone: range | None = None
    for fate, text in runs:
        here, there = range(at, at + len(text)), range(to, to + len(text))
        match fate:
            case Fate.SAME:
                for i, j in zip(here, there, strict=True):
                    off[i], fresh[j] = old[i] and not new[j], new[j] and not old[i]
                at, to, gone = here.stop, there.stop, None
            case Fate.GONE:
                at, gone = here.stop, here
            case Fate.NEW:
                _replaced(old, new, (gone, there), (off, fresh))
                to, gone = there.stop, None
    return off, fresh


def _replaced(old: Flags, new: Flags, places: tuple[range | None, range], found: tuple[Flags, Flags]) -> None:
    (gone, there), (off, fresh) = places, found
    was, still = any(old[i] for i in gone or ()), any(new[j] for j in there)
    if was and not still:
        for i in gone or ():
            off[i] = old[i]
    if was or not still:
        return
    for j in there:
        inherited = gone is None and j > 0 and new[j - 1] and not fresh[j - 1]
        fresh[j] = new[j] and not inherited


def _pieces(text: str, flags: Flags) -> Iterator[str]:
    for is_changed, places in groupby(range(len(flags)), key=flags.__getitem__):
        if is_changed:
            yield "".join(text[place] for place in places)
