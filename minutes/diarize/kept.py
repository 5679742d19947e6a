"""話者の区別の中間成果物: who speaks when in a recording, as bytes, and the key under which it lies. Needs no torch."""

import json
from collections.abc import Iterable
from importlib.metadata import version

from minutes.domain.artefact import key
from minutes.domain.speech import Diarization, Turn, Voice

OBSERVING = 2
"""Raised whenever this room makes other observations, or other bytes of them, from the same audio and models."""
TELLING_APART = 1
"""Raised whenever it tells voices apart otherwise in the same observations, or writes it down otherwise."""


def key_of(identity: str, *, model: str, device: str, speakers: tuple[int | None, int | None]) -> str:
    """The same for the same recording (``Audio.identity``), model, device as asked for, and number of speakers.

    Which device "auto" is only torch could say: what was told apart on one stays, whichever it would be today.
    """
    rules = [OBSERVING, TELLING_APART]
    settings = {"rules": rules, "toolkit": version("pyannote.audio"), "device": device, "speakers": speakers}
    return key("turns", model=model, settings=settings, content=identity.encode())


def encode(diarization: Diarization) -> bytes:
    """JSON: what is read back is what was written, to the last digit."""
    record = {
        "turns": [_row(turn) for turn in diarization.turns],
        "floor": [_row(turn) for turn in diarization.floor],
        "voices": [[voice.label, voice.print] for voice in diarization.voices],
        "model": diarization.model,
    }
    return json.dumps(record).encode()


def read(value: bytes | None) -> Diarization | None:
    """``None`` where there is nothing, or nothing that this version can read."""
    try:
        record = json.loads(value or b"")
        return Diarization(
            turns=_turns(record["turns"]),
            floor=_turns(record["floor"]),
            voices=tuple(Voice(label, tuple(print_) if print_ else None) for label, print_ in record["voices"]),
            model=record["model"],
        )
    except (ValueError, TypeError, KeyError):
        return None


def _row(turn: Turn) -> tuple[str, float, float]:
    return turn.voice, turn.start_s, turn.end_s


def _turns(rows: Iterable[tuple[str, float, float]]) -> tuple[Turn, ...]:
    return tuple(Turn(*row) for row in rows)
