"""A remote store has the whole; a machine's folder holds copies of what it used."""

import hashlib
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import obstore
import pytest
from obstore.store import MemoryStore

from minutes.domain.errors import CannotRead, CannotWrite, RemoteAway
from minutes.store.files import Files
from minutes.store.remote import Remote
from tests.store.objects import BUCKET, machines
from tests.store.test_files import finished, nothing


@pytest.fixture
def machine(tmp_path, remote):
    return machines(tmp_path, remote)


def test_what_one_machine_has_made_another_has(machine):
    here, there = machine("here"), machine("there")
    here.put("window/1", b"one")
    here.adopt("audio/1", finished(here, b"sound"))
    assert there.get("window/1") == b"one"
    assert there.local("audio/1").read_bytes() == b"sound"
    assert not list(there.scratch.iterdir())


def test_what_was_fetched_once_is_not_fetched_again(tmp_path, machine, memory_remote):
    here, there = machine("here"), machine("there")
    here.put("window/1", b"one")
    here.adopt("audio/1", finished(here, b"sound"))
    assert (there.get("window/1"), there.local("audio/1").name) == (b"one", "1")
    alone = Files(there.root)
    assert alone.get("window/1") == b"one"
    assert alone.local("audio/1").read_bytes() == b"sound"


def test_a_machine_that_loses_its_folder_loses_nothing(machine):
    here = machine("here")
    here.put("drafts/1", b"draft")
    here.adopt("1", finished(here, b"sound"))
    Files(here.root).forget(".")
    assert here.get("drafts/1") == b"draft"
    assert here.local("1").read_bytes() == b"sound"


def test_what_is_forgotten_here_is_forgotten_in_the_store(machine):
    here = machine("here")
    here.put("audio/1/a", b"x")
    here.forget("audio")
    assert machine("there").get("audio/1/a") is None


def test_copies_elsewhere_are_swept_there(machine):
    here, there = machine("here"), machine("there")
    here.adopt("1", finished(here, b"sound"))
    there.local("1")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    here.sweep(tomorrow, nothing)
    assert there.local("1")
    there.sweep(tomorrow, nothing)
    assert there.local("1") is None


@pytest.mark.parametrize("attributes", [{}, {"sha256": hashlib.sha256(b"sound").hexdigest()}], ids=["none", "another"])
def test_a_file_that_is_not_what_was_sent_is_not_there(tmp_path, attributes):
    store = MemoryStore()
    obstore.put(store, "1", b"s0und", attributes=attributes)
    obstore.put(store, "window/1", b"torn")
    files = Files(tmp_path, Remote(store))
    assert files.local("1") is None
    assert files.get("window/1") is None
    assert not list(files.scratch.iterdir())
    files.adopt("1", finished(files, b"sound"))
    assert Files(tmp_path / "there", Remote(store)).local("1").read_bytes() == b"sound"


def test_without_an_address_everything_stays_here():
    assert Remote.at("", "recordings") is None


@pytest.mark.parametrize("change", [{"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, {"bucket": "nobody-made-this"}])
def test_a_store_that_cannot_be_reached_is_said(change, s3_server, monkeypatch, tmp_path):
    for name, value in (s3_server | change).items():
        monkeypatch.setenv(name, value)
    files = Files(tmp_path, Remote.at(f"s3://{change.get('bucket', BUCKET)}/x", "recordings"))
    with pytest.raises(RemoteAway, match=r"録音の置き場所「s3://.*/x/recordings」に届きません"):
        files.put("1", b"x")
    path = finished(files, b"sound")
    with pytest.raises(RemoteAway):
        files.adopt("1", path)
    assert path.read_bytes() == b"sound"
    assert Files(tmp_path).get("1") is None  # not half of it, here alone


def test_a_disk_of_this_machine_that_fails_is_not_taken_for_the_network(tmp_path):
    store = MemoryStore()
    Remote(store).put("1", b"sound")
    with pytest.raises(CannotWrite, match="フォルダがあるかを"):
        Remote(store).fetch("1", tmp_path / "no such folder" / "1")
    with pytest.raises(CannotWrite, match="ディスクの空きがありません"):
        Remote(store).fetch("1", Path("/dev/full"))
    with pytest.raises(CannotRead, match="not there"):
        Remote(store).send("1", tmp_path / "not there")


def test_what_goes_wrong_where_it_is_asked_who_is_wanted_is_not_the_store(tmp_path):
    remote = Remote(MemoryStore())
    remote.put("1", b"sound")

    def wanted(_):
        raise PermissionError

    with pytest.raises(PermissionError):
        remote.sweep(datetime.now(UTC) + timedelta(days=1), wanted)


def test_a_store_that_fails_without_a_word_is_said_too():
    assert "（TimeoutError）" in str(RemoteAway("s3://x", TimeoutError()))


SEND_AND_FETCH = """
import resource, sys
from pathlib import Path
from minutes.store.files import Files
from minutes.store.remote import Remote

here, there = (Files(Path(sys.argv[1]) / name, Remote.at(sys.argv[2], "recordings")) for name in ("here", "there"))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
here.adopt("1", Path(sys.argv[3]))
assert there.local("1").stat().st_size == int(sys.argv[4])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_large_file_goes_and_comes_in_parts(s3_remote, tmp_path):
    """200 MB in 8 MB parts; what it takes does not grow with the file."""
    size = 200 * 1024**2
    large = tmp_path / "large"
    with large.open("wb") as file:
        for number in range(200):
            file.write(number.to_bytes(2, "big") * (512 * 1024))
    command = [sys.executable, "-c", SEND_AND_FETCH, tmp_path, f"s3://{BUCKET}/large", large, size]
    child = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True)
    with (tmp_path / "there" / "1").open("rb") as came, (tmp_path / "here" / "1").open("rb") as went:
        assert hashlib.file_digest(came, "sha256").digest() == hashlib.file_digest(went, "sha256").digest()
    assert int(child.stdout) < 80 * 1024  # kilobytes
