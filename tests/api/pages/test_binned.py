"""ごみ箱: in, back, and out for good only for those who may, after a question."""

from datetime import timedelta

import pytest

from minutes.domain.people import Role
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.queries.meetings import GRACE
from minutes.store.tables import MeetingRow, now
from tests.api.drafted import asked


@pytest.fixture
def thrown(town):
    """A meeting of the clerk's, in the bin; -> its id."""
    meeting = town.meeting("古い打合せ")
    town.browser("clerk").post(f"/meetings/{meeting}/bin")
    return meeting


def binned_at(town, meeting):
    with town.database.reading(PROGRAM) as session:
        return session.get_one(MeetingRow, meeting).binned_at


def test_the_bin_is_empty(town):
    assert "ごみ箱は空です" in town.browser("reader").get("/bin").text


def test_thrown_away_and_taken_back_at_once(town):
    meeting, browser = town.meeting("古い打合せ"), town.browser("clerk")
    answer = browser.post(f"/meetings/{meeting}/bin")
    listed = browser.get(answer.headers["location"]).text
    assert "「古い打合せ」をごみ箱に移しました" in listed
    assert f'action="/bin/{meeting}/take-back"' in listed
    assert 'class="open"' not in listed
    assert browser.post(f"/bin/{meeting}/take-back").headers["location"] == f"/meetings/{meeting}"
    assert 'class="open"' in browser.get("/").text
    assert [action for action, _ in town.done()] == [Action.MEETING_BINNED, Action.MEETING_TAKEN_BACK]


def test_the_bin_says_how_long(town, thrown):
    assert "あと29日" in town.browser("reader").get("/bin").text
    with town.database.writing(PROGRAM) as session:
        session.get_one(MeetingRow, thrown).binned_at = now() - GRACE + timedelta(hours=1)
    assert "まもなく" in town.browser("reader").get("/bin").text


def test_before_loss_there_is_a_question(town, thrown):
    text = town.browser("clerk").get(f"/bin/{thrown}/delete").text
    assert "この会議を消しますか" in text
    assert "元に戻せません" in text
    assert 'type="checkbox" required' in text
    assert binned_at(town, thrown) > now() - timedelta(minutes=5)


def test_deleting_at_once_ends_the_time_of_grace(town, thrown):
    assert town.browser("clerk").post(f"/bin/{thrown}/delete").headers["location"] == "/bin"
    assert binned_at(town, thrown) <= now() - GRACE
    assert town.done()[-1] == (Action.MEETING_DELETION_ASKED, thrown)
    assert "すぐに消す" not in town.browser("clerk").get("/bin").text


def test_what_others_made_only_an_administrator_deletes(town, thrown):
    town.account("other", "別所あきら", Role.CLERK)
    for login, status in (("other", 403), ("approver", 403), ("administrator", 303)):
        browser = town.browser(login)
        assert ("すぐに消す" in browser.get("/bin").text) == (status == 303)
        assert browser.get(f"/bin/{thrown}/delete").status_code == (403 if status == 403 else 200)
        assert browser.post(f"/bin/{thrown}/delete").status_code == status


def test_what_is_not_in_the_bin_cannot_be_deleted(town):
    meeting = town.meeting()
    assert town.browser("administrator").post(f"/bin/{meeting}/delete").status_code == 404


def test_nobody_waits_any_more_for_the_draft_of_what_was_thrown_away(town):
    browser = town.browser("clerk")
    meeting = browser.post("/meetings/sample").headers["location"].removeprefix("/meetings/")
    listed = browser.get(browser.post(f"/meetings/{meeting}/bin").headers["location"]).text
    assert "作りかけの粗原稿は取り消しました" in listed
    assert Action.JOB_CANCELLED in [action for action, _ in town.done()]
    assert "ごみ箱にあります" in browser.get(f"/meetings/{meeting}").text


def test_what_was_called_off_before_is_not_called_off_by_the_bin(town):
    meeting, browser = town.meeting("古い打合せ"), town.browser("clerk")
    asked(town, meeting, cancelled_at=now())
    listed = browser.get(browser.post(f"/meetings/{meeting}/bin").headers["location"]).text
    assert "「古い打合せ」をごみ箱に移しました" in listed
    assert "取り消しました" not in listed
