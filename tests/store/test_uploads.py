"""The room that is left for recordings, and who may write to an unfinished one."""

import subprocess
import sys
from datetime import timedelta

import pytest

from minutes.store.access import PROGRAM
from minutes.store.files import Files
from minutes.store.queries import uploads
from minutes.store.tables import RecordingRow, now
from minutes.store.uploads import Busy, NoRoom, Uploads
from tests.store.objects import machines

GB = 1024**3


@pytest.fixture
def kept(tmp_path):
    return Uploads(Files(tmp_path))


def test_what_cannot_fit_is_refused_before_it_is_sent(kept):
    with pytest.raises(NoRoom, match="ごみ箱の会議を消すか、管理者に知らせてください"):
        kept.check_room(1_000_000 * GB)
    kept.check_room(1)


def test_what_others_are_still_sending_counts(town):
    def begin(size, received, ago, **more):
        row = uploads.begin(session, town.council, "a.mp3", size)
        row.received, row.touched_at = received, now() - ago
        row.sha256 = more.get("sha256")

    minute = timedelta(minutes=1)
    with town.database.writing(PROGRAM) as session:
        assert uploads.awaited(session) == 0
        begin(8 * GB, 3 * GB, minute)
        begin(2 * GB, 0, minute)
        begin(16 * GB, 0, 6 * minute)  # announced, and nothing of it sent
        begin(4 * GB, 1 * GB, 90 * minute)
        begin(1 * GB, 1 * GB, minute, sha256="whole")
        session.flush()
        assert uploads.awaited(session) == 7 * GB


HOLD = """
import sys, time
from pathlib import Path
from minutes.store.files import Files
from minutes.store.uploads import Uploads

with Uploads(Files(Path(sys.argv[1]))).alone("1"):
    print("held", flush=True)
    time.sleep(600)
"""


def test_whoever_is_killed_holds_nobody_up(kept, tmp_path):
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True) as other:
        other.stdout.readline()
        with pytest.raises(Busy, match="いま別の画面から送られています"), kept.alone("1"):
            pass
        other.kill()
    with kept.alone("1"):
        pass


def test_a_file_that_is_removed_while_somebody_waits_is_another_afterwards(kept):
    with kept.alone("1") as path:
        path.write_bytes(b"x")
        kept.forget("1")
        with kept.alone("1") as again:
            assert again.stat().st_size == 0


def test_nothing_that_was_never_acknowledged_is_kept(kept):
    with kept.alone("1") as path:
        path.write_bytes(b"0123456789")
        with kept.open(path, 4) as incoming:
            incoming.write(b"abc")
            assert (incoming.received, incoming.size) == (4, 7)
            incoming.take_back()
            incoming.write(b"def")
            assert incoming.settle() == 7
        assert path.read_bytes() == b"0123def"


def test_an_upload_joins_the_recordings_and_may_do_so_again(kept, tmp_path):
    with kept.alone("1") as path:
        path.write_bytes(b"sound")
        sha256 = kept.finish(path)
        assert kept.finish(path) == sha256
    kept.forget("1")
    assert (tmp_path / sha256).read_bytes() == b"sound"
    assert not list((tmp_path / "scratch").iterdir())
    with kept.alone("2") as path:
        path.write_bytes(b"sound")
        assert kept.finish(path) == sha256


def test_an_upload_is_there_for_other_machines(tmp_path, remote):
    machine = machines(tmp_path, remote)
    kept = Uploads(machine("here"))
    with kept.alone("1") as path:
        path.write_bytes(b"sound")
        sha256 = kept.finish(path)
    assert machine("there").local(sha256).read_bytes() == b"sound"


def test_a_row_of_another_department_is_not_found(town):
    with town.database.reading(town.welfare) as session:
        assert uploads.find(session, town.welfare, "council") is None
        assert session.get(RecordingRow, "council") is None
