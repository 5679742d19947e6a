"""空欄: a field of a form of searching that was left empty says nothing."""

from typing import Annotated, TypeVar

from pydantic import BeforeValidator

_T = TypeVar("_T")
Maybe = Annotated[_T | None, BeforeValidator(lambda value: value or None)]
