"""A town with departments, in a database of every kind."""

import pytest

from tests.store.town import settle


@pytest.fixture
def town(database):
    return settle(database)


@pytest.fixture(scope="module")
def quiet_town(standing):
    """Where nothing changes."""
    return settle(standing)
