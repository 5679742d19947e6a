"""中間成果物: finished pieces of work, found again by what they were made from.

A window recognised once is never recognised again: its key is the content of its audio, the step, the step's
settings and the model. So an interrupted run goes on where it stopped, and a recording that is still growing
keeps what it has.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Protocol

from minutes.domain.speech import Word

Progress = Callable[[float], None]
"""Called with the share done, 0..1, never falling."""

Pieces = Callable[[tuple[Word, ...]], None]
"""Called after every finished piece of work: with the words of a batch of windows, with none of a block of voices."""


class Artefacts(Protocol):
    """Where finished pieces lie. ``put`` is atomic: a piece is there whole or not at all."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, value: bytes) -> None: ...


def key(step: str, *, model: str, settings: Mapping[str, object], content: bytes) -> str:
    """``step/<sha256>``: the same for the same audio, step, settings and model, and for nothing else."""
    digest = hashlib.sha256()
    digest.update(json.dumps([step, model, settings], ensure_ascii=False, sort_keys=True).encode())
    digest.update(b"\0")
    digest.update(content)
    return f"{step}/{digest.hexdigest()}"
