"""Pieces of work know whose they are, and go with the last recording that needs them."""

import pytest

from minutes.store.pieces import Noted, Owners, Recorded, note


@pytest.fixture
def noted(files):
    """The pieces of two recordings that meetings have, and of one that came by the command line."""
    for sha256 in ("morning", "evening"):
        note(files, sha256)
    return {sha256: Noted(files, sha256) for sha256 in ("morning", "evening", "elsewhere")}


def test_only_what_is_new_is_undone(files):
    files.put("vad/old", b"old")
    trial = Recorded(files)
    assert trial.get("vad/old") == b"old"
    trial.put("vad/new", b"new")
    assert trial.get("vad/new") == b"new"
    trial.undo()
    assert files.get("vad/new") is None
    assert files.get("vad/old") == b"old"


def test_a_piece_is_of_whoever_made_it_and_of_whoever_used_it(files, noted):
    noted["morning"].put("window/1", b"words")
    noted["morning"].put("window/2", b"more words")
    assert noted["evening"].get("window/1") == b"words"
    assert noted["evening"].get("window/3") is None
    owners = Owners.of(files, ["evening"])
    assert (owners.want("window/1"), owners.want("window/2"), owners.want("window/3")) == (True, False, False)
    assert owners.know("window/2")
    assert not owners.know("window/3")


def test_what_another_has_made_is_ones_own_once_one_has_used_it(files, noted):
    noted["morning"].put("turns/1", b"voices")
    assert noted["morning"].owns("turns/1")
    assert not noted["evening"].owns("turns/1")
    noted["evening"].get("turns/1")
    assert noted["evening"].owns("turns/1")
    assert noted["elsewhere"].owns("turns/1")


def test_sound_and_notes_are_of_their_recording(files, noted):
    owners = Owners.of(files, ["evening"])
    for folder in ("audio", "of"):
        assert owners.want(f"{folder}/evening/v1/proxy.m4a")
        assert not owners.want(f"{folder}/morning/v1/proxy.m4a")
        assert owners.know(f"{folder}/morning/v1/proxy.m4a")
        assert not owners.know(f"{folder}/elsewhere/v1/proxy.m4a")


def test_what_is_made_without_the_service_has_no_notes(files, noted):
    noted["elsewhere"].put("window/9", b"x")
    assert noted["elsewhere"].get("window/9") == b"x"
    assert not Owners.of(files, ["elsewhere"]).know("window/9")
    assert not [key for key in files.keys("of") if "elsewhere" in key]


def test_pieces_that_were_undone_are_nobody_s(files, noted):
    trial = Recorded(noted["morning"])
    trial.put("window/1", b"noise")
    trial.undo()
    assert files.get("window/1") is None
