"""版: the changes of a text, put together as people think of them: who worked on it from when until when.

A version lasts as long as the same people write without a pause. Who joins them begins a new one; those who write at
the same time stay in one, or each of their keystrokes would be a version of its own. Bringing back an earlier version
is one by itself, and taking over words of a newer draft is apart from what is typed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

PAUSE = timedelta(minutes=10)
LONGEST = timedelta(minutes=30)
"""So much work at most is taken back at once by whoever goes back to a version."""


@dataclass(frozen=True, slots=True)
class Change:
    """変更: an update of the text, without what it says. ``by``: an account's id; ``None``: the machine."""

    position: int
    at: datetime
    by: str | None
    restores: int | None = None
    takes: int | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """版: the text as it stands at ``position``; ``after`` is the position of the version before, -1 for the first.

    ``by`` in the order in which they began to write; ``restores``: the position of the version that it brought back;
    ``takes``: the number of the draft of which it took words over.
    """

    after: int
    position: int
    began: datetime
    ended: datetime
    by: tuple[str, ...]
    restores: int | None = None
    takes: int | None = None


def versions(changes: Iterable[Change]) -> tuple[Version, ...]:
    """From the machine's draft to the last, of all changes in order."""
    return tuple(_version(stretch) for stretch in _stretches(changes))


def _version(stretch: list[Change]) -> Version:
    first, last = stretch[0], stretch[-1]
    by = dict.fromkeys(change.by for change in stretch if change.by is not None)
    return Version(first.position - 1, last.position, first.at, last.at, tuple(by), first.restores, first.takes)


def _stretches(changes: Iterable[Change]) -> Iterator[list[Change]]:
    stretch: list[Change] = []
    wrote: dict[str | None, datetime] = {}
    together: set[str | None] = set()
    for change in changes:
        if stretch and not _goes_on(stretch, change, together):
            yield stretch
            stretch = []
        if not stretch:
            together = {one for one, at in wrote.items() if change.at - at <= PAUSE} | {change.by}
        stretch.append(change)
        wrote[change.by] = change.at
    if stretch:
        yield stretch


def _goes_on(stretch: list[Change], change: Change, together: set[str | None]) -> bool:
    first, last = stretch[0], stretch[-1]
    alone = first.position == 0 or first.restores is not None or change.restores is not None
    in_time = change.at - last.at <= PAUSE and change.at - first.at <= LONGEST
    alike = first.takes == change.takes
    return not alone and alike and in_time and change.by in together
