"""Hashes computed from bytes."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from minutes.domain.errors import ModelDamaged
from minutes.models import lock
from minutes.models.lock import Lock, LockedFile

A, B = LockedFile("a.json", 1, "aa"), LockedFile("b/c.bin", 2, "bb")
LOCK = Lock("tiny", "town/tiny", "c" * 40, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), (A, B))


def test_a_file_is_measured_by_reading_it(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"abc" * 500_000)
    read: list[int] = []
    measured = lock.measure(tmp_path, "model.bin", read.append)
    assert measured == LockedFile("model.bin", 1_500_000, hashlib.sha256(b"abc" * 500_000).hexdigest())
    assert sum(read) == 1_500_000


def test_a_lock_survives_the_disk(tmp_path: Path) -> None:
    lock.write(tmp_path, LOCK)
    assert lock.read(tmp_path) == LOCK
    assert [file.name for file in tmp_path.iterdir()] == [lock.FILE_NAME]


def test_no_lock_is_none(tmp_path: Path) -> None:
    assert lock.read(tmp_path) is None


@pytest.mark.parametrize("content", [b"", b"{}", b"not json", b'{"model": "tiny", "files": 3}', b"\xff\xfe"])
def test_an_unreadable_lock_is_damage(tmp_path: Path, content: bytes) -> None:
    (tmp_path / lock.FILE_NAME).write_bytes(content)
    with pytest.raises(ModelDamaged, match="--replace"):
        lock.read(tmp_path)


def test_the_identity_depends_on_the_files_alone() -> None:
    elsewhere = replace(LOCK, repository=None, commit=None, locked_at=datetime.now(UTC), files=(B, A))
    assert elsewhere.identity == LOCK.identity
    assert LOCK.identity == f"tiny@{LOCK.fingerprint}"
    assert len(LOCK.fingerprint) == 12
    for other in (replace(A, path="b.json"), replace(A, size=3), replace(A, sha256="ab")):
        assert replace(LOCK, files=(other, B)).fingerprint != LOCK.fingerprint


def test_faults_are_named_a_phrase_a_file(tmp_path: Path) -> None:
    for name, content in {"good": b"1234", "short": b"1234", "other": b"1234", "gone": b"1234"}.items():
        (tmp_path / name).write_bytes(content)
    files = tuple(lock.measure(tmp_path, name) for name in ("good", "short", "other", "gone"))
    locked = replace(LOCK, files=files)
    assert lock.faults(tmp_path, locked, hash_up_to=None) == ()
    (tmp_path / "short").write_bytes(b"123")
    (tmp_path / "other").write_bytes(b"4321")
    (tmp_path / "gone").unlink()
    size = "short の大きさが違います（3 バイト、正しくは 4）"
    assert lock.faults(tmp_path, locked, hash_up_to=None) == (size, "other の中身が違います", "gone がありません")
    assert lock.faults(tmp_path, locked, hash_up_to=3) == (size, "gone がありません")
