"""文書の形: the names in a document, its values and its limits, as docs/document-form.md sets them down."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard

from minutes.domain.record import Kind, Mark, Marked

TEXT, VOICES, PEOPLE = "text", "voices", "people"
"""The roots: one Y.Text and two Y.Maps."""

MARKS = tuple(mark.value for mark in Mark)
"""What a character that is no newline may carry; true or absent."""
KEY = re.compile(r"[0-9A-Za-z_-]{1,64}")
"""番号: what names a line or a person."""
TAKEN = "taken"
"""取り入れた印: on the newline of a line that says what a newer draft heard; `fingerprint` of what it said then."""
LONGEST_NAME = 200
"""Characters of a voice's label and of whatever is said of a person."""
MOST_BYTES = 4 * 1024 * 1024
"""Of text, in UTF-8. Eight hours of speech are 180,000 characters, half a megabyte: nobody types eight times as much,
and reading all of it stays a matter of a second."""
LARGEST_UPDATE = 2 * MOST_BYTES
"""Of one update: more than a text that is pasted whole."""

LINE_BREAKS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""What parts lines for one program or another. In a document only "\\n" does, and it ends a paragraph."""
HALF = "\ufffd"
"""What Yjs sends for half of a character beyond the BMP (𠮷): the other half may be damaged by then."""
OBJECT = "\ufffc"
"""Stands for what is not text."""
FORBIDDEN = re.compile(f"[\n{LINE_BREAKS}{HALF}{OBJECT}\ud800-\udfff]")
"""In a line's text, and in names."""
_BREAK = re.compile(f"\r\n|[\n{LINE_BREAKS}]")
_NO_CHARACTER = re.compile(f"[{HALF}{OBJECT}\ud800-\udfff]")

Attributes = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Line:
    """行: one paragraph as it stands in a document.

    ``speaker`` is the key of the person who was named for this line alone; otherwise whoever the voice was named as.
    ``checked``: somebody has said that it is right. ``taken``: it says what somebody took over from a newer draft, and
    nobody has changed a character of it since.
    """

    id: str
    kind: Kind
    text: str
    voice: str | None = None
    speaker: str | None = None
    checked: bool = False
    marks: tuple[Marked, ...] = ()
    taken: bool = False


def is_key(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and KEY.fullmatch(value) is not None


def is_name(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_NAME and not FORBIDDEN.search(value)


def kind_of(value: object) -> Kind | None:
    """Speech need not be called so; ``None`` for what is no kind."""
    try:
        return Kind.SPEECH if value is None else Kind(str(value))
    except ValueError:
        return None


def fingerprint(text: str) -> str:
    """Short, and no other text of a meeting has the same."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def one_line(text: str) -> str:
    """``text`` as a line may hold it: breaks become a space, what is no character becomes 〓."""
    return _NO_CHARACTER.sub("〓", _BREAK.sub(" ", text))
