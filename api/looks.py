"""気をつける所: what somebody had better look at in files they have just sent, told on the page that comes next.

The page's address says which kinds there are, and the page finds out what stands there: sentences in an address could
be anybody's.
"""

from collections.abc import Collection
from enum import StrEnum
from urllib.parse import urlencode

from minutes.domain.meeting import Roster
from minutes.roster import GUESSED, doubles


class Look(StrEnum):
    """``ROSTER`` and ``GLOSSARY``: that file's letters were guessed; ``DOUBLES``: a name or a seat is there twice."""

    ROSTER = "roster"
    GLOSSARY = "glossary"
    DOUBLES = "doubles"


def address(meeting_id: str, looks: Collection[Look]) -> str:
    """The page of a meeting, on which they are told."""
    asked = urlencode([("look", look.value) for look in looks])
    return f"/meetings/{meeting_id}{'?' if asked else ''}{asked}"


def told(looks: Collection[Look], roster: Roster) -> list[str]:
    """``roster``: the meeting's, as it is now."""
    guessed = [
        f"{name}は、{GUESSED}" for look, name in ((Look.ROSTER, "名簿"), (Look.GLOSSARY, "用語集")) if look in looks
    ]
    return [*guessed, *(doubles(roster) if Look.DOUBLES in looks else ())]
