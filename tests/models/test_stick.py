"""A model arrives as a folder on a USB stick."""

import shutil
from pathlib import Path

import pytest

from minutes.domain.errors import CannotWrite, UnknownModel, UnreadableModelFolder
from minutes.models import Shelf, lock
from minutes.models.incoming import incoming
from minutes.models.stick import bring_in
from tests.models.samples import TINY, TINY_FILES, VOICES, VOICES_FILES, WEIGHTS, folder_of, left_in, shelf_in


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return shelf_in(tmp_path)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A stick with the folder of a model that another machine fetched and locked."""
    there = shelf_in(tmp_path / "elsewhere")
    bring_in(folder_of(TINY_FILES, tmp_path / "made" / "tiny"), there)
    return shutil.copytree(there.place(TINY), tmp_path / "stick" / "新しいフォルダー (2)")


def test_a_folder_that_another_machine_locked_is_taken_in_under_the_same_identity(shelf: Shelf, stick: Path) -> None:
    brought = lock.read(stick)
    assert brought
    told: list[tuple[int, int]] = []
    installed = bring_in(stick, shelf, on_progress=lambda done, total: told.append((done, total)))
    assert installed.identity == brought.identity
    assert shelf.verify("tiny") == installed
    assert told[-1] == (brought.size, brought.size)
    assert (stick / "model.bin").read_bytes() == WEIGHTS


@pytest.mark.parametrize("folder_name", ["voices", "stick"])
def test_a_folder_without_a_lock_is_known_by_its_name_or_its_files(
    shelf: Shelf, tmp_path: Path, folder_name: str
) -> None:
    folder = folder_of(VOICES_FILES, tmp_path / folder_name)
    assert bring_in(folder, shelf, trust=True).model == VOICES
    assert left_in(shelf.place(VOICES)) == {"config.yaml", "segmentation/pytorch_model.bin", lock.FILE_NAME}


def test_files_that_run_as_code_need_their_lock_or_a_persons_word(shelf: Shelf, tmp_path: Path) -> None:
    folder = folder_of(VOICES_FILES, tmp_path / "voices")
    why = refusal(shelf, folder)
    assert "プログラムとして動く" in why
    assert "`minutes models pull voices`" in why and f"`{lock.FILE_NAME}` ごと" in why and "`--trust`" in why
    vouched = bring_in(folder, shelf, trust=True)
    elsewhere = shelf_in(tmp_path / "elsewhere")
    assert bring_in(shelf.place(VOICES), elsewhere).identity == vouched.identity


def test_a_persons_word_does_not_stand_against_the_lock(shelf: Shelf, stick: Path) -> None:
    (stick / "model.bin").write_bytes(WEIGHTS[::-1])
    assert "model.bin の中身が" in refusal(shelf, stick, trust=True)


def test_where_the_files_fit_two_models_a_person_is_asked(shelf: Shelf, tmp_path: Path) -> None:
    folder = folder_of(TINY_FILES, tmp_path / "stick")
    with pytest.raises(UnreadableModelFolder, match=r"--name.*tiny、huge"):
        bring_in(folder, shelf)
    assert bring_in(folder, shelf, name="tiny").model == TINY


def test_a_folder_cloned_from_the_repository_is_known_by_the_repositorys_name(shelf: Shelf, tmp_path: Path) -> None:
    assert bring_in(folder_of(TINY_FILES, tmp_path / "tiny"), shelf).model == TINY


def refusal(shelf: Shelf, folder: Path, **options: object) -> str:
    """What the user reads; nothing may be left behind."""
    before = left_in(shelf.folder)
    with pytest.raises(UnreadableModelFolder) as caught:
        bring_in(folder, shelf, **options)  # type: ignore[arg-type]  # options are passed through
    assert left_in(shelf.folder) == before
    return str(caught.value)


@pytest.mark.parametrize("path", ["model.bin", "vocabulary.json"])
def test_a_missing_file_is_named(shelf: Shelf, stick: Path, path: str) -> None:
    (stick / path).unlink()
    assert path in refusal(shelf, stick)


def test_a_missing_file_is_named_where_there_is_no_lock(shelf: Shelf, tmp_path: Path) -> None:
    files = {path: content for path, content in TINY_FILES.items() if path != "vocabulary.json"}
    assert "vocabulary.*" in refusal(shelf, folder_of(files, tmp_path / "tiny"))


def test_a_wrong_hash_is_named(shelf: Shelf, stick: Path) -> None:
    (stick / "model.bin").write_bytes(WEIGHTS[::-1])
    assert "model.bin の中身が" in refusal(shelf, stick)


@pytest.mark.parametrize("content", [b"", b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 600000\n"])
def test_a_file_without_its_content_is_named(shelf: Shelf, tmp_path: Path, content: bytes) -> None:
    folder = folder_of(TINY_FILES | {"model.bin": content}, tmp_path / "tiny")
    assert "model.bin に中身がありません" in refusal(shelf, folder)


def test_an_unreadable_lock_is_named(shelf: Shelf, stick: Path) -> None:
    (stick / lock.FILE_NAME).write_text("{")
    assert lock.FILE_NAME in refusal(shelf, stick)


def test_a_name_that_contradicts_the_folders_lock_is_refused(shelf: Shelf, stick: Path) -> None:
    assert "--name" in refusal(shelf, stick, name="huge")


def test_the_bundled_model_cannot_be_replaced(shelf: Shelf, stick: Path) -> None:
    assert "trial" in refusal(shelf, stick, name="trial")


def test_an_unknown_name_is_answered_with_the_known_ones(shelf: Shelf, stick: Path) -> None:
    with pytest.raises(UnknownModel, match="tiny、huge"):
        bring_in(stick, shelf, name="medium")


def test_a_stick_that_cannot_be_read_is_named(shelf: Shelf, stick: Path) -> None:
    (stick / "model.bin").unlink()
    (stick / "model.bin").symlink_to("/proc/self/mem")  # reading it fails as a stick does that was pulled out
    assert "model.bin を読めません" in refusal(shelf, stick)


@pytest.mark.parametrize("made", [True, False])
def test_a_folder_that_holds_no_model_or_is_not_there(shelf: Shelf, tmp_path: Path, made: bool) -> None:
    folder = tmp_path / "写真"
    if made:
        folder_of({"夏祭り.jpg": b"jpg"}, folder)
    assert "写真" in refusal(shelf, folder)


def test_other_content_than_is_installed_waits_for_a_person(shelf: Shelf, stick: Path, tmp_path: Path) -> None:
    first = bring_in(stick, shelf)
    other = folder_of(TINY_FILES | {"model.bin": WEIGHTS[::-1]}, tmp_path / "tiny")
    assert "--replace" in refusal(shelf, other)
    assert shelf.verify("tiny") == first
    assert bring_in(other, shelf, replace=True).identity != first.identity


def test_a_damaged_model_is_repaired_from_the_stick(shelf: Shelf, stick: Path) -> None:
    first = bring_in(stick, shelf)
    (first.folder / "model.bin").unlink()
    assert bring_in(stick, shelf) == first
    assert left_in(shelf.folder / ".incoming") == set()


def test_two_at_the_same_time_do_not_meet(shelf: Shelf, stick: Path) -> None:
    with incoming(shelf, TINY), pytest.raises(CannotWrite, match="ほかの処理"):
        bring_in(stick, shelf)
