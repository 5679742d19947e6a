import pytest

from minutes.audio import decode
from minutes.store.files import Files


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path / "data")


@pytest.fixture
def heard(files):
    """``decode`` with a place of its own for what it makes."""

    def decoded(path, **options):
        return decode(path, files, on_progress=lambda share: None, **options)

    return decoded


@pytest.fixture
def nothing_left(files):
    """Asks whether a refusal left the data folder as it was: empty."""
    return lambda: not [path for path in files.root.rglob("*") if path != files.scratch]
