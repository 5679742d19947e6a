"""話者の区別の中間成果物: who speaks when in a recording, as bytes, and the key under which it lies. Needs no torch."""

import json
from collections.abc import Iterable
from importlib.metadata import version

from minutes.domain.artefact import key
from minutes.domain.speech import Diarization, Turn, Voice

RULES = 1
"""Raised whenever this room tells voices apart otherwise in the same recording with the same models."""


def key_of(recording: str, *, model: str, device: str, speakers: tuple[int | None, int | None]) -> str:
    """The same for the same recording (``Audio.identity``), model, device as asked for, and number of speakers."""
    settings = {"rules": RULES, "toolkit": version("pyannote.audio"), "device": device, "speakers": speakers}
    return key("turns", model=model, settings=settings, content=recording.encode())


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
    """``None`` where there is nothing, or nothing that can be read: a power cut leaves files empty or torn."""
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
