"""日誌: everything that the user does and what it takes, one line of JSON an act, as it happens."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Entry:
    """``at_s`` from the start; ``modelled_s`` by `cost.py`. ``hesitations``: why this is one.

    ``played_s``: sound while the command ran, ``idle_s``: sound that had run on before it, while nobody did anything.
    """

    at_s: float
    command: str
    arguments: tuple[str, ...] = ()
    keys: int = 0
    clicks: int = 0
    turns: int = 0
    modelled_s: float = 0.0
    took_s: float = 0.0
    played_s: float = 0.0
    idle_s: float = 0.0
    changed: bool = True
    refused: str = ""
    path: str = ""
    hesitations: tuple[str, ...] = field(default=())


class Diary:
    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, entry: Entry) -> None:
        with self._path.open("a") as file:
            file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")

    def read(self) -> tuple[Entry, ...]:
        lines = self._path.read_text().splitlines() if self._path.exists() else []
        return tuple(_entry(json.loads(line)) for line in lines)


def _entry(told: dict) -> Entry:
    return Entry(**told | {name: tuple(told[name]) for name in ("arguments", "hesitations")})
