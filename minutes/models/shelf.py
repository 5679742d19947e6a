"""棚: the models of this machine: which there are, and whether they are whole. Does not know where they come from."""

from dataclasses import dataclass
from pathlib import Path

from minutes.domain.errors import ModelDamaged, ModelMissing
from minutes.models import lock as locks
from minutes.models.catalogue import CATALOGUE, Model, Task, find
from minutes.models.lock import Lock, OnBytes

BUNDLED = Path(__file__).parent / "bundled"

HASHED_AT_START = 64 << 20
"""Bytes. Files up to this size are hashed whenever a model is chosen: that takes less than 0.1 s, and among them are
all that can carry code (pyannote's pickles). The gigabytes of a recogniser are judged by size, and by ``verify``."""


@dataclass(frozen=True, slots=True)
class Installed:
    """入っているモデル: one that was found whole. ``identity`` is what a draft records: ``large-v3-turbo@3f2a…``."""

    model: Model
    folder: Path
    identity: str


class Shelf:
    """棚: models lie in ``folder``, each in a folder of its name; those that come with the program in ``bundled``."""

    def __init__(self, folder: Path, *, catalogue: tuple[Model, ...] = CATALOGUE, bundled: Path = BUNDLED) -> None:
        self.folder = folder
        self.catalogue = catalogue
        self._bundled = bundled

    def model(self, name: str, task: Task | None = None) -> Model:
        """The catalogue's model of that name; ``UnknownModel``."""
        return find(self.catalogue, name, task)

    def place(self, model: Model) -> Path:
        """Where the model lies or would lie."""
        return (self._bundled if model.bundled else self.folder) / model.name

    def holds(self, model: Model) -> bool:
        """Whether something lies there, whole or not."""
        return self.place(model).is_dir()

    def choose(self, task: Task, name: str | None = None) -> Installed:
        """The named model, or the best that is there. ``UnknownModel``, ``ModelMissing``, ``ModelDamaged``.

        A damaged model is refused rather than passed over: nobody wants hours of work with a worse one unasked.
        """
        if name is not None:
            return self.open(self.model(name, task))
        models = tuple(model for model in self.catalogue if model.task is task)
        return self.open(next((model for model in models if self.holds(model)), models[0]))

    def open(self, model: Model) -> Installed:
        """The model, after a check that takes no time; ``ModelMissing``, ``ModelDamaged``."""
        return self._checked(model, hash_up_to=HASHED_AT_START)

    def verify(self, name: str, *, on_progress: OnBytes = locks.silent) -> Installed:
        """The model, after every byte was read and compared; ``UnknownModel``, ``ModelMissing``, ``ModelDamaged``."""
        return self._checked(self.model(name), hash_up_to=None, on_progress=on_progress)

    def lock(self, model: Model) -> Lock | None:
        """What the model was locked as when it came; ``None`` where it never was."""
        return locks.read(self.place(model))

    def _checked(self, model: Model, *, hash_up_to: int | None, on_progress: OnBytes = locks.silent) -> Installed:
        if not self.holds(model):
            raise ModelMissing(model.name)
        locked = self.lock(model)
        if locked is None or locked.model != model.name:
            raise ModelDamaged(model.name, f"このモデルの `{locks.FILE_NAME}` がありません。{_remedy(model)}")
        faults = [f"{pattern} がありません" for pattern in model.missing(file.path for file in locked.files)]
        faults += locks.faults(self.place(model), locked, hash_up_to=hash_up_to, on_progress=on_progress)
        if faults:
            raise ModelDamaged(model.name, f"{'、'.join(faults)}。{_remedy(model)}")
        return Installed(model, self.place(model), locked.identity)


def _remedy(model: Model) -> str:
    if model.bundled:
        return "このプログラムを入れ直してください。"
    return (
        f"`minutes models pull {model.name}` で取り直すか、"
        f"`minutes models import フォルダ --name {model.name}` で取り込み直してください。"
    )


def trial_only(folder: Path, *, catalogue: tuple[Model, ...] = CATALOGUE) -> str | None:
    """試用モデルのお知らせ: one sentence where a task has only its bundled model; ``None`` where none has.

    ``folder`` is the models' folder, as for ``Shelf``.
    """
    shelf = Shelf(folder, catalogue=catalogue)
    real = tuple(model for model in catalogue if not model.bundled)
    lacking = tuple(task for task in Task if not any(shelf.holds(model) for model in real if model.task is task))
    if not lacking:
        return None
    best = (next(model for model in real if model.task is task) for task in lacking)
    commands = "、".join(f"`minutes models pull {model.name}`" for model in best)
    what = "" if len(lacking) == len(Task) else f"{'と'.join(lacking)}では、"
    return (
        f"{what}いま入っているのは試用の小さなモデルだけです。実際の会議には {commands} で本来のモデルを取得するか、"
        "USB メモリーなどで運んで `minutes models import フォルダ` で取り込んでください。"
    )
