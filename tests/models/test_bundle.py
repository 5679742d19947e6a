"""The models that come with the program."""

from pathlib import Path

import pytest

from minutes.models import BUNDLED, CATALOGUE, Model, Shelf, lock
from minutes.models.bundle import lock_bundled
from tests.models.samples import CATALOGUE as SMALL
from tests.models.samples import TRIAL, folder_of


@pytest.mark.parametrize("model", [model for model in CATALOGUE if model.bundled], ids=lambda model: model.name)
def test_a_bundled_model_is_what_its_committed_lock_says(model: Model, tmp_path: Path) -> None:
    assert Shelf(tmp_path).verify(model.name).folder == BUNDLED / model.name


def test_a_lock_is_written_anew_only_where_the_files_have_changed(tmp_path: Path) -> None:
    folder = folder_of({"config.json": b"{}", "model.bin": b"trial"}, tmp_path / "trial")
    lock_bundled(tmp_path, SMALL)
    written = (folder / lock.FILE_NAME).stat().st_mtime_ns
    lock_bundled(tmp_path, SMALL)
    assert (folder / lock.FILE_NAME).stat().st_mtime_ns == written
    (folder / "model.bin").write_bytes(b"better")
    lock_bundled(tmp_path, SMALL)
    shelf = Shelf(tmp_path / "models", catalogue=SMALL, bundled=tmp_path)
    assert shelf.verify(TRIAL.name).folder == folder
