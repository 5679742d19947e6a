"""The output file: refused before the work where it cannot be, whole or not there at all."""

import os
from pathlib import Path

import pytest

from minutes.cli import output
from minutes.domain.errors import BadOption, CannotWrite


def test_the_ending_chooses_the_format():
    assert output.renderer(Path("会議.DOCX"), {".docx": "word"}) == "word"
    with pytest.raises(BadOption, match=r"\.docx、\.txt のどれか"):
        output.renderer(Path("会議.pdf"), {".docx": "word", ".txt": "text"})


def test_somebodys_corrected_draft_is_not_overwritten_unasked(tmp_path):
    corrected = tmp_path / "会議.docx"
    corrected.write_text("直した原稿")
    with pytest.raises(CannotWrite, match="--force"):
        output.check(corrected, force=False)
    output.check(corrected, force=True)
    assert corrected.read_text() == "直した原稿"


@pytest.mark.parametrize("name", ["ない/会議.docx", "長" * 300 + ".docx", "."])
def test_what_would_fail_after_hours_fails_before(tmp_path, name):
    with pytest.raises(CannotWrite):
        output.check(tmp_path / name, force=False)
    assert list(tmp_path.iterdir()) == []


def test_written_whole_with_nothing_beside_it(tmp_path):
    output.write(tmp_path / "会議.txt", b"minutes", force=False)
    assert [path.name for path in tmp_path.iterdir()] == ["会議.txt"]
    assert (tmp_path / "会議.txt").read_bytes() == b"minutes"


@pytest.mark.parametrize("force", [False, True])
def test_colleagues_may_read_it_as_they_may_read_any_new_file(tmp_path, force):
    (tmp_path / "new").touch()
    output.write(tmp_path / "会議.txt", b"minutes", force=force)
    assert (tmp_path / "会議.txt").stat().st_mode == (tmp_path / "new").stat().st_mode


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "会議.txt"
    target.mkdir()  # a folder came in the way meanwhile
    with pytest.raises(CannotWrite):
        output.write(target, b"minutes", force=True)
    assert list(tmp_path.iterdir()) == [target]


def test_what_came_into_being_while_the_work_went_on_is_not_overwritten(tmp_path):
    target = tmp_path / "会議.txt"
    output.check(target, force=False)
    target.write_text("別の人の原稿")
    with pytest.raises(CannotWrite, match="--force"):
        output.write(target, b"minutes", force=False)
    assert target.read_text() == "別の人の原稿"
    output.write(target, b"minutes", force=True)
    assert target.read_bytes() == b"minutes"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(("recording", "out"), [("朝の部.mp3", "朝の部.docx"), ("../../etc/x.wav", "x.docx")])
def test_the_draft_is_named_after_the_recording(recording, out):
    assert output.named_after(Path(recording)) == Path(out)


def test_a_name_in_shift_jis_bytes_gives_a_name_that_can_be_shown():
    assert output.named_after(Path(os.fsdecode(b"\x89\xef\x8bc\x8e\x9f1.wav"))).name.encode().endswith(b"1.docx")


def test_a_name_of_300_characters_is_shortened():
    assert len(output.named_after(Path("議" * 300 + ".mp3")).name.encode()) <= 255
