"""Whatever stops a recording on its way, it goes on where it was: line, sign-in, disk, process, a day in between."""

import hashlib
import http.client
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from sqlmodel import select

from api import receiving
from api.access import COOKIE
from api.app import create_app
from api.receiving import Checksum, Receiving, Replaced
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.queries import uploads
from minutes.store.queries.accounts import IDLE
from minutes.store.tables import AccountRow, RecordingRow, SessionRow, now
from minutes.store.uploads import Uploads
from tests.api.live import live
from tests.api.sending import CHUNK, Sending, begin, sha256
from tests.api.test_uploads import jobs_asked, kept, meeting_of, row_of, unfinished
from tests.api.town import PASSWORD
from tests.store.objects import put_back

SOUND = random.Random(8).randbytes(20 * 1024**2)
MB = 1024**2
PATIENCE_S = 120


@pytest.fixture
def clerk(town):
    with live(town.app) as address:
        yield town.elsewhere(address, "clerk")


def until(true):
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def on_disk(town, sending):
    return Uploads(town.service.recordings).here(sending.id)


@contextmanager
def half_sent(sending, at, content, announced, said=""):
    """A request that has brought ``content`` and is to bring more; the line breaks at the end of the block."""
    address = urlsplit(str(sending.browser.base_url))
    line = http.client.HTTPConnection(address.hostname, address.port, timeout=PATIENCE_S)
    line.putrequest("PATCH", sending.path)
    headers = {"content-type": CHUNK, "content-length": announced, "upload-offset": at, "upload-checksum": said}
    headers |= {"cookie": f"{COOKIE}={sending.browser.cookies[COOKIE]}", "origin": str(sending.browser.base_url)}
    for name, value in headers.items():
        line.putheader(name, str(value))
    line.endheaders(content)
    try:
        yield
    finally:
        line.close()


def test_what_came_before_the_line_broke_counts(town, clerk):
    sending = begin(clerk, len(SOUND))
    with half_sent(sending, 0, SOUND[: 3 * MB], len(SOUND)):
        pass
    until(lambda: sending.offset() == 3 * MB)
    sending.go_on(SOUND)
    assert kept(town, SOUND)


def test_who_falls_silent_holds_nobody_up(town):
    """A computer that sleeps, or is carried out of reach, does not say that it is gone."""
    with live(create_app(replace(town.service, patience_s=3.0))) as address:
        sending = begin(town.elsewhere(address, "clerk"), len(SOUND))
        with half_sent(sending, 0, SOUND[:1000], len(SOUND)):
            until(lambda: sending.offset() == 1000)
            until(lambda: sending.piece(1000, b"").status_code == 204)
    with live(town.app) as address:
        Sending(town.elsewhere(address, "clerk"), sending.path).go_on(SOUND)
    assert kept(town, SOUND)


@pytest.mark.parametrize("sent", [1000, len(SOUND)], ids=["half", "whole"])
def test_the_recordings_of_its_meeting_are_replaced_meanwhile(town, sent):
    browser = town.browser("clerk")
    sending, other = begin(browser, len(SOUND)), begin(browser, len(SOUND), "別の.m4a")
    meeting = meeting_of(browser, sending)
    replacing = {"recording": other.id, "throw_away": "true"}
    at_it = Receiving(town.service, town.actor("clerk"), sending.id, 0, Checksum(""))
    with pytest.raises(Replaced, match="いま別の録音に入れ替えられました"), at_it:
        at_it.take(SOUND[:sent])
        assert browser.post(f"{meeting}/recordings", data=replacing).status_code == 303
        at_it.end()
    assert unfinished(town) == []
    assert sending.head().status_code == 404
    other.go_on(SOUND)
    assert kept(town, SOUND)


def test_with_a_sum_it_is_all_of_a_request_or_nothing(town, clerk):
    sending = begin(clerk, len(SOUND))
    with half_sent(sending, 0, SOUND[: 3 * MB], len(SOUND), sha256(SOUND)):
        until(lambda: on_disk(town, sending) >= 2 * MB)
    until(lambda: sending.piece(0, b"").status_code == 204)
    assert sending.offset() == 0
    sending.go_on(SOUND)
    assert kept(town, SOUND)


def test_a_long_request_is_safe_piece_by_piece(town, clerk):
    sending = begin(clerk, len(SOUND))
    with half_sent(sending, 0, SOUND[: 18 * MB], len(SOUND)):
        until(lambda: sending.offset() >= 8 * MB)
    until(lambda: sending.offset() == 18 * MB)


def test_one_at_a_time(town, clerk):
    sending = begin(clerk, len(SOUND))
    with half_sent(sending, 0, SOUND[: 2 * MB], len(SOUND)):
        until(lambda: on_disk(town, sending) >= MB)
        answer = sending.piece(0, SOUND)
        assert answer.status_code == 423
        assert "いま別の画面から送られています" in answer.json()["detail"]
        assert clerk.delete(sending.path).status_code == 423
    until(lambda: sending.offset() == 2 * MB)
    sending.go_on(SOUND)
    assert kept(town, SOUND)


def test_many_who_send_the_same_piece_end_with_one(town, clerk):
    sending, answers = begin(clerk, len(SOUND)), []
    threads = [threading.Thread(target=lambda: answers.append(sending.piece(0, SOUND).status_code)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(set(answers) - {409, 423}) == [204]
    assert answers.count(204) == 1
    assert kept(town, SOUND)


def test_it_goes_on_after_a_day(town, clerk):
    sending = begin(clerk, len(SOUND))
    sending.piece(0, SOUND[:MB])
    day = timedelta(days=1, hours=2)
    put_back(town.service.recordings.scratch / f"upload-{sending.id}", day.total_seconds())
    with town.database.writing(PROGRAM) as session:
        row = session.get_one(RecordingRow, sending.id)
        row.created_at = row.touched_at = now() - day
    assert sending.offset() == MB
    sending.go_on(SOUND)
    assert kept(town, SOUND)


def test_a_sign_in_that_runs_out_meanwhile(town, clerk):
    sending = begin(clerk, len(SOUND))
    sending.piece(0, SOUND[:MB])
    with town.database.writing(PROGRAM) as session:
        for row in session.exec(select(SessionRow)):
            row.seen_at = now() - IDLE - timedelta(minutes=1)
    assert sending.piece(MB, SOUND[MB:]).status_code == sending.head().status_code == 401
    assert clerk.post("/sign-in", data={"login": "clerk", "password": PASSWORD}).status_code == 303
    assert sending.offset() == MB
    sending.go_on(SOUND)
    assert kept(town, SOUND)


def crash(town, sending, written, acknowledged):
    """So the process left it: so many bytes on the disk, and the row knows of so many."""
    with Uploads(town.service.recordings).alone(sending.id) as path:
        path.write_bytes(written)
    with town.database.writing(PROGRAM) as session:
        uploads.receive(session, sending.id, acknowledged)


@pytest.mark.parametrize("written", [SOUND[: 2 * MB], SOUND[:MB] + bytes(MB), SOUND[:MB]], ids=["more", "torn", "even"])
def test_what_was_never_acknowledged_is_sent_again(town, clerk, written):
    sending = begin(clerk, len(SOUND))
    crash(town, sending, written, MB)
    assert sending.offset() == MB
    sending.go_on(SOUND)
    assert kept(town, SOUND)


def test_what_the_disk_has_lost_is_sent_again(town, clerk):
    sending = begin(clerk, len(SOUND))
    crash(town, sending, SOUND[: MB // 2], MB)
    assert sending.offset() == MB // 2
    sending.go_on(SOUND)
    assert kept(town, SOUND)


def test_between_the_last_byte_and_the_hash(town, clerk):
    """Whoever asks how far it is has it finished."""
    sending = begin(clerk, len(SOUND))
    meeting_of(clerk, sending)
    crash(town, sending, SOUND, len(SOUND))
    assert row_of(town, sending).sha256 is None
    assert sending.offset() == len(SOUND)
    assert kept(town, SOUND)
    assert jobs_asked(town) == 1


def test_nobody_has_to_ask(town):
    """The meeting's work begins when the service does, and once."""
    clerk = town.browser("clerk")
    sending = begin(clerk, len(SOUND))
    meeting_of(clerk, sending)
    crash(town, sending, SOUND, len(SOUND))
    for _ in range(2):
        receiving.finish_all(town.service)
    assert row_of(town, sending).sha256 == hashlib.sha256(SOUND).hexdigest()
    assert (Action.RECORDING_UPLOADED, sending.id) in town.done()
    assert jobs_asked(town) == 1
    assert unfinished(town) == []


def test_whoever_sent_it_may_have_moved_to_another_department(town):
    sending = begin(town.browser("clerk"), len(SOUND))
    meeting_of(sending.browser, sending)
    crash(town, sending, SOUND, len(SOUND))
    with town.database.writing(PROGRAM) as session:
        session.get_one(AccountRow, "clerk").department_id = "welfare"
    receiving.finish_all(town.service)
    assert row_of(town, sending).sha256 == hashlib.sha256(SOUND).hexdigest()
    assert jobs_asked(town) == 1


def test_one_that_cannot_be_finished_holds_up_no_other(town, capsys):
    clerk = town.browser("clerk")
    broken, sending = begin(clerk, len(SOUND)), begin(clerk, len(SOUND))
    for one in (broken, sending):
        crash(town, one, SOUND, len(SOUND))
    (town.service.recordings.scratch / f"upload-{broken.id}").unlink()
    (town.service.recordings.scratch / f"upload-{broken.id}").mkdir()
    receiving.finish_all(town.service)
    assert row_of(town, sending).sha256 == hashlib.sha256(SOUND).hexdigest()
    assert "upload not finished" in "".join(capsys.readouterr())


@pytest.fixture
def web(town, tmp_path):
    """Starts the web process over the town's folder; -> it and a browser before it."""
    started = []

    @contextmanager
    def start():
        with live(town.app) as address:  # a port that is free
            port = urlsplit(address).port
        command = [sys.executable, "-m", "tests.api.serving", str(tmp_path), str(port)]
        with (tmp_path / "log").open("a") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=Path(__file__).parents[2])
        started.append(process)
        browser = town.elsewhere(f"http://127.0.0.1:{port}", "clerk")
        until(lambda: _answers(browser))
        yield process, browser
        process.send_signal(signal.SIGTERM)
        process.wait()

    yield start
    for process in started:
        process.kill()
        process.wait()


def _answers(browser):
    try:
        return browser.get("/healthz").is_success
    except httpx2.TransportError:
        return False


def test_killed_in_the_middle_of_a_request(town, web):
    with web() as (process, browser):
        sending = begin(browser, len(SOUND))
        with half_sent(sending, 0, SOUND[: 18 * MB], len(SOUND)):
            until(lambda: sending.offset() >= 8 * MB)
            process.kill()
            process.wait()
    with web() as (_, browser):
        again = Sending(browser, sending.path)
        assert 8 * MB <= again.offset() <= 18 * MB
        again.go_on(SOUND)
        assert again.offset() == len(SOUND)
    assert kept(town, SOUND)


def test_a_disk_that_fills_up(town, web):
    """The kernel refuses the process every write beyond a length: real writes, no root needed. And then it does not."""
    with web() as (process, browser):
        sending = begin(browser, len(SOUND))
        sending.go_on(SOUND[: 4 * MB])
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (10 * MB, resource.RLIM_INFINITY))
        answer = sending.piece(4 * MB, SOUND[4 * MB :])
        assert answer.status_code == 507
        assert "空きが足りません。ごみ箱の会議を消すか、管理者に知らせてください。" in answer.json()["detail"]
        assert sending.offset() == 4 * MB
        assert browser.get("/").status_code == 200
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        sending.go_on(SOUND)
    assert kept(town, SOUND)
