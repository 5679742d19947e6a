"""The whole service with its recordings on an S3 server: sent, made into a draft, heard, and deleted for good."""

import io
import uuid
import wave
from datetime import timedelta

import pytest
from docx import Document

from minutes import worker
from minutes.settings import Settings
from minutes.store.remote import Remote
from minutes.store.tables import now
from tests.service.service import Service, hear
from tests.store.objects import BUCKET, s3

SHORT_S = 20
AFTERWARDS = timedelta(days=2)
"""What was written lately is left alone by whoever empties the bin."""


@pytest.fixture(scope="module")
def short(clip):
    written = io.BytesIO()
    with wave.open(io.BytesIO(clip)) as long, wave.open(written, "wb") as file:
        file.setparams(long.getparams())
        file.writeframes(long.readframes(SHORT_S * long.getframerate()))
    return written.getvalue()


@pytest.fixture
def objects(monkeypatch):
    """-> the address of an empty store, as the settings name it."""
    with s3() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        address = f"s3://{BUCKET}/{uuid.uuid4().hex}"
        monkeypatch.setenv("MINUTES_OBJECTS", address)
        yield address


def stored(objects):
    """Keys of all objects there are."""
    return {f"{folder}/{key}" for folder in ("recordings", "artefacts") for key in Remote.at(objects, folder).keys("")}


def lose_copies(service):
    """What lies on this machine, as after its disk was changed."""
    for folder in ("recordings", "artefacts"):
        for path in (service.data / folder).rglob("*"):
            if path.is_file():
                path.unlink()


def in_ranges(service, path, size, length):
    """As a player reads it."""
    for begin in range(0, size, length):
        answer = service.get(path, range=f"bytes={begin}-{begin + length - 1}")
        assert answer.status_code == 206, answer.status_code
        yield answer.content


def test_a_meeting_from_its_recording_to_its_end(short, objects, tmp_path):
    with Service(tmp_path / "service") as service:
        meeting = hear(service, short)
        outcome = service.outcome(meeting)
        assert {f"recordings/{outcome['sha256']}", f"recordings/{outcome['draft']}"} <= stored(objects)

        lose_copies(service)
        word = Document(io.BytesIO(service.get(f"/api/meetings/{meeting}/draft.docx").content))
        assert "定例会" in "".join(paragraph.text for paragraph in word.paragraphs)
        sound = service.get(f"/meetings/{meeting}/sound").content
        assert sound[4:8] == b"ftyp"
        assert b"".join(in_ranges(service, f"/meetings/{meeting}/sound", len(sound), 50_000)) == sound
        assert service.get(f"/meetings/{meeting}/sound", range="bytes=-100").content == sound[-100:]

        service.throw_away(meeting)
        worker.cleaner_of(Settings(data=service.data), service.database).clean(now() + AFTERWARDS)
        assert service.job(meeting) is None
        assert stored(objects) == set()
