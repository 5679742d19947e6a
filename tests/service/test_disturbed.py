"""What else happens to a service in the middle of its work: the database stops, memory runs out, somebody stops it."""

import signal
import threading
import time
from pathlib import Path

import pytest
from dbos import DBOSClient

from minutes.jobs import seat
from tests.service.service import PIECE, Service, hear, is_gone, kill, until


def test_nothing_is_reached_outside(undisturbed):
    assert {name: count for name, count in undisturbed.reached.items() if name != "Tcp ActiveOpens"} == {
        "Ip OutNoRoutes": 0,
        "Ip6 OutNoRoutes": 0,
        "Udp OutDatagrams": 0,
    }  # connections are opened on loopback, by us


def at_work(service, meeting):
    """Wait until a piece of the recording is in somebody's hands."""
    until(service.recogniser, service.said)
    assert service.job(meeting).finished_at is None


def test_postgresql_stops_for_seconds_in_mid_job(postgres, clip, undisturbed, tmp_path):
    with Service(tmp_path / "service", postgres.address(postgres.new())) as service:
        meeting = hear(service, clip)
        at_work(service, meeting)
        parts = [service.part("web"), service.part("worker")]
        postgres.stop()
        try:
            time.sleep(5)
            assert not service.answers()
        finally:
            postgres.start()
        assert service.outcome(meeting) == undisturbed.outcome
        assert [service.part("web"), service.part("worker")] == parts


def test_a_recogniser_that_the_kernel_kills_is_started_again(running, clip, undisturbed):
    meeting = hear(running, clip)
    until(running.pieces, running.said)
    at_work(running, meeting)
    parts, child = [running.part("web"), running.part("worker")], running.recogniser()
    kill(child)
    until(lambda: is_gone(child))
    finished = running.pieces()
    assert running.answers()
    assert running.outcome(meeting) == undisturbed.outcome
    assert [running.part("web"), running.part("worker")] == parts
    assert {name: found for name, found in running.pieces().items() if name in finished} == finished


def test_asked_to_stop_it_answers_to_the_end_and_goes_on_after_the_next_start(running, clip, undisturbed):
    meeting = hear(running, clip)
    at_work(running, meeting)
    sent, asked = running.begin_upload(2 * PIECE), threading.Event()

    def slowly():
        yield bytes(PIECE)
        assert asked.wait(60)
        yield bytes(PIECE)

    answers, watching = [], threading.Thread(target=lambda: running.watch(meeting))
    watching.start()
    sending = threading.Thread(target=lambda: answers.append(running.send_at(sent, 0, slowly())))
    sending.start()
    until(lambda: running.data.joinpath("recordings", "scratch", f"upload-{sent}").exists())
    parts = [running.part("web"), running.part("worker"), running.recogniser()]
    running.process.send_signal(signal.SIGTERM)
    time.sleep(1)
    asked.set()
    sending.join()
    assert answers == [204]
    assert running.stop() == 0
    watching.join()
    assert "timeout graceful shutdown exceeded" not in running.said()
    assert all(map(is_gone, filter(None, parts)))
    assert running.job(meeting).failed_at is None
    running.start()
    assert running.outcome(meeting) == undisturbed.outcome


def seat_of(service, worker):
    """The name that goes with the lock that it holds; not while it holds those of empty seats, too."""
    locks = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
    held = {lock[-3].rpartition(":")[2] for lock in locks if "FLOCK" in lock and str(worker.pid) in lock}
    seats = service.data / "workers"
    taken = [file.stem.rpartition("-")[2] for file in seats.glob("*.lock") if str(file.stat().st_ino) in held]
    return f"{seat.machine(seats)}-{taken[0]}" if len(taken) == 1 else None


@pytest.fixture
def joined(running, command):
    """A worker beside the service's own, and the name of its seat."""
    worker, names = command.start("worker", MINUTES_DATA=str(running.data)), []
    try:
        until(lambda: names.append(seat_of(running, worker)) or names[-1])
        yield worker, names[-1]
    finally:
        worker.kill()
        worker.communicate()


def done_by(service, meeting):
    """The name of the worker that took its job."""
    client = DBOSClient(system_database_url=service.address)
    [work] = client.list_workflows(workflow_ids=[service.job(meeting).id])
    client.destroy()
    return work.executor_id


def test_a_worker_alone_joins_and_works_beside_the_services_own(running, joined, clip):
    worker, name = joined
    first = hear(running, clip)
    until(lambda: (job := running.job(first)) and job.started_at, running.said)
    second = hear(running, b"no sound at all" * 1000)
    until(lambda: (job := running.job(second)) and job.failed_at, running.said)
    assert running.job(second).problem.startswith("録音「定例会.wav」を読み込めません。")
    assert running.job(first).finished_at is None
    assert name in {done_by(running, first), done_by(running, second)}
    assert done_by(running, first) != done_by(running, second)
    worker.send_signal(signal.SIGTERM)
    _, said = worker.communicate()
    assert worker.returncode == 0, said
