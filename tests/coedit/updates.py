"""Updates as no editor makes them: Yjs's encoding by hand."""

import struct

ARRAY, OBJECT, TEXT = b"\x75", b"\x76", b"\x77"
NULL = b"\x7e"
CLIENT = 77


def number(value: int) -> bytes:
    head = bytearray()
    while value > 0x7F:
        head.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*head, value])


def string(text: str | bytes) -> bytes:
    data = text if isinstance(text, bytes) else text.encode()
    return number(len(data)) + data


def entry(value: bytes, *, root: str = "voices", key: str = "S1") -> bytes:
    """A map's entry."""
    return struct_of(0x28, number(1) + string(root) + string(key) + number(1) + value)


def struct_of(info: int, rest: bytes, *, clock: int = 0, client: int = CLIENT) -> bytes:
    """An update of one struct; nothing deleted."""
    return number(1) + number(1) + number(client) + number(clock) + bytes([info]) + rest + number(0)


def in_text(kind: int, content: bytes) -> bytes:
    """Something at the beginning of the text."""
    return struct_of(kind, number(1) + string("text") + content)


def deletion(client: int, clock: int, length: int) -> bytes:
    return number(0) + number(1) + number(client) + number(1) + number(clock) + number(length)


def double(value: float) -> bytes:
    return b"\x7b" + struct.pack(">d", value)
