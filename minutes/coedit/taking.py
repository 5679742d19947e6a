"""取り入れる: the update with which lines take over what a newer draft heard."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any

from pycrdt import Text

from minutes.coedit.content import text_of
from minutes.coedit.form import TAKEN, Attributes, fingerprint, one_line
from minutes.coedit.naming import NOTHING
from minutes.coedit.restoring import Whole, difference, opened, whole_lines
from minutes.domain.differences import Fate, compared


@dataclass(frozen=True, slots=True)
class NewLine:
    """新しい行: stands before the line ``before``, or after all others (``None``). ``id``: random, as for any line."""

    id: str
    text: str
    before: str | None = None
    voice: str | None = None


def taking(state: bytes, texts: Mapping[str, str], new: Sequence[NewLine]) -> bytes:
    """Made on a copy of the document. ``texts``: what lines say from now on, by their ids; speakers stay."""
    return _update(state, lambda text: _take(text, texts, new))


def settling(before: bytes, after: bytes, texts: Mapping[str, str], new: Sequence[NewLine]) -> bytes:
    """Made on a copy of ``after``: ``before``, and what was taken over by somebody who did not know all of it yet.

    Lines are what they were before, marks and all, but for those that take something over; other new ones are gone.
    """
    was = whole_lines(text_of(opened(before)))
    return _update(after, lambda text: _settle(text, _settled(was, texts, new)))


def _update(state: bytes, write: Callable[[Text], None]) -> bytes:
    copy = opened(state)
    made: list[bytes] = []
    observing = copy.observe(lambda event: made.append(event.update))
    with copy.transaction():
        write(text_of(copy))
    copy.unobserve(observing)  # or the copy would keep itself alive for ever
    return made[0] if made else NOTHING


Settled = dict[object, Whole]
"""What each line is to be, by its id."""


def _settled(was: Sequence[Whole], texts: Mapping[str, str], new: Sequence[NewLine]) -> Settled:
    then: Settled = {line.said.get("id"): line for line in was}
    then |= {key: _rewritten(then[key], one_line(text)) for key, text in texts.items() if key in then}
    then |= {line.id: Whole(_plain(one_line(line.text)), _said(line)) for line in new}
    if at_the_end := [line for line in new if line.before is None]:
        final, last = at_the_end[-1], was[-1].said.get("id")  # as `_append` has them
        whole, end = then[last], then[final.id]
        then[final.id] = Whole(whole.runs, {**whole.said, "id": final.id})
        then[last] = Whole(end.runs, {**whole.said, **_said_at_the_end(final)})
    return then


def _rewritten(line: Whole, now: str) -> Whole:
    """What becomes of it when it takes over what it says now: as `_rewrite` writes it."""
    said, characters = {**line.said, **_taken(now)}, list(zip(line.text, _by_character(line), strict=True))
    if not any(attributes for _, attributes in line.runs):
        return Whole(_plain(now), said)
    for begin, end, written, attributes in reversed(tuple(_steps(line, now))):
        characters[begin:end] = [(character, attributes) for character in written]
    runs = groupby(characters, key=itemgetter(1))
    return Whole(tuple(("".join(character for character, _ in run), marks) for marks, run in runs), said)


def _plain(text: str) -> tuple[tuple[str, Attributes], ...]:
    return ((text, {}),) if text else ()


def _settle(text: Text, then: Settled) -> None:
    """Lines that have no id of their own are left as they are."""
    lines = whole_lines(text)
    count = Counter(line.said.get("id") for line in lines)
    for start, line in _backwards(lines):
        key = line.said.get("id")
        if key not in then:
            del text[start : start + line.size + 1]
        elif count[key] == 1 and then[key] != line:
            _rewrite(text, start, line, then[key].text, difference(line.said, then[key].said))
    for start, line in _backwards(whole_lines(text)):  # what was written back is marked like its neighbours so far
        key = line.said.get("id")
        if count[key] == 1 and then[key].runs != line.runs:
            _mark(text, start, line, then[key])


def _mark(text: Text, start: int, line: Whole, then: Whole) -> None:
    """Both say the same."""
    both = zip(line.text, _by_character(line), _by_character(then), strict=True)
    for (now, wanted), run in groupby(both, key=itemgetter(1, 2)):
        end = start + _bytes("".join(character for character, *_ in run))
        if now != wanted:
            text.format(start, end, difference(now, wanted))
        start = end


def _backwards(lines: Sequence[Whole]) -> Iterator[tuple[int, Whole]]:
    """From the last line to the first, each with its beginning: so places before stay where they are."""
    starts = tuple(accumulate((line.size + 1 for line in lines), initial=0))
    return reversed(tuple(zip(starts, lines, strict=False)))


def _take(text: Text, texts: Mapping[str, str], new: Sequence[NewLine]) -> None:
    lines = whole_lines(text)
    before: dict[object, list[NewLine]] = {}
    for line in new:
        before.setdefault(line.before, []).append(line)
    if None in before:
        _append(text, lines[-1], before[None])
    for start, whole in _backwards(lines):
        key = whole.said.get("id")
        if isinstance(key, str) and key in texts and (now := one_line(texts[key])) != whole.text:
            _rewrite(text, start, whole, now, _taken(now))
        for line in reversed(before.get(key, ())):
            _write(text, start, line)


def _taken(text: str) -> dict[str, Any]:
    return {TAKEN: fingerprint(one_line(text))}


def _said(line: NewLine) -> dict[str, Any]:
    return {"id": line.id, "kind": "speech", **_taken(line.text)} | ({"voice": line.voice} if line.voice else {})


def _write(text: Text, start: int, line: NewLine) -> None:
    text.insert(start, "\n", _said(line))
    text.insert(start, one_line(line.text), {})


def _append(text: Text, last: Whole, new: Sequence[NewLine]) -> None:
    """The last newline stays where it is for ever: what stands before it gets another, as when somebody types."""
    end = len(text) - 1
    *others, final = new
    text.format(end, end + 1, difference(last.said, {**last.said, **_said_at_the_end(final)}))
    text.insert(end, one_line(final.text), {})
    for line in reversed(others):
        _write(text, end, line)
    text.insert(end, "\n", dict(last.said) | {"id": final.id})


def _said_at_the_end(final: NewLine) -> dict[str, Any]:
    return {"kind": "speech", "voice": final.voice, "speaker": None, "checked": None, **_taken(final.text)}


def _rewrite(text: Text, start: int, line: Whole, now: str, said: Mapping[str, Any]) -> None:
    """Only what differs is written, so that marks stay on the rest; what takes the place of marked characters is
    marked as all of them were: what may not be published stays so. ``said``: what is said of the line then."""
    if said:
        text.format(start + line.size, start + line.size + 1, dict(said))
    for begin, end, written, attributes in reversed(tuple(_steps(line, now))):
        at = start + _bytes(line.text[:begin])
        if begin < end:
            del text[at : at + _bytes(line.text[begin:end])]
        if written:
            text.insert(at, written, attributes)


def _steps(line: Whole, now: str) -> Iterator[tuple[int, int, str, dict[str, Any]]]:
    """Each change: from which character to which they go, what comes, and how that is marked."""
    marks = tuple(_by_character(line))
    at = 0
    pending: tuple[int, int] | None = None
    for fate, part in compared(line.text, now):
        if fate is Fate.NEW:
            begin, end = pending or (at, at)
            yield begin, end, part, _marked(marks, begin, end)
            pending = None
            continue
        if pending:
            yield *pending, "", {}
        pending = (at, at + len(part)) if fate is Fate.GONE else None
        at += len(part)
    if pending:
        yield *pending, "", {}


def _marked(marks: Sequence[Attributes], begin: int, end: int) -> dict[str, Any]:
    """As all that goes, or, where nothing goes, as the character before."""
    found: dict[str, Any] = {}
    for attributes in marks[begin:end] if begin < end else marks[max(0, begin - 1) : begin]:
        found |= attributes
    return found


def _by_character(line: Whole) -> Iterator[Attributes]:
    for run, attributes in line.runs:
        yield from (attributes for _ in run)


def _bytes(text: str) -> int:
    return len(text.encode())
