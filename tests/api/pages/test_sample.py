"""見本の会議で試す: one click, and the bundled recording is on its real way."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api import sample
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.queries import jobs, meetings
from minutes.store.tables import MeetingRow
from tests.api.live import live

THERE = Path("tests/data/sample")


@pytest.mark.parametrize("name", ["meeting.ogg", "roster.csv"])
def test_what_is_bundled_is_what_is_measured(name):
    assert (Path(sample.__file__).parent / name).read_bytes() == (THERE / name).read_bytes()


def test_one_click_makes_a_meeting_whose_work_is_in_the_queue(town):
    browser = town.browser("clerk")
    assert "見本の会議で試す" in browser.get("/").text
    where = browser.post("/meetings/sample").headers["location"]
    assert "（見本）令和７年第３回青葉町議会定例会" in browser.get(where).text
    with town.database.reading(PROGRAM) as session:
        meeting = session.get_one(MeetingRow, where.removeprefix("/meetings/"))
        order = jobs.order(session, meetings.last_job(session, meeting.id).id)
    assert order.meeting.roster.names[0] == "大野茂"
    assert town.service.recordings.local(order.recordings[0][0]).read_bytes() == sample.RECORDING.read_bytes()


def test_a_second_click_leads_to_the_same_meeting(town):
    browser = town.browser("clerk")
    first, second = (browser.post("/meetings/sample").headers["location"] for _ in range(2))
    assert first == second


def test_clicks_at_the_same_moment_lead_to_one_meeting_and_one_job(town):
    with live(town.app) as address, ThreadPoolExecutor(4) as fingers:
        browsers = [town.elsewhere(address, "clerk") for _ in range(4)]
        clicked = list(fingers.map(lambda browser: browser.post("/meetings/sample").headers["location"], browsers))
    assert len(set(clicked)) == 1
    assert [action for action, _ in town.done()].count(Action.JOB_ASKED) == 1


def test_a_sample_in_the_bin_is_no_hindrance(town):
    browser = town.browser("clerk")
    first = browser.post("/meetings/sample").headers["location"]
    browser.post(f"{first}/bin")
    second = browser.post("/meetings/sample").headers["location"]
    assert second != first
    with town.database.reading(PROGRAM) as session:
        assert meetings.last_job(session, second.removeprefix("/meetings/"))


def test_each_department_has_its_own(town):
    ours = town.browser("clerk").post("/meetings/sample").headers["location"]
    assert town.browser("welfare").post("/meetings/sample").headers["location"] != ours
