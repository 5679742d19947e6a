"""Which recordings of a folder can be measured, by names alone."""

import os

import pytest

from minutes.domain.errors import CannotRead
from minutes.evaluation import find_cases


@pytest.fixture
def folder(tmp_path):
    def with_files(*names):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True, parents=True)
            path.touch()
        return tmp_path

    return with_files


def named(root, case):
    parts = (case.recording, case.reference, case.rttm, case.roster, case.glossary)
    return tuple(part and str(part.relative_to(root)) for part in parts)


def test_what_has_the_recordings_name_belongs_to_it(folder):
    root = folder("a.MP3", "a.json", "a.txt", "a.rttm", "a.csv", "a.glossary.txt", "b.wav", "b.txt", "議事.docx")
    cases, skipped = find_cases(root)
    assert [named(root, case) for case in cases] == [
        ("a.MP3", "a.json", "a.rttm", "a.csv", "a.glossary.txt"),
        ("b.wav", "b.txt", None, None, None),
    ]
    assert skipped == ()


def test_a_folder_with_one_recording_is_one_meeting(folder):
    root = folder("六月/meeting.ogg", "六月/reference.json", "六月/voices.rttm", "六月/roster.csv", "六月/order.csv")
    ((case,), _) = find_cases(root)
    assert case.name == "六月/meeting.ogg"
    assert named(root / "六月", case) == ("meeting.ogg", "reference.json", "voices.rttm", "roster.csv", None)
    assert find_cases(root / "六月")[0][0].name == "meeting.ogg"


def test_beside_other_recordings_a_reference_that_says_not_whose_it_is_is_nobodys(folder):
    cases, skipped = find_cases(folder("a.ogg", "b.ogg", "b.txt", "reference.json", "x.rttm", "roster.csv"))
    assert [(case.name, case.rttm, case.roster.name) for case in cases] == [("b.ogg", None, "roster.csv")]
    assert [one.name for one in skipped] == ["a.ogg"]


def test_a_recording_without_a_reference_is_named_and_it_is_said_what_to_do(folder):
    _, (skipped,) = find_cases(folder("朝.m4a"))
    assert skipped.name == "朝.m4a"
    assert "朝.json か 朝.txt" in skipped.why


def test_every_folder_below_is_looked_into_and_hidden_ones_are_not(folder):
    root = folder("._a.ogg", ".trash/b.ogg", "x/y/z/c.ogg", "x/y/z/c.txt", "x/d.ogg", "folder.ogg/d.txt")
    ((case,), (skipped,)) = find_cases(root)
    assert (case.name, skipped.name) == ("x/y/z/c.ogg", "x/d.ogg")


def test_a_link_that_leads_back_up_is_not_followed_and_others_are(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for name in ("b.ogg", "b.txt"):
        (elsewhere / name).touch()
    root = folder("x/a.ogg", "x/a.txt")
    (root / "x" / "back").symlink_to(root)
    (root / "y").symlink_to(elsewhere)
    assert [case.name for case in find_cases(root)[0]] == ["x/a.ogg", "y/b.ogg"]


def test_a_folder_below_that_cannot_be_looked_into_is_named_and_the_rest_measured(folder):
    """Deeper than a path can be long: to root, no folder is closed."""
    root = folder("a.ogg", "a.txt")
    inside = os.open(root, os.O_RDONLY)
    for _ in range(20):
        os.mkdir("x" * 250, dir_fd=inside)
        inside, above = os.open("x" * 250, os.O_RDONLY, dir_fd=inside), inside
        os.close(above)
    os.close(inside)
    ((case,), (skipped,)) = find_cases(root)
    assert case.name == "a.ogg"
    assert skipped.name.startswith("xxx")
    assert skipped.why.startswith("フォルダを開けません")


def test_a_folder_that_cannot_be_looked_into_is_an_error(tmp_path):
    with pytest.raises(CannotRead):
        find_cases(tmp_path / "nowhere")
