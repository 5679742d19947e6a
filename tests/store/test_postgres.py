"""The database that the tests bring along is found."""

from tests.postgres import programs


def test_the_newest_version_is_taken(tmp_path):
    for version in ("9", "15", "16"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        (folder / "initdb").touch()
    assert programs(tmp_path) == tmp_path / "16" / "bin"


def test_one_that_lies_elsewhere_is_found_by_the_path(tmp_path):
    (tmp_path / "initdb").touch(mode=0o755)
    assert programs(tmp_path / "nowhere", str(tmp_path)) == tmp_path


def test_where_there_is_none_nothing_is_found(tmp_path):
    assert programs(tmp_path, str(tmp_path)) is None
