"""最初の更新: the machine's draft as a document nobody has edited yet."""

from collections.abc import Mapping, Sequence
from typing import Any

from pycrdt import Doc, Text

from minutes.coedit.content import content_of, map_of, text_of
from minutes.coedit.form import PEOPLE, VOICES, Line, one_line
from minutes.coedit.people import can_enter, enter, key_of, roster_key
from minutes.coedit.rules import standing
from minutes.domain.errors import UnreadableDraft
from minutes.domain.meeting import Member
from minutes.domain.record import Kind, Minutes, Paragraph

MACHINE = 1
"""The client id of all seeds; a browser draws its own out of four thousand million."""
EMPTY = Line("p0000", Kind.SPEECH, "")
"""A document always has a line; where the draft has none, this one, for people to write on."""


def seed(minutes: Minutes) -> bytes:
    """The same draft gives the same bytes. Raises ``UnreadableDraft`` where the draft's own ids or names are wrong."""
    people = _people(minutes)
    lines, voices = first(minutes)
    doc: Doc[Any] = Doc(client_id=MACHINE)
    text, persons, labels = text_of(doc), map_of(doc, PEOPLE), map_of(doc, VOICES)
    with doc.transaction():
        for line in reversed(lines):
            _prepend(text, line)
        for key, member in people.items():
            enter(persons, key, member)
        for label, key in voices.items():
            labels[label] = key
    if faults := standing(content_of(doc)).faults:
        raise UnreadableDraft(minutes.provenance.recording.name, min(faults))
    return doc.get_update()


def first(minutes: Minutes) -> tuple[tuple[Line, ...], Mapping[str, str]]:
    """The lines of a draft, and the keys of those whom its voices are named as, before anybody has edited it."""
    people = _people(minutes)
    voices = _voices(minutes.paragraphs, people)
    return tuple(_line(one, voices, people) for one in minutes.paragraphs) or (EMPTY,), voices


def _people(minutes: Minutes) -> Mapping[str, Member]:
    """The roster, and whoever else the draft names."""
    speakers = (paragraph.speaker for paragraph in minutes.paragraphs if paragraph.speaker is not None)
    everybody = dict.fromkeys((*minutes.meeting.roster.members, *speakers))
    return {roster_key(number): member for number, member in enumerate(filter(can_enter, everybody), start=1)}


def _voices(paragraphs: Sequence[Paragraph], people: Mapping[str, Member]) -> Mapping[str, str]:
    """The voices that the draft gives one name throughout."""
    named: dict[str, set[str | None]] = {}
    for paragraph in paragraphs:
        if paragraph.voice is not None:
            named.setdefault(paragraph.voice, set()).add(key_of(paragraph.speaker, people))
    only = ((voice, keys.pop()) for voice, keys in named.items() if len(keys) == 1)
    return {voice: key for voice, key in only if key is not None}


def _line(paragraph: Paragraph, voices: Mapping[str, str], people: Mapping[str, Member]) -> Line:
    key = key_of(paragraph.speaker, people)
    own = None if key == voices.get(paragraph.voice or "") else key
    return Line(paragraph.id, paragraph.kind, one_line(paragraph.text), paragraph.voice, own, marks=paragraph.marks)


def _prepend(text: Text, line: Line) -> None:
    """From the last line to the first: looking for a place further on takes time that grows with the place.

    One attribute after the other: pycrdt writes several at once in another order every time.
    """
    text.insert(0, "\n", {"id": line.id})
    text.format(0, 1, {"kind": line.kind.value})
    if line.voice is not None:
        text.format(0, 1, {"voice": line.voice})
    if line.speaker is not None:
        text.format(0, 1, {"speaker": line.speaker})
    text.insert(0, line.text, {})
    for marked in line.marks:
        begin, end = (len(line.text[:place].encode()) for place in (marked.start, marked.end))
        if begin < end:
            text.format(begin, end, {marked.mark.value: True})
