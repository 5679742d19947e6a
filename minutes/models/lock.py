"""錠: what a model's files were when they came, computed from their bytes. Knows nothing of where models come from."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from minutes.domain.errors import ModelDamaged

FILE_NAME = "minutes-lock.json"
BLOCK = 1 << 20

OnBytes = Callable[[int, int], None]
"""Called with the bytes done and the bytes there are in all; the first is never falling."""


def silent(_done: int, _total: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class LockedFile:
    """One file of a model: ``path`` relative to its folder with ``/`` between the parts, ``size`` in bytes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Lock:
    """錠: which model it is, where it came from, and every file's hash.

    ``repository`` and ``commit`` are ``None`` where nobody knows them (a folder from a USB stick, a bundled model).
    """

    model: str
    repository: str | None
    commit: str | None
    locked_at: datetime
    files: tuple[LockedFile, ...]

    @property
    def fingerprint(self) -> str:
        """12 hexadecimal digits: the same for the same files, wherever and whenever they came."""
        digest = hashlib.sha256()
        for file in sorted(self.files, key=lambda file: file.path):
            digest.update(f"{file.path}\0{file.size}\0{file.sha256}\n".encode())
        return digest.hexdigest()[:12]

    @property
    def identity(self) -> str:
        """What a draft records of the model it was made with: ``large-v3-turbo@3f2a…``."""
        return f"{self.model}@{self.fingerprint}"

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


_FORMAT = TypeAdapter(Lock)


def measure(folder: Path, path: str, tell: Callable[[int], None] = lambda _bytes: None) -> LockedFile:
    """Read the file and hash what is really there; ``tell`` gets the size of every block read."""
    digest, size = hashlib.sha256(), 0
    with (folder / path).open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            size += len(block)
            tell(len(block))
    return LockedFile(path, size, digest.hexdigest())


def read(folder: Path) -> Lock | None:
    """The lock in ``folder``, ``None`` where there is none; ``ModelDamaged`` if it cannot be read."""
    try:
        return _FORMAT.validate_json((folder / FILE_NAME).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValidationError) as exc:
        raise ModelDamaged(
            folder.name,
            f"`{FILE_NAME}` を読み取れません。`minutes models pull --replace` で取り直すか、"
            "`minutes models import フォルダ --replace` で取り込み直してください。",
        ) from exc


def write(folder: Path, lock: Lock) -> None:
    """Whole or not at all."""
    unfinished = folder / f"{FILE_NAME}.part"
    unfinished.write_bytes(_FORMAT.dump_json(lock, indent=2) + b"\n")
    unfinished.replace(folder / FILE_NAME)


def faults(folder: Path, lock: Lock, *, hash_up_to: int | None, on_progress: OnBytes = silent) -> tuple[str, ...]:
    """What is wrong with the files in ``folder``, in Japanese, one phrase a file; empty if nothing is.

    Files of more than ``hash_up_to`` bytes are judged by their size alone; ``None`` hashes them all.
    """
    found, done = [], 0
    for file in lock.files:
        if fault := _fault(folder, file, hashed=hash_up_to is None or file.size <= hash_up_to):
            found.append(f"{file.path} {fault}")
        done += file.size
        on_progress(done, lock.size)
    return tuple(found)


def _fault(folder: Path, file: LockedFile, *, hashed: bool) -> str | None:
    try:
        size = (folder / file.path).stat().st_size
        if size != file.size:
            return f"の大きさが違います（{size:,} バイト、正しくは {file.size:,}）"
        if hashed and measure(folder, file.path).sha256 != file.sha256:
            return "の中身が違います"
    except FileNotFoundError:
        return "がありません"
    except OSError as exc:
        return f"を読めません（{exc.strerror}）"
    return None
