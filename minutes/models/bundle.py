"""付属モデル: writes the locks of the models that come with the program, after their files have changed.

Run by whoever commits such a model: ``python -m minutes.models.bundle``.
"""

from datetime import UTC, datetime
from pathlib import Path

from minutes.models import lock
from minutes.models.catalogue import CATALOGUE, Model
from minutes.models.lock import Lock
from minutes.models.shelf import BUNDLED


def lock_bundled(folder: Path = BUNDLED, catalogue: tuple[Model, ...] = CATALOGUE) -> None:
    """Lock every bundled model whose files differ from its lock; one that is not there yet is left out."""
    for model in catalogue:
        place = folder / model.name
        if not model.bundled or not place.is_dir():
            continue
        paths = sorted(file.relative_to(place).as_posix() for file in place.rglob("*") if file.is_file())
        files = tuple(lock.measure(place, path) for path in paths if model.wants(path))
        former = lock.read(place)
        if former is None or former.files != files:
            lock.write(place, Lock(model.name, None, None, datetime.now(UTC).replace(microsecond=0), files))


if __name__ == "__main__":
    lock_bundled()
