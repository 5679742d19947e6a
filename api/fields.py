"""欄: what people type into forms, and programs send, one field at a time."""

import re
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, StringConstraints

_T = TypeVar("_T")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""No writing: controls, ends of lines, and what turns the direction of all that follows."""


def seen(text: str, instead: str = " ") -> str:
    """A tab that came along out of a spreadsheet is the space that people take it for."""
    return _UNSEEN.sub(instead, text)


def _one_line(text: str) -> str:
    if _UNSEEN.search(text):
        raise ValueError("a line of text without control characters is expected")
    return text


Maybe = Annotated[_T | None, BeforeValidator(lambda value: value or None)]
"""A field that was left empty says nothing."""
_SEEN = BeforeValidator(lambda value: seen(value) if isinstance(value, str) else value)
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), _SEEN]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), _SEEN]
"""Typed by people."""
OneLine = Annotated[str, AfterValidator(_one_line)]
"""Sent by programs, which are told what is wrong with it."""
