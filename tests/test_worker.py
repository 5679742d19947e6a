"""作業台: what the worker makes of a job, with the bundled models."""

import hashlib

import pytest

from exports import draft_json
from minutes.jobs import queue
from minutes.settings import Settings
from minutes.store import schema
from minutes.store.database import Database, sqlite_in
from minutes.worker import Bench
from tests.conftest import beginning
from tests.jobs.office import Office


@pytest.fixture
def office(tmp_path):
    address = sqlite_in(tmp_path)
    database = Database(address)
    schema.bring_up_to_date(database.engine)
    queue.prepare(address)
    database.close()
    office = Office(address, tmp_path)
    office.settle()
    yield office
    office.close()


def test_a_draft_by_trial_models_says_so_wherever_it_is_read(office, tmp_path):
    sound = beginning(20)
    sha256 = hashlib.sha256(sound).hexdigest()
    recordings = office.recordings
    (recordings.scratch / "sound").write_bytes(sound)
    recordings.adopt(sha256, recordings.scratch / "sound")
    job = office.ask(office.hold_meeting("sample", sha256))
    bench = Bench(Settings(data=tmp_path, database=office.address), office.database)
    make, watch = bench.prepare(job)
    kept = bench.keep(make(watch, lambda words: None))
    assert draft_json.read(recordings.get(kept)).provenance.trial
