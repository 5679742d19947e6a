"""A town with departments, in a database of every kind; a place for files of every kind."""

import uuid

import pytest
from obstore.store import MemoryStore

from minutes.store.remote import Remote
from tests.store.objects import BUCKET, machines, s3
from tests.store.town import settle


@pytest.fixture
def town(database):
    return settle(database)


@pytest.fixture(scope="module")
def quiet_town(standing):
    """Where nothing changes."""
    return settle(standing)


@pytest.fixture(scope="session")
def s3_server():
    with s3() as environment:
        yield environment


@pytest.fixture
def s3_remote(s3_server, monkeypatch):
    """As the settings name one: an address, and the rest in the environment."""
    for name, value in s3_server.items():
        monkeypatch.setenv(name, value)
    return Remote.at(f"s3://{BUCKET}/{uuid.uuid4().hex}", "recordings")


@pytest.fixture
def memory_remote():
    return Remote(MemoryStore())


@pytest.fixture(params=["memory", "s3"])
def remote(request):
    """A store that several machines share."""
    return request.getfixturevalue(f"{request.param}_remote")


@pytest.fixture(params=["local", "memory", "s3"])
def machine(request, tmp_path):
    """Files of one machine or another; they share what is remote, if anything is."""
    remote = None if request.param == "local" else request.getfixturevalue(f"{request.param}_remote")
    return machines(tmp_path, remote)


@pytest.fixture
def files(machine):
    return machine("here")
