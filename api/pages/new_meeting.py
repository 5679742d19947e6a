"""新しい会議: a name and a recording; for a council also its date, its roster and its terms."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, TypeVar

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from api.access import Clerk, Here
from api.fields import Maybe, Title, seen
from api.looks import Look, address
from api.making import NewMeeting, make
from api.moments import today
from api.rendering import page
from minutes.domain.meeting import MeetingKind, Roster
from minutes.roster import LIMIT_BYTES, doubles, is_guessed, read_glossary, read_roster

router = APIRouter()
Read = TypeVar("Read")
_LONGEST = 60
"""Characters of a file's name; four bytes each, they are fewer than any file system takes."""


class Described(BaseModel):
    """What a form says of a meeting. A date that is left empty is none."""

    title: Title
    kind: MeetingKind
    held_on: Maybe[date] = None
    roster: UploadFile | None = None
    glossary: UploadFile | None = None

    def members(self) -> Roster | None:
        return _read(self.roster, read_roster)

    def terms(self) -> tuple[str, ...] | None:
        return _read(self.glossary, read_glossary)

    def looks(self) -> list[Look]:
        """At what in these files, which could be read, people had better look."""
        members = self.members()
        found = {
            Look.ROSTER: _read(self.roster, is_guessed),
            Look.GLOSSARY: _read(self.glossary, is_guessed),
            Look.DOUBLES: members is not None and doubles(members),
        }
        return [look for look, is_there in found.items() if is_there]


class Given(Described):
    """``recording``: uploads in the order of the meeting."""

    recording: list[str] = Field(min_length=1, max_length=50)
    speakers: int | None = Field(default=None, ge=1, le=50)
    microphones: bool = False


@router.get("/meetings/new")
def form(request: Request, actor: Clerk) -> Response:
    return page(request, "new_meeting.html", actor=actor, kinds=MeetingKind, today=today())


@router.post("/meetings")
def make_meeting(here: Here, actor: Clerk, given: Annotated[Given, Form()]) -> Response:
    meeting = NewMeeting(
        title=given.title,
        kind=given.kind,
        held_on=given.held_on,
        roster=given.members() or Roster(),
        glossary=given.terms() or (),
        speakers=(given.speakers, given.speakers),
        microphones=given.microphones,
        recordings=tuple(given.recording),
    )
    return RedirectResponse(address(make(here, actor, meeting), given.looks()), 303)


def _read(file: UploadFile | None, read: Callable[[Path], Read]) -> Read | None:
    """A file of the form through the reader that people's own files go through; ``None`` where none was chosen."""
    if file is None or not file.filename:
        return None
    with TemporaryDirectory() as folder:
        path = Path(folder) / _named(file.filename)
        file.file.seek(0)
        path.write_bytes(file.file.read(LIMIT_BYTES + 1))
        return read(path)


def _named(told: str) -> str:
    """As problems with a file call it; also a name that a file here can have, whatever its name was there."""
    name = Path(seen(told)).name
    if name in ("", ".."):
        return "ファイル"
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
