"""The bundled model, loaded once."""

import pytest

from minutes import asr
from tests.asr.clips import MODEL, clip


@pytest.fixture(scope="session")
def recogniser():
    return asr.load(MODEL, model="whisper-trial@test", device="cpu", threads=1, window_s=10.0, hinted=False)


@pytest.fixture(scope="session")
def sitting():
    return clip("sitting")


@pytest.fixture(scope="session")
def nobody():
    return clip("nobody")
