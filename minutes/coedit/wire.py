"""電文: an update's bytes, read before the library reads them. Knows Yjs's first encoding and nothing of documents.

The library is handed only what a browser's editor really sends: text, formats, plain values and maps in our three
roots. Anything else has no business here, and some of it is dangerous: 30,000 nested arrays (60 kB) overflow the
library's stack, and the process is gone.

    update   = clients, then for each: structs, client, clock, struct …; then what is deleted
    deleted  = clients, then for each: client, ranges, then for each: clock, length
    struct   = info, [left neighbour], [right neighbour], [parent, [key]], content
"""

from collections.abc import Iterator, Mapping
from enum import IntEnum
from itertools import chain

from minutes.coedit.form import PEOPLE, TEXT, VOICES

_ROOTS = frozenset({TEXT, VOICES, PEOPLE})
_LEFT, _RIGHT, _KEYED, _CONTENT = 0x80, 0x40, 0x20, 0x1F
_MAP = 1
_LAST_CLOCK = 2**32
_LAST_CLIENT = 2**53


class _Struct(IntEnum):
    """The kinds of content that an editor sends; not JSON, bytes, embeds, other types or documents in the document."""

    COLLECTED = 0
    DELETED = 1
    STRING = 4
    FORMAT = 6
    TYPE = 7
    VALUES = 8


class _Value(IntEnum):
    """The kinds of values; not bytes, not what holds other values."""

    STRING = 119
    TRUE = 120
    FALSE = 121
    DOUBLE = 123
    FLOAT = 124
    INTEGER = 125
    NULL = 126
    UNDEFINED = 127


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self) -> int:
        """Seven bits to a byte, the least first."""
        value = 0
        for shift in range(0, 64, 7):
            byte = self._data[self._at]
            self._at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise ValueError("a number of more than 64 bits")

    def place(self) -> tuple[int, int]:
        """A client and a clock."""
        return self.number(), self.number()

    def skip(self, length: int) -> bytes:
        self._at += length
        if self._at > len(self._data):
            raise ValueError("it ends too early")
        return self._data[self._at - length : self._at]

    def string(self) -> str:
        return self.skip(self.number()).decode()

    def end(self) -> None:
        if self._at < len(self._data):
            raise ValueError("something follows the end")


def clocks(state_vector: bytes) -> Mapping[int, int]:
    """How far each client's writing has arrived. Raises ``ValueError``."""
    read = _Reader(state_vector)
    try:
        found = dict(read.place() for _ in range(read.number()))
    except IndexError as exc:
        raise ValueError("it ends too early") from exc
    read.end()
    return found


def reach(update: bytes) -> Mapping[int, int]:
    """How far each client's writing must have arrived once nothing of the update is missing. Raises ``ValueError``."""
    read = _Reader(update)
    found: dict[int, int] = {}
    try:
        for client, clock in chain(_written(read), _deleted(read)):
            if clock >= _LAST_CLOCK or client >= _LAST_CLIENT:
                raise ValueError("a number beyond Yjs's")
            found[client] = max(clock, found.get(client, 0))
    except IndexError as exc:
        raise ValueError("it ends too early") from exc
    read.end()
    return found


def _written(read: _Reader) -> Iterator[tuple[int, int]]:
    for _ in range(read.number()):
        structs, client, clock = read.number(), read.number(), read.number()
        for _ in range(structs):
            clock += _struct(read)
        yield client, clock


def _deleted(read: _Reader) -> Iterator[tuple[int, int]]:
    for _ in range(read.number()):
        client = read.number()
        for _ in range(read.number()):
            yield client, read.number() + read.number()


def _struct(read: _Reader) -> int:
    """Its length in clock ticks, at least one."""
    (info,) = read.skip(1)
    kind = _Struct(info & _CONTENT)
    if kind is not _Struct.COLLECTED:
        _place(read, info)
    length = _content(read, kind)
    if not length:
        raise ValueError("nothing")
    return length


def _place(read: _Reader, info: int) -> None:
    for neighbour in (_LEFT, _RIGHT):
        if info & neighbour:
            read.place()
    if info & (_LEFT | _RIGHT):
        return
    if read.number():
        if read.string() not in _ROOTS:
            raise ValueError("an unknown root")
    else:
        read.place()
    if info & _KEYED:
        read.string()


def _content(read: _Reader, kind: _Struct) -> int:
    match kind:
        case _Struct.COLLECTED | _Struct.DELETED:
            return read.number()
        case _Struct.STRING:
            return len(read.string().encode("utf-16-le")) // 2
        case _Struct.FORMAT:
            read.string()  # its name
            read.string()  # its value, as JSON; the library bounds how deep
            return 1
        case _Struct.TYPE:
            if read.number() != _MAP:
                raise ValueError("a type that is no map")
            return 1
        case _Struct.VALUES:
            length = read.number()
            for _ in range(length):
                _value(read)
            return length


def _value(read: _Reader) -> None:
    (kind,) = read.skip(1)
    match _Value(kind):
        case _Value.STRING:
            read.string()
        case _Value.DOUBLE:
            read.skip(8)
        case _Value.FLOAT:
            read.skip(4)
        case _Value.INTEGER:
            read.number()
        case _Value.TRUE | _Value.FALSE | _Value.NULL | _Value.UNDEFINED:
            pass
