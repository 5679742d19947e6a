"""声に名を付ける: the update that says whose voice it is."""

from typing import Any

from pycrdt import Doc, Map

from minutes.coedit.content import map_of
from minutes.coedit.form import PEOPLE, VOICES
from minutes.coedit.people import enter
from minutes.domain.meeting import Member

NOTHING = b"\x00\x00"
"""The update that changes nothing."""


def naming(state: bytes, label: str, person: Member | None, key: str) -> bytes:
    """Made on a copy of the document. Where ``key`` is not among the people yet, it is ``person``'s from now on."""
    copy: Doc[Any] = Doc()
    copy.apply_update(state)
    made: list[bytes] = []
    observing = copy.observe(lambda event: made.append(event.update))
    with copy.transaction():
        _name(map_of(copy, VOICES), map_of(copy, PEOPLE), label, person, key)
    copy.unobserve(observing)  # or the copy would keep itself alive for ever
    return made[0] if made else NOTHING


def _name(voices: Map[Any], people: Map[Any], label: str, person: Member | None, key: str) -> None:
    if person is None:
        voices.pop(label, None)
        return
    if key not in people:
        enter(people, key, person)
    voices[label] = key
