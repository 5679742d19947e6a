"""受け入れ口: where a model is put together before it goes on the shelf, so that nothing half-made can be chosen.

Knows neither the network nor USB sticks. On the shelf's own disk, so that the last step is a rename.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from minutes.domain.errors import CannotWrite
from minutes.models import lock
from minutes.models.catalogue import Model
from minutes.models.lock import Lock, LockedFile
from minutes.models.shelf import Installed, Shelf


@contextmanager
def incoming(shelf: Shelf, model: Model) -> Iterator[Path]:
    """The model's folder at the reception, for one process at a time; foreign write errors become ``CannotWrite``.

    What is left in it stays for the next attempt.
    """
    folder = shelf.folder / ".incoming" / model.name
    guard = FileLock(folder.with_name(f"{model.name}.lock"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with guard.acquire(timeout=0):
            yield folder
            with suppress(OSError):  # something begun is kept in it
                folder.rmdir()
    except Timeout as exc:
        raise CannotWrite(
            str(shelf.place(model)), "ほかの処理が同じモデルを入れています。終わってから、もう一度実行してください。"
        ) from exc
    except OSError as exc:
        raise CannotWrite.because(folder, exc) from exc


def need_room(folder: Path, size: int) -> None:
    """``CannotWrite`` where fewer than ``size`` bytes are free: said before an hour of download, not after."""
    free = shutil.disk_usage(folder).free
    if free < size:
        raise CannotWrite(
            str(folder),
            f"ディスクの空きが {free / 1e6:,.0f} MB しかなく、あと {size / 1e6:,.0f} MB 要ります。"
            "不要なファイルを消すか、`--data` で空きのある場所を指定してください。",
        )


def shelve(finished: Path, shelf: Shelf, model: Model, files: tuple[LockedFile, ...], commit: str | None) -> Installed:
    """Lock the finished folder and put it on the shelf in one move; what lay there before is thrown away."""
    lock.write(finished, Lock(model.name, model.repository if commit else None, commit, _now(), files))
    goal = shelf.place(model)
    if goal.exists():
        former = finished.with_name(f"{finished.name}.former")
        shutil.rmtree(former, ignore_errors=True)
        goal.rename(former)
        finished.rename(goal)
        shutil.rmtree(former, ignore_errors=True)
    else:
        finished.rename(goal)
    return shelf.open(model)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
