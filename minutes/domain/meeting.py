"""The meeting, and who may speak in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256


class MeetingKind(StrEnum):
    """会議の種類: of the council, of one of its committees, or any department's meeting or consultation."""

    PLENARY = "plenary"
    COMMITTEE = "committee"
    CONFERENCE = "conference"
    CONSULTATION = "consultation"


@dataclass(frozen=True, slots=True)
class Member:
    """名簿の人: a person who may speak. ``seat`` is the 議席番号, ``None`` for those who have none (町長, 課長 …)."""

    name: str
    role: str | None = None
    seat: int | None = None
    reading: str | None = None

    @property
    def title(self) -> str:
        """職: how the record names the office; a member without an office is named by seat."""
        return self.role or (f"{self.seat}番" if self.seat is not None else "")


@dataclass(frozen=True, slots=True)
class Roster:
    """名簿: the people of a meeting, in the order in which the record lists them."""

    members: tuple[Member, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names to hint to the recogniser, each once."""
        return tuple(dict.fromkeys(member.name for member in self.members))


@dataclass(frozen=True, slots=True)
class Recording:
    """録音: an audio file, known by the SHA-256 of its bytes and never changed.

    Of a meeting with several, all of them on one time line, known by the hash of their hashes; ``parts`` in order.
    """

    sha256: str
    name: str
    duration_s: float
    parts: tuple["Recording", ...] = ()


def joined(parts: Sequence[str]) -> str:
    """By which SHA-256 the recordings of these are known on one time line; a single one stays what it is."""
    return parts[0] if len(parts) == 1 else sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Meeting:
    """会議: one sitting. Of an ordinary 打合せ nothing but the title is known."""

    title: str
    held_on: date | None = None
    roster: Roster = Roster()
    glossary: tuple[str, ...] = ()
