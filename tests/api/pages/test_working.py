"""作業を頼む、やめる: once more with other settings, and not at all."""

import pytest
from sqlmodel import col, select

from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.tables import JobRow, MeetingRow, now
from tests.api.drafted import asked, drafted, recorded


@pytest.fixture
def meeting(town):
    there = town.meeting("定例会")
    recorded(town, there)
    return there


def jobs_of(town, meeting):
    with town.database.reading(PROGRAM) as session:
        found = select(JobRow).where(col(JobRow.meeting_id) == meeting).order_by(col(JobRow.asked_at))
        return [(job.recogniser, job.speakers_min, job.speakers_max, job.cancelled_at) for job in session.exec(found)]


def test_once_more_with_another_number_of_speakers(town, meeting):
    drafted(town, meeting)
    answer = town.browser("clerk").post(f"/meetings/{meeting}/again", data={"speakers": "6"})
    assert answer.headers["location"] == f"/meetings/{meeting}"
    assert jobs_of(town, meeting)[1:] == [(None, 6, 6, None)]
    assert (Action.JOB_ASKED, meeting) in town.done()


def test_with_the_model_that_is_named(town, meeting):
    drafted(town, meeting)
    town.browser("clerk").post(f"/meetings/{meeting}/again", data={"recogniser": "whisper-trial", "speakers": ""})
    assert jobs_of(town, meeting)[1:] == [("whisper-trial", None, None, None)]


def test_a_model_that_is_not_there(town, meeting):
    answer = town.browser("clerk").post(f"/meetings/{meeting}/again", data={"recogniser": "whisper-imaginary"})
    assert answer.status_code == 422
    assert jobs_of(town, meeting) == []


def test_an_empty_field_takes_a_number_back_but_not_what_a_program_said(town, meeting):
    browser = town.browser("clerk")
    for known, left in (((4, 4), (None, None)), ((2, 5), (2, 5))):
        with town.database.writing(PROGRAM) as session:
            row = session.get_one(MeetingRow, meeting)
            row.speakers_min, row.speakers_max = known
        browser.post(f"/meetings/{meeting}/again", data={"speakers": ""})
        assert jobs_of(town, meeting)[-1][1:3] == left
        browser.post(f"/meetings/{meeting}/cancel")


@pytest.mark.parametrize("known", [(4, 4), (2, 5)])
def test_what_is_not_said_of_the_number_stays(town, meeting, known):
    """By the button that shows no field, and by a program that says nothing of it."""
    with town.database.writing(PROGRAM) as session:
        row = session.get_one(MeetingRow, meeting)
        row.speakers_min, row.speakers_max = known
    clerk, program, there = town.browser("clerk"), town.program("clerk"), f"/api/meetings/{meeting}/drafts"
    ways = (lambda: clerk.post(f"/meetings/{meeting}/again"), lambda: program.post(there))
    for ask in (*ways, lambda: program.post(there, json={"recogniser": "whisper-trial"})):
        assert ask().status_code in (202, 303)
        assert jobs_of(town, meeting)[-1][1:3] == known
        clerk.post(f"/meetings/{meeting}/cancel")


def test_a_program_takes_a_number_back(town, meeting):
    program, there = town.program("clerk"), f"/api/meetings/{meeting}/drafts"
    program.post(there, json={"speakers": 4})
    program.post(f"/api/meetings/{meeting}/cancel")
    program.post(there, json={"speakers": None})
    assert [job[1:3] for job in jobs_of(town, meeting)] == [(4, 4), (None, None)]


def test_not_twice_at_once(town, meeting):
    asked(town, meeting, started_at=now())
    answer = town.browser("clerk").post(f"/meetings/{meeting}/again")
    assert "いま作業中です" in answer.text
    assert len(jobs_of(town, meeting)) == 1


def test_not_of_a_meeting_in_the_bin(town, meeting):
    browser = town.browser("clerk")
    browser.post(f"/meetings/{meeting}/bin")
    answer = browser.post(f"/meetings/{meeting}/again")
    assert answer.status_code == 409
    assert "この会議はごみ箱にあります" in answer.text
    assert jobs_of(town, meeting) == []


@pytest.mark.parametrize("share", [None, 0.5], ids=["no recording", "half of it"])
def test_not_before_the_recordings_are_here(town, share):
    meeting = town.meeting("途中")
    if share:
        recorded(town, meeting, share=share)
    answer = town.browser("clerk").post(f"/meetings/{meeting}/again")
    assert "録音をまだ送り終えていません" in answer.text
    assert jobs_of(town, meeting) == []


def test_called_off_it_is_asked_for_anew(town, meeting):
    browser = town.browser("clerk")
    browser.post(f"/meetings/{meeting}/again")
    browser.post(f"/meetings/{meeting}/cancel")
    browser.post(f"/meetings/{meeting}/again")
    first, second = jobs_of(town, meeting)
    assert first[-1]
    assert second[-1] is None
    assert (Action.JOB_CANCELLED, meeting) in town.done()
