"""Artefacts in a folder: whole or not there at all, and nothing left of what turned out to be of no use."""

import pytest

from minutes.domain.errors import CannotRead, CannotWrite
from minutes.store.files import Files, Recorded


def test_what_was_put_is_there_and_what_was_not_is_not(tmp_path):
    files = Files(tmp_path / "artefacts")
    files.put("window/1", b"one")
    assert files.get("window/1") == b"one"
    assert files.get("window/2") is None
    assert Files(tmp_path / "artefacts").get("window/1") == b"one"


@pytest.mark.parametrize("left", [b"", b"a hash\nand something else", "half"])
def test_a_piece_that_a_power_cut_tore_is_not_there(tmp_path, left):
    files = Files(tmp_path)
    files.put("window/1", b"one and a half")
    whole = (tmp_path / "window" / "1").read_bytes()
    (tmp_path / "window" / "1").write_bytes(whole[:-5] if left == "half" else left)
    assert files.get("window/1") is None
    files.put("window/1", b"one and a half")
    assert files.get("window/1") == b"one and a half"


def test_a_finished_file_is_moved_in_and_can_be_mapped(tmp_path):
    files = Files(tmp_path)
    unfinished = files.scratch / "samples"
    unfinished.write_bytes(b"sound")
    files.adopt("audio/1/samples", unfinished)
    assert files.local("audio/1/samples").read_bytes() == b"sound"
    assert files.local("audio/2/samples") is None
    assert not unfinished.exists()


def test_a_piece_under_a_file_cannot_be_written(tmp_path):
    files = Files(tmp_path)
    files.put("window", b"a file where a folder should be")
    with pytest.raises(CannotWrite):
        files.put("window/1", b"one")
    assert files.get("window") == b"a file where a folder should be"
    with pytest.raises(CannotRead):
        files.get("window/1")


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite, match="書き込めません"):
        Files(tmp_path / "file" / "artefacts")


def test_only_what_is_new_is_undone(tmp_path):
    files = Files(tmp_path)
    files.put("vad/old", b"old")
    trial = Recorded(files)
    assert trial.get("vad/old") == b"old"
    trial.put("vad/new", b"new")
    assert trial.get("vad/new") == b"new"
    trial.undo()
    assert files.get("vad/new") is None
    assert files.get("vad/old") == b"old"


def test_everything_of_a_recording_is_forgotten(tmp_path):
    files = Files(tmp_path)
    files.put("audio/1/a", b"")
    files.put("audio/2/a", b"")
    files.forget("audio/1")
    files.forget("audio/3")
    assert [path.name for path in (tmp_path / "audio").iterdir()] == ["2"]
    assert files.get("audio/2/a") == b""
