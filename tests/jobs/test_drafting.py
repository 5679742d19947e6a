"""Drafts are made durably: on SQLite and on PostgreSQL, by one worker or two, whatever happens to them."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest
from dbos._dbos import _get_dbos_instance

from exports import draft_json
from minutes.child import in_child
from minutes.domain.errors import NoSpeech
from minutes.domain.work import State
from minutes.store.access import PROGRAM
from minutes.store.queries import drafts, jobs, meetings
from minutes.store.queries.meetings import job_of
from minutes.store.tables import JobRow
from tests.coedit.drafts import CHAIR, MAYOR, heard
from tests.jobs.office import PATIENCE_S, TEXTS, Held, make, until
from tests.test_child import be_killed, wait_long


def state(office, job_id):
    return job_of(office.job(job_id)).state


class Change(Exception):
    """Of mind."""


def test_a_job_is_on_record_and_in_the_queue_or_neither(office):
    with pytest.raises(Change), office.database.writing(PROGRAM) as session:
        forgotten = office.ask_in(session)
        raise Change
    asked, begun = office.ask(), []
    with office.working(lambda order, *more: begun.append(order.job_id) or make(order, *more)):
        office.finished(asked)
        time.sleep(2)  # whatever else is in the queue would begin
    assert office.job(forgotten) is None
    assert begun == [asked]


def test_what_is_heard_is_on_record_while_the_rest_is_made_and_then_the_draft(office):
    job, held = office.ask(), Held()
    with office.working(held):
        until(lambda: office.heard(job))
        assert office.heard(job) == [TEXTS[0]]
        assert state(office, job) is State.WORKING
        held.go_on.set()
        office.finished(job)
    assert office.heard(job) == []  # it is in the draft now
    assert TEXTS[2].encode() in office.recordings.get(office.draft().content)
    assert (office.job(job).stage, office.job(job).share) == ("文字に起こす", 1.0)


def test_recognising_again_keeps_the_earlier_draft(office):
    with office.working(make):
        office.finished(office.ask())
        first = office.draft()
        office.finished(office.ask())
    assert (first.number, office.draft().number) == (1, 2)
    with office.database.reading(PROGRAM) as session:
        assert session.get_one(type(first), first.id).job_id == first.job_id


def test_what_somebody_has_corrected_stays_the_text_and_the_new_draft_is_offered_to_it(office):
    with office.working(make):
        office.finished(office.ask())
        first = office.draft()
        office.correct(first, {"p0001": "ただ今から会議を開きます。"})
        office.finished(office.ask())
    assert office.draft().offered_at
    with office.database.reading(PROGRAM) as session:
        assert drafts.current(session, office.meeting) == first
        assert drafts.offered(session, first) == office.draft()


@pytest.mark.parametrize("when", ["while it is at work", "while the draft is stored"])
def test_the_people_of_a_draft_are_those_on_record_at_its_end(office, when):
    """The machine's own draft says of whom the recogniser was told."""
    office.put_on_roster(CHAIR)
    job, held = office.ask(), Held()
    with office.working(held):
        until(lambda: held.begun)
        with office.database.writing(PROGRAM) as session:
            office.put_on_roster_in(session, MAYOR)
            if when == "while the draft is stored":
                held.go_on.set()
                time.sleep(2)  # it waits for what others are saying of the meeting
        held.go_on.set()
        office.finished(job)
    told = draft_json.read(office.recordings.get(office.draft().content)).meeting
    assert told.roster.members == (CHAIR,)
    assert [*office.document().people().values()] == [MAYOR]
    assert len(office.document().lines()) == len(TEXTS)


def test_one_that_waits_knows_how_many_come_before_and_never_begins_once_called_off(office):
    held = Held()
    at_work, called_off, last = office.ask(), office.ask(), office.ask()
    with office.working(held):
        until(lambda: held.begun)
        with office.database.reading(PROGRAM) as session:
            assert [jobs.waiting_before(session, job) for job in (at_work, called_off, last)] == [0, 1, 2]
        office.call_off(called_off)
        held.go_on.set()
        office.finished(at_work, last)
    assert held.begun == [at_work, last]
    assert state(office, called_off) is State.CANCELLED


def test_one_at_work_ends_when_called_off_even_where_its_child_hangs(office, tmp_path):
    job, following, marker = office.ask(), office.ask(), tmp_path / "child.pid"

    def hang(order, watch, on_piece):
        if order.job_id == job:
            in_child(wait_long, lambda share: watch("文字に起こす", share), marker)
        return make(order, watch, on_piece)

    with office.working(hang):
        until(lambda: marker.exists() and marker.read_text())
        office.call_off(job)
        office.finished(following)
    assert state(office, job) is State.CANCELLED
    with pytest.raises(ProcessLookupError):
        os.kill(int(marker.read_text()), 0)


def test_called_off_on_record_alone_is_enough(office):
    """The web process may be killed between the record and the queue."""
    held = Held()
    job, waiting = office.ask(), office.ask()
    with office.working(held):
        until(lambda: held.begun)
        with office.database.writing(PROGRAM) as session:
            jobs.cancel(session, job)
            jobs.cancel(session, waiting)
        following = office.ask()
        until(lambda: len(held.begun) == 2)
        held.go_on.set()
        office.finished(following)
    assert held.begun == [job, following]
    assert office.draft().job_id == following


def test_whose_recordings_were_taken_away_while_it_was_at_work_ends(office, capsys):
    held = Held()
    job = office.ask()
    with office.working(held):
        until(lambda: held.begun)
        with office.database.writing(PROGRAM) as session:
            meetings.forget_recordings(session, session.get_one(JobRow, job).meeting_id)
        following = office.ask()
        until(lambda: len(held.begun) == 2)
        held.go_on.set()
        office.finished(following)
    assert "draft failed" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (NoSpeech("朝.m4a"), "録音「朝.m4a」から発言を聞き取れませんでした"),
        (ZeroDivisionError("what was said"), "内部の異常で作業が止まりました。"),
    ],
    ids=["ours", "nobody foresaw it"],
)
def test_a_failure_is_told_in_a_sentence_and_the_next_job_goes_on(office, error, sentence, capsys):
    job, following = office.ask(), office.ask()

    def fail(order, watch, on_piece):
        if order.job_id == job:
            raise error
        return make(order, watch, on_piece)

    with office.working(fail):
        office.finished(following)
    assert state(office, job) is State.FAILED
    assert office.job(job).problem.startswith(sentence)
    assert "what was said" not in "".join(capsys.readouterr())


def test_a_child_that_dies_is_tried_again_three_times_in_all(office):
    lucky, unlucky, tries = office.ask(), office.ask(), []

    def mortal(order, watch, on_piece):
        tries.append(order.job_id)
        on_piece(heard(TEXTS[0], 0.0))
        if order.job_id == unlucky or tries.count(lucky) < 3:
            in_child(be_killed, lambda share: None)
        return make(order, watch, on_piece)

    with office.working(mortal):
        until(lambda: office.job(unlucky).failed_at)
    assert tries == [lucky] * 3 + [unlucky] * 3
    assert state(office, lucky) is State.READY
    assert "メモリが足りない" in office.job(unlucky).problem
    assert office.heard(unlucky) == [TEXTS[0]]  # once, though heard three times


def test_a_child_that_died_before_a_restart_has_its_other_chances_afterwards(office):
    job, held, died = office.ask(), Held(), []

    def mortal(order, *more):
        if not died:
            died.append(order.job_id)
            in_child(be_killed, lambda share: None)
        return held(order, *more)

    with office.working(mortal):
        until(lambda: held.begun)
    with office.working(make):
        office.finished(job)
    assert office.job(job).problem is None


def test_a_failure_that_the_database_has_no_room_for_is_told_once_there_is_some(office):
    job, begun, full = office.ask(), threading.Event(), threading.Event()

    def fail(*_):
        begun.set()
        full.wait()
        raise NoSpeech("朝" * 300_000)

    with office.working(fail):
        begun.wait()
        with office.full() as refused:
            full.set()
            assert refused.wait(PATIENCE_S)
            assert state(office, job) is State.WORKING
        until(lambda: office.job(job).failed_at)
    assert office.job(job).problem.startswith("録音「朝")


def test_what_ended_a_while_ago_leaves_nothing_in_the_queue(office):
    """Errors are kept there with the names of recordings."""
    failed, at_work, held = office.ask(), office.ask(), Held()

    def work(order, *more):
        if order.job_id == failed:
            raise NoSpeech("朝.m4a")
        return held(order, *more)

    with office.working(work) as take_up:
        until(lambda: held.begun)
        take_up()
        assert in_queue(office) == {failed, at_work}
        end_earlier(office)
        take_up()
        assert in_queue(office) == {at_work}
        held.go_on.set()
        office.finished(at_work)


def in_queue(office):
    """Of whom there is anything, be it one step."""
    with office.database.engine.connect() as connection:
        found = (
            connection.exec_driver_sql(f"SELECT workflow_uuid FROM {dbos(office)}{table}").scalars()  # noqa: S608
            for table in ("workflow_status", "workflow_input", "workflow_output", "operation_outputs")
        )
        return {one for each in found for one in each}


def end_earlier(office):
    """By two hours."""
    with office.database.engine.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE {dbos(office)}workflow_status SET completed_at = completed_at - 7200000"  # noqa: S608
        )


def dbos(office):
    """Where its tables are."""
    return "" if office.database.engine.dialect.name == "sqlite" else "dbos."


def test_one_at_a_time(office):
    at_once, most = [], []

    def counting(order, watch, on_piece):
        at_once.append(order.job_id)
        most.append(len(at_once))
        try:
            return make(order, watch, on_piece, pause_s=0.3)
        finally:
            at_once.remove(order.job_id)

    asked = [office.ask() for _ in range(3)]
    with office.working(counting):
        office.finished(*asked)
    assert most == [1, 1, 1]


def test_stopping_leaves_the_rest_to_whoever_works_next(office):
    job, held = office.ask(), Held()
    with office.working(held):
        until(lambda: office.heard(job))
    assert state(office, job) is State.WORKING
    with office.working(make):
        office.finished(job)
    assert office.job(job).problem is None


@pytest.mark.parametrize("new_address", ["postgresql"], indirect=True)
def test_a_server_that_is_gone_without_a_word_is_noticed_by_the_queue_too(office):
    with office.working(make):
        for database in (office.queue._client._sys_db, _get_dbos_instance()._sys_db):
            with database.engine.connect() as connection:
                assert "tcp_user_timeout" in connection.connection.driver_connection.info.get_parameters()


@contextmanager
def colleague(office, log, pause_s):
    """Somebody who works in a process of their own, until they are killed or this ends."""
    command = ["-m", "tests.jobs.office", office.address, office.seats.parent, log, pause_s]
    process = subprocess.Popen([sys.executable, *map(str, command)], stdin=subprocess.PIPE)
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait()


def begun(log):
    return log.read_text().split() if log.exists() else []


def test_two_workers_share_the_queue_and_never_the_same_job(office, tmp_path):
    asked, mine, log = [office.ask() for _ in range(6)], [], tmp_path / "log"
    with colleague(office, log, 0.5):
        until(lambda: begun(log))

        def noting(order, *more):
            mine.append(order.job_id)
            return make(order, *more, pause_s=0.5)

        with office.working(noting):
            office.finished(*asked)
    assert sorted(mine + begun(log)) == sorted(asked)
    assert mine


@pytest.mark.parametrize("when", ["from the beginning", "while at work"])
def test_what_a_worker_who_is_gone_left_is_taken_up(office, tmp_path, when):
    job, log = office.ask(), tmp_path / "log"
    with colleague(office, log, 600) as killed:
        until(lambda: office.heard(job))
        if when == "from the beginning":
            killed.send_signal(signal.SIGKILL)
            killed.wait()
            with office.working(make):
                office.finished(job)
        else:
            with office.working(make) as take_up:
                killed.send_signal(signal.SIGKILL)
                killed.wait()
                take_up()
                office.finished(job)
    assert office.draft().number == 1


@pytest.mark.parametrize("new_address", ["sqlite"], indirect=True)
def test_what_was_left_is_taken_up_where_the_seats_are_lost(office, tmp_path):
    """As after a backup of the database and the recordings alone: nobody else can be at a file."""
    job = office.ask()
    with colleague(office, tmp_path / "log", 600) as killed:
        until(lambda: office.heard(job))
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    shutil.rmtree(office.seats)
    with office.working(make):
        office.finished(job)
    assert office.draft().number == 1
