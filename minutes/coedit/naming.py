"""声に名を付ける: the updates that say whose voice it is, and who else may have spoken."""

from collections.abc import Callable, Iterable
from typing import Any

from pycrdt import Doc, Map

from minutes.coedit.content import content_of, map_of, people_of
from minutes.coedit.form import PEOPLE, VOICES
from minutes.coedit.people import can_enter, enter, roster_key, roster_number
from minutes.domain.meeting import Member

NOTHING = b"\x00\x00"
"""The update that changes nothing."""


def naming(state: bytes, label: str, person: Member | None, key: str) -> bytes:
    """Made on a copy of the document. Where ``key`` is not among the people yet, it is ``person``'s from now on."""
    return _update(state, lambda doc: _name(map_of(doc, VOICES), map_of(doc, PEOPLE), label, person, key))


def joining(state: bytes, members: Iterable[Member]) -> bytes:
    """Who of a roster is not among the people yet stands there from now on, after those of the roster before it."""
    return _update(state, lambda doc: _join(doc, members))


def _update(state: bytes, write: Callable[[Doc[Any]], None]) -> bytes:
    copy: Doc[Any] = Doc()
    copy.apply_update(state)
    made: list[bytes] = []
    observing = copy.observe(lambda event: made.append(event.update))
    with copy.transaction():
        write(copy)
    copy.unobserve(observing)  # or the copy would keep itself alive for ever
    return made[0] if made else NOTHING


def _name(voices: Map[Any], people: Map[Any], label: str, person: Member | None, key: str) -> None:
    if person is None:
        voices.pop(label, None)
        return
    if key not in people:
        enter(people, key, person)
    voices[label] = key


def _join(doc: Doc[Any], members: Iterable[Member]) -> None:
    content = content_of(doc)
    there = people_of(content).values()
    new = (member for member in dict.fromkeys(members) if can_enter(member) and member not in there)
    last = max((roster_number(key) for key in content.people), default=0)
    for number, member in enumerate(new, start=last + 1):
        enter(map_of(doc, PEOPLE), roster_key(number), member)
