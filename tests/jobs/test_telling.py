"""How far a job is, and how long the rest will take on the machine that does it."""

import time

import pytest

from minutes.domain.work import seconds_left
from minutes.jobs.telling import Telling
from minutes.store.access import PROGRAM
from minutes.store.queries import jobs
from minutes.store.queries.meetings import job_of
from minutes.workshop import Stage

STAGES = [stage.value for stage in Stage]
SOUND_S = 600.0


def told(office, job_id, machine, seconds=()):
    """The job is done in so many seconds, stage by stage; -> who told of it."""
    with office.database.writing(PROGRAM) as session:
        jobs.begin(session, job_id)
        order = jobs.order(session, job_id)
    telling = Telling(office.database, order, machine)
    telling.measured(SOUND_S)
    for stage, took_s in zip(STAGES, seconds, strict=False):
        telling(stage, 0.0)
        telling._since = time.monotonic() - took_s  # so long ago
        telling(stage, 1.0)
        telling(stage, 1.0)  # some stages say so twice
    return telling


def left(office, job_id):
    with office.database.reading(PROGRAM) as session:
        return seconds_left(job_of(office.job(job_id)), jobs.paces(session, job_id), STAGES)


def test_the_share_of_the_stage_is_on_record(office):
    job = office.ask()
    told(office, job, "here", [1.0])("文字に起こす", 0.25)
    assert (office.job(job).stage, office.job(job).share) == ("文字に起こす", 0.25)


def test_what_the_database_has_no_room_for_is_told_later(office):
    job = office.ask()
    telling = told(office, job, "here", [1.0])
    with office.full():
        telling("文字に起こす" * 100_000, 0.25)
    telling("文字に起こす", 0.5)
    assert (office.job(job).stage, office.job(job).share) == ("文字に起こす", 0.5)


def test_time_left_is_learned_from_this_machines_earlier_jobs(office):
    told(office, office.ask(office.hold_meeting("first", "a")), "here", [10, 120, 60])
    told(office, office.ask(office.hold_meeting("faster", "b")), "elsewhere", [1, 12, 6])
    job = office.ask(office.hold_meeting("now", "c"))
    telling = told(office, job, "here", [5])
    telling(STAGES[1], 0.5)
    assert left(office, job) == pytest.approx(120 / 2 + 60, rel=0.05)


def test_nobody_knows_before_there_was_a_job_here(office):
    job = office.ask()
    told(office, job, "here", [5])(STAGES[1], 0.5)
    assert left(office, job) is None


def test_what_was_recognised_before_teaches_nothing(office):
    told(office, office.ask(), "here", [10, 120, 60])
    told(office, office.ask(), "here", [0.1, 0.1, 0.1])  # the same recording again: all of it is among the artefacts
    job = office.ask(office.hold_meeting("now", "c"))
    told(office, job, "here", [5])(STAGES[1], 0.0)
    assert left(office, job) == pytest.approx(180, rel=0.05)


def test_nor_does_what_is_left_of_an_interrupted_job(office):
    job = office.ask()
    told(office, job, "here", [10])
    told(office, job, "here", [0.1, 1, 60])
    with office.database.reading(PROGRAM) as session:
        assert STAGES[1] not in jobs.paces(session, job)
