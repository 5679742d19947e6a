"""内容: what pycrdt's document holds, read in one pass. Judges nothing: a client may have written anything."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc, Map, Text

from minutes.coedit.form import (
    FORBIDDEN,
    MARKS,
    OBJECT,
    PEOPLE,
    TAKEN,
    TEXT,
    VOICES,
    Attributes,
    Line,
    fingerprint,
    is_key,
    is_name,
    kind_of,
    one_line,
)
from minutes.coedit.people import member_of
from minutes.domain.meeting import Member
from minutes.domain.record import Kind, Mark, Marked


@dataclass(frozen=True, slots=True)
class Marking:
    """Characters ``start`` to ``end`` of a line, counted from 0, that carry a mark of this name, whatever it says."""

    line: int
    start: int
    end: int
    name: str
    value: object


@dataclass(frozen=True, slots=True)
class Content:
    """内容: every line's text with its newline's attributes, and both maps.

    ``hidden``: bytes that nobody can see; ``marked``: what is marked within lines, in order.
    """

    lines: tuple[tuple[str, Attributes], ...]
    voices: Mapping[str, object]
    people: Mapping[str, object]
    hidden: int
    marked: tuple[Marking, ...] = ()


def text_of(doc: Doc[Any]) -> Text:
    text: Text = doc.get(TEXT, type=Text)
    return text


def map_of(doc: Doc[Any], root: str) -> Map[Any]:
    entries: Map[Any] = doc.get(root, type=Map)
    return entries


def content_of(doc: Doc[Any]) -> Content:
    text = text_of(doc)
    chunks = tuple((chunk if isinstance(chunk, str) else OBJECT, attributes or {}) for chunk, attributes in text.diff())
    seen = sum(len(chunk.encode()) for chunk, _ in chunks)
    return Content(
        lines=tuple(_lines(chunks)),
        voices=dict(map_of(doc, VOICES).items()),
        people={key: _opened(value) for key, value in map_of(doc, PEOPLE).items()},
        hidden=len(text) - seen,
        marked=tuple(_marked(chunks)),
    )


def _lines(chunks: tuple[tuple[str, Attributes], ...]) -> Iterator[tuple[str, Attributes]]:
    """A line's attributes are its newline's; characters after the last newline are a line without any."""
    begun: list[str] = []
    for chunk, attributes in chunks:
        *ended, rest = chunk.split("\n")
        for part in ended:
            yield "".join((*begun, part)), attributes
            begun.clear()
        begun.append(rest)
    if any(begun):
        yield "".join(begun), {}


def _marked(chunks: tuple[tuple[str, Attributes], ...]) -> Iterator[Marking]:
    line = at = 0
    for chunk, attributes in chunks:
        said = [(name, value) for name in MARKS if (value := attributes.get(name)) is not None]
        for number, part in enumerate(chunk.split("\n")):
            if number:
                line, at = line + 1, 0
            if part:
                yield from (Marking(line, at, at + len(part), name, value) for name, value in said)
                at += len(part)


def _opened(value: object) -> object:
    """An entry of "people" is a map in the map. Not deeper: nothing we write lies there."""
    return dict(value.items()) if isinstance(value, Map) else value


def lines_of(content: Content) -> tuple[Line, ...]:
    """Every line, also of a document that breaks the rules: what cannot be read counts as not said.

    A line without an id of its own is given one by its place, which no client can write.
    """
    taken: set[str] = set()
    found: list[Line] = []
    marks = _marks_of(content)
    for number, (text, attributes) in enumerate(content.lines, start=1):
        own, voice, speaker = (attributes.get(name) for name in ("id", "voice", "speaker"))
        line = Line(
            id=own if is_key(own) and own not in taken else f"?{number}",
            kind=kind_of(attributes.get("kind")) or Kind.SPEECH,
            text=one_line(text) if FORBIDDEN.search(text) else text,
            voice=voice if is_name(voice) else None,
            speaker=speaker if is_key(speaker) else None,
            checked=attributes.get("checked") is True,
            marks=marks.get(number, ()),
            taken=TAKEN in attributes and attributes[TAKEN] == fingerprint(text),
        )
        taken.add(line.id)
        found.append(line)
    return tuple(found)


def _marks_of(content: Content) -> dict[int, tuple[Marked, ...]]:
    """By the line's number, from 1. What lies side by side is one, though the library parts it."""
    found: dict[int, list[Marked]] = {}
    for one in content.marked:
        if one.value is not True:
            continue
        own = found.setdefault(one.line + 1, [])
        before = next((mark for mark in own if (mark.mark, mark.end) == (one.name, one.start)), None)
        if before:
            own.remove(before)
        own.append(Marked(before.start if before else one.start, one.end, Mark(one.name)))
    return {line: tuple(sorted(marks)) for line, marks in found.items()}


def people_of(content: Content) -> dict[str, Member]:
    """In the order of their keys, which is the roster's as long as nobody was added."""
    members = ((key, member_of(content.people[key])) for key in sorted(content.people))
    return {key: member for key, member in members if member is not None}


def voices_of(content: Content) -> dict[str, str]:
    return {label: key for label, key in sorted(content.voices.items()) if is_key(key)}
