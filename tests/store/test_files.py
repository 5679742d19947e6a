"""Files by content hash, here or in a remote store: whole or not at all, and nothing left of what is of no use."""

from datetime import UTC, datetime, timedelta

import pytest

from minutes.domain.errors import CannotRead, CannotWrite
from minutes.store.files import Files
from tests.store.objects import put_back

DAY = timedelta(days=1)


def everything(key):
    return True


def nothing(key):
    return False


def finished(files, content):
    path = files.scratch / "finished"
    path.write_bytes(content)
    return path


def test_what_was_put_is_there_and_what_was_not_is_not(files):
    files.put("window/1", b"one")
    files.put("window/2", b"")
    assert files.get("window/1") == b"one"
    assert files.get("window/2") == b""
    assert files.get("window/3") is None
    assert Files(files.root).get("window/1") == b"one"


@pytest.mark.parametrize("left", [b"", b"a hash\nand something else", "half"])
def test_a_piece_that_a_power_cut_tore_is_not_there(tmp_path, left):
    files = Files(tmp_path)
    files.put("window/1", b"one and a half")
    whole = (tmp_path / "window" / "1").read_bytes()
    (tmp_path / "window" / "1").write_bytes(whole[:-5] if left == "half" else left)
    assert files.get("window/1") is None
    files.put("window/1", b"one and a half")
    assert files.get("window/1") == b"one and a half"


def test_a_finished_file_is_moved_in_and_can_be_mapped(files):
    unfinished = finished(files, b"sound")
    assert files.adopt("audio/1/samples", unfinished) == files.local("audio/1/samples")
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


def test_everything_under_a_name_is_forgotten_and_nothing_beside_it(files):
    for key in ("audio/1/a", "audio/1/b/c", "audio/10/a", "audio/2"):
        files.put(key, b"x")
    for key in ("audio/1", "audio/2", "audio/3"):
        files.forget(key)
    assert [key for key in ("audio/1/a", "audio/1/b/c", "audio/10/a", "audio/2") if files.get(key)] == ["audio/10/a"]


def test_what_nobody_wants_is_swept_once_it_is_old(machine):
    files = machine("here")
    for key in ("drafts/wanted", "drafts/unwanted", "scratch/upload-1"):
        files.put(key, b"x")
    now = datetime.now(UTC)
    assert files.sweep(now - DAY, nothing) == 0
    assert files.sweep(now + DAY, everything) == 0
    files.sweep(now + DAY, lambda key: key == "drafts/wanted")
    assert files.get("drafts/wanted") == b"x"
    assert files.get("drafts/unwanted") is None
    assert [path.name for path in files.root.rglob("*") if path.is_file()] == ["wanted"]
    assert machine("elsewhere").get("drafts/unwanted") is None


def test_what_came_in_the_place_of_something_old_stays(tmp_path):
    """The same recording is sent again while the old one is being swept."""
    files = Files(tmp_path)
    files.put("1", b"old")
    put_back(tmp_path / "1", DAY.total_seconds() * 2)

    def sent_again_meanwhile(key):
        files.put("1", b"again")
        return False

    assert files.sweep(datetime.now(UTC) - DAY, sent_again_meanwhile) == 0
    assert files.get("1") == b"again"
