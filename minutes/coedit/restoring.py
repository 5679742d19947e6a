"""版に戻す: the update that makes a text what it was at another time. A change like any other: nothing is forgotten."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Any

from pycrdt import Doc, Map, Text, UndoManager, merge_updates

from minutes.coedit.content import map_of, text_of
from minutes.coedit.form import TAKEN, VOICES, Attributes
from minutes.coedit.naming import NOTHING

_OF_LINES = frozenset({"id", "kind", "voice", "speaker", "checked", TAKEN})
"""On a character that is no newline they mean nothing."""

_SINCE = "since"
"""The origin of what is undone."""
_MANY = 300
"""Fewer take a second at most, and nothing is written where the text is what it was."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A line with everything that is said of it (``said``) and of its characters (``runs``)."""

    runs: tuple[tuple[str, Attributes], ...]
    said: Attributes

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.runs)

    @property
    def size(self) -> int:
        """Bytes, without the newline: as pycrdt counts."""
        return sum(len(text.encode()) for text, _ in self.runs)


def restoring(state: bytes, then: bytes, many: int = _MANY) -> bytes:
    """``then``: of the same document, earlier. People stay on the list; lines that come back are who they were.

    Made on a copy. Where more than ``many`` lines are others, all that has happened since is undone in one go, and what
    is another then still is written line by line: by that alone thousands take half a minute.
    """
    earlier = opened(then)
    was = whole_lines(text_of(earlier))
    copy = opened(then)
    undoing = UndoManager(scopes=[text_of(copy)])
    undoing.include_origin(_SINCE)
    with copy.transaction(origin=_SINCE):
        copy.apply_update(state)
    made: list[bytes] = []
    observing = copy.observe(lambda event: made.append(event.update))
    if _different(whole_lines(text_of(copy)), was) > many:
        undoing.undo()
    with copy.transaction():
        _restore_text(text_of(copy), whole_lines(text_of(copy)), was)
        _restore_names(map_of(copy, VOICES), dict(map_of(earlier, VOICES).items()))
    copy.unobserve(observing)  # or the copy would keep itself alive for ever
    return merge_updates(*made) if made else NOTHING


def _different(now: Sequence[Whole], then: Sequence[Whole]) -> int:
    """How many lines."""
    others = {line.said.get("id"): line for line in then}
    same = sum(others.get(line.said.get("id")) == line for line in now)
    return max(len(now), len(then)) - same


def opened(state: bytes) -> Doc[Any]:
    doc: Doc[Any] = Doc()
    doc.apply_update(state)
    return doc


def whole_lines(text: Text) -> Sequence[Whole]:
    return tuple(_read(text))


def _read(text: Text) -> Iterator[Whole]:
    runs: list[tuple[str, Attributes]] = []
    for chunk, attributes in text.diff():
        said = dict(attributes or {})
        marks = {name: value for name, value in said.items() if name not in _OF_LINES}
        for number, part in enumerate(str(chunk).split("\n")):
            if number:
                yield Whole(tuple(runs), said)
                runs = []
            if part and runs and runs[-1][1] == marks:
                runs[-1] = (runs[-1][0] + part, marks)
            elif part:
                runs.append((part, marks))


def _restore_text(text: Text, now: Sequence[Whole], then: Sequence[Whole]) -> None:
    """From the last line to the first, so that places before stay where they are.

    The last line of both is the same one for ever: nothing is ever written after it.
    """
    starts = (0, *accumulate(line.size + 1 for line in now))
    ids, earlier = ([str(line.said.get("id")) for line in lines] for lines in (now, then))
    for step, a, b, c, d in reversed(SequenceMatcher(None, ids, earlier, autojunk=False).get_opcodes()):
        if step == "equal":
            for place in reversed(range(b - a)):
                _change(text, starts[a + place], now[a + place], then[c + place])
            continue
        if b > a:
            del text[starts[a] : starts[b]]
        for line in reversed(then[c:d]):
            text.insert(starts[a], "\n", dict(line.said))
            _write(text, starts[a], line)


def _change(text: Text, at: int, now: Whole, then: Whole) -> None:
    if said := difference(now.said, then.said):
        text.format(at + now.size, at + now.size + 1, said)
    if now.runs != then.runs:
        if now.size:
            del text[at : at + now.size]
        _write(text, at, then)


def _write(text: Text, at: int, line: Whole) -> None:
    for run, marks in reversed(line.runs):
        text.insert(at, run, dict(marks))


def difference(now: Attributes, then: Attributes) -> dict[str, Any]:
    """``None`` takes away."""
    return {name: then.get(name) for name in {*now, *then} if now.get(name) != then.get(name)}


def _restore_names(voices: Map[Any], then: Attributes) -> None:
    for label in set(voices.to_py() or ()) - set(then):
        voices.pop(label)
    for label, key in then.items():
        if voices.get(label) != key:
            voices[label] = key
