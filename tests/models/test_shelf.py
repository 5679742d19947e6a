"""Which model is taken, and that a damaged one is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from minutes.domain.errors import ModelDamaged, ModelMissing, UnknownModel
from minutes.models import Model, Shelf, Task, lock, trial_only
from minutes.models.bundle import lock_bundled
from minutes.models.stick import bring_in
from tests.models.samples import CATALOGUE, HUGE, TINY, TINY_FILES, TRIAL, VOICES, VOICES_FILES, folder_of, shelf_in


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A shelf on which only the bundled trial model lies."""
    folder_of({"config.json": b"{}", "model.bin": b"trial"}, tmp_path / "bundled" / "trial")
    lock_bundled(tmp_path / "bundled", CATALOGUE)
    return shelf_in(tmp_path)


def install(shelf: Shelf, model: Model, files: dict[str, bytes]) -> Path:
    stick = folder_of(files, shelf.folder.parent / "stick" / model.name)
    return bring_in(stick, shelf, name=model.name, trust=True).folder


def test_without_a_real_model_the_bundled_one_is_taken(shelf: Shelf) -> None:
    assert shelf.choose(Task.RECOGNITION).model == TRIAL


def test_the_best_of_those_installed_is_taken(shelf: Shelf) -> None:
    install(shelf, HUGE, TINY_FILES)
    assert shelf.choose(Task.RECOGNITION).model == HUGE
    install(shelf, TINY, TINY_FILES)
    assert shelf.choose(Task.RECOGNITION).model == TINY


def test_a_named_model_is_taken_whatever_else_there_is(shelf: Shelf) -> None:
    install(shelf, TINY, TINY_FILES)
    chosen = shelf.choose(Task.RECOGNITION, "trial")
    assert chosen.model == TRIAL
    assert chosen.identity.startswith("trial@")


def test_a_model_that_is_not_there_is_answered_with_how_to_get_it(shelf: Shelf) -> None:
    with pytest.raises(ModelMissing, match="minutes models pull huge"):
        shelf.choose(Task.RECOGNITION, "huge")
    with pytest.raises(ModelMissing, match="minutes models pull voices"):
        shelf.choose(Task.DIARIZATION)


def test_a_name_nobody_knows_is_answered_with_those_for_the_task(shelf: Shelf) -> None:
    with pytest.raises(UnknownModel, match=r"voices.*tiny、huge、trial"):
        shelf.choose(Task.RECOGNITION, "voices")


@pytest.mark.parametrize("harm", ["missing", "short", "other", "other small", "no lock", "renamed"])
def test_a_damaged_model_is_refused_and_never_passed_over(shelf: Shelf, harm: str) -> None:
    folder = install(shelf, TINY, TINY_FILES)
    if harm == "missing":
        (folder / "model.bin").unlink()
    elif harm == "short":
        (folder / "model.bin").write_bytes(b"half of it")
    elif harm == "other":
        (folder / "model.bin").write_bytes(TINY_FILES["model.bin"][::-1])
    elif harm == "other small":
        (folder / "config.json").write_bytes(TINY_FILES["config.json"].replace(b"1", b"2"))
    elif harm == "no lock":
        (folder / lock.FILE_NAME).unlink()
    else:
        folder.rename(shelf.place(HUGE))
    damaged = HUGE if harm == "renamed" else TINY
    with pytest.raises(ModelDamaged, match=f"minutes models pull {damaged.name}"):
        shelf.choose(Task.RECOGNITION)
    with pytest.raises(ModelDamaged):
        shelf.verify(damaged.name)


def test_a_huge_file_is_judged_by_its_size_at_once_and_by_its_bytes_when_asked(shelf: Shelf) -> None:
    folder = install(shelf, TINY, TINY_FILES | {"model.bin": b"\0" * (65 << 20)})
    with (folder / "model.bin").open("r+b") as file:
        file.seek(40 << 20)
        file.write(b"\1")
    assert shelf.choose(Task.RECOGNITION).model == TINY
    told: list[tuple[int, int]] = []
    with pytest.raises(ModelDamaged, match=r"model\.bin の中身が違います"):
        shelf.verify("tiny", on_progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 65 << 20


def test_a_damaged_bundled_model_means_installing_the_program_again(shelf: Shelf) -> None:
    (shelf.place(TRIAL) / "model.bin").write_bytes(b"liart")
    with pytest.raises(ModelDamaged, match="プログラムを入れ直して"):
        shelf.choose(Task.RECOGNITION)


def test_while_only_trial_models_are_there_one_sentence_says_what_to_do(shelf: Shelf) -> None:
    both = trial_only(shelf.folder, catalogue=CATALOGUE)
    assert both
    assert both.startswith("いま入っているのは試用の小さなモデルだけです。")
    assert "`minutes models pull tiny`、`minutes models pull voices`" in both
    install(shelf, HUGE, TINY_FILES)
    one = trial_only(shelf.folder, catalogue=CATALOGUE)
    assert one
    assert one.startswith("話者識別では、いま入っているのは")
    assert "pull tiny" not in one
    install(shelf, VOICES, VOICES_FILES)
    assert trial_only(shelf.folder, catalogue=CATALOGUE) is None


def test_a_lock_that_lacks_a_file_the_model_needs_is_damage(shelf: Shelf) -> None:
    folder = install(shelf, TINY, TINY_FILES)
    locked = lock.read(folder)
    assert locked
    lock.write(folder, replace(locked, files=locked.files[:1]))
    with pytest.raises(ModelDamaged, match=r"model\.bin がありません"):
        shelf.choose(Task.RECOGNITION)
