"""人: a person as an entry of "people", a map with name, role, seat and reading."""

import re
from collections.abc import Mapping
from typing import Any, TypeGuard

from pycrdt import Map

from minutes.coedit.form import is_name
from minutes.domain.meeting import Member

_MOST_SEATS = 10_000
_OF_ROSTER = re.compile(r"m(\d{3,6})")


def member_of(value: object) -> Member | None:
    """The person whom an entry describes; ``None`` where it describes none."""
    if not isinstance(value, Mapping):
        return None
    name, role, seat, reading = (value.get(field) for field in ("name", "role", "seat", "reading"))
    if not (is_name(name) and _is_said(role) and _is_seat(seat) and _is_said(reading)):
        return None
    return Member(name, role, None if seat is None else int(seat), reading)


def can_enter(member: Member) -> bool:
    """Not somebody without a name, or whose name is a whole page: a roster may have been read in wrong columns."""
    return member_of(_said_of(member)) == member


def enter(people: Map[Any], key: str, member: Member) -> None:
    """A map and not a plain object: pycrdt writes an object's fields in another order every time."""
    people[key] = entry = Map[Any]()
    for field, said in _said_of(member).items():
        entry[field] = said


def _said_of(member: Member) -> dict[str, str | float]:
    seat = None if member.seat is None else float(member.seat)
    all_fields = {"name": member.name, "role": member.role, "seat": seat, "reading": member.reading}
    return {field: said for field, said in all_fields.items() if said is not None}


def key_of(member: Member | None, people: Mapping[str, Member]) -> str | None:
    """The key under which somebody stands already."""
    return next((key for key, other in people.items() if other == member), None) if member else None


def roster_key(number: int) -> str:
    """In the order of their keys people stand as on the roster; whoever was added by hand has a random one."""
    return f"m{number:03}"


def roster_number(key: str) -> int:
    """0 of a key that is no roster's."""
    found = _OF_ROSTER.fullmatch(key)
    return int(found[1]) if found else 0


def _is_said(value: object) -> TypeGuard[str | None]:
    return value in (None, "") or is_name(value)


def _is_seat(value: object) -> TypeGuard[float | None]:
    """JavaScript's numbers all come as floats."""
    return value is None or (isinstance(value, float) and value.is_integer() and 0 <= value < _MOST_SEATS)
