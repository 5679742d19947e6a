"""録音を入れ直す: the meeting stays as it was typed, the recordings are others, and the work begins anew."""

import pytest
from sqlmodel import select

from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.tables import JobRow, MeetingRow, RecordingRow, now
from tests.api.drafted import asked, drafted, recorded
from tests.api.sending import begin, send

SOUND = b"\1\2\3\4" * 1000


@pytest.fixture
def failed(town):
    """A meeting of whose recording no draft could be made; -> its page."""
    meeting = town.meeting("介護保険の相談")
    recorded(town, meeting, "メモ.mp3")
    asked(town, meeting, failed_at=now(), problem="録音「メモ.mp3」を読み込めません。中身は文字のファイルです。")
    return f"/meetings/{meeting}"


def recordings(town, page):
    with town.database.reading(PROGRAM) as session:
        return [row.name for row in session.exec(select(RecordingRow)) if f"/meetings/{row.meeting_id}" == page]


def jobs(town):
    with town.database.reading(PROGRAM) as session:
        return session.exec(select(JobRow)).all()


def test_the_page_of_the_meeting_leads_there(town, failed):
    browser = town.browser("clerk")
    shown = browser.get(failed).text
    assert "中身は文字のファイルです" in shown
    assert f'href="{failed}/recordings"' in shown
    form = browser.get(f"{failed}/recordings").text
    assert "「介護保険の相談」の録音（メモ.mp3）の代わりに" in form


def test_another_recording_takes_its_place_and_the_work_begins(town, failed):
    browser = town.browser("clerk")
    sending = send(browser, SOUND, "相談.m4a")
    answer = browser.post(f"{failed}/recordings", data={"recording": [sending.id]})
    assert answer.headers["location"] == failed
    assert recordings(town, failed) == ["相談.m4a"]
    assert [job.failed_at for job in jobs(town)] == [None]
    with town.database.reading(PROGRAM) as session:
        assert session.exec(select(MeetingRow.title)).one() == "介護保険の相談"
    done = [action for action, _ in town.done()]
    assert done[-2:] == [Action.RECORDING_REMOVED, Action.JOB_ASKED]


def test_it_may_still_be_on_its_way(town, failed):
    browser = town.browser("clerk")
    sending = begin(browser, len(SOUND), "相談.m4a")
    browser.post(f"{failed}/recordings", data={"recording": sending.id})
    assert "送信が途中です" in browser.get(failed).text
    assert jobs(town) == []
    sending.go_on(SOUND)
    assert len(jobs(town)) == 1


def test_another_s_recording_changes_nothing(town, failed):
    sending = send(town.browser("approver"), SOUND)
    answer = town.browser("clerk").post(f"{failed}/recordings", data={"recording": sending.id})
    assert answer.status_code == 422
    assert recordings(town, failed) == ["メモ.mp3"]
    assert len(jobs(town)) == 1


def test_also_where_the_work_was_called_off(town):
    meeting = town.meeting("介護保険の相談")
    recorded(town, meeting, "別の日.mp3")
    asked(town, meeting, cancelled_at=now())
    browser, page = town.browser("clerk"), f"/meetings/{meeting}"
    assert f'href="{page}/recordings"' in browser.get(page).text
    assert browser.post(f"{page}/recordings", data={"recording": [send(browser, SOUND).id]}).status_code == 303
    assert recordings(town, page) != ["別の日.mp3"]


def test_where_there_are_none_at_all_they_are_put_in(town):
    meeting = town.meeting("介護保険の相談")
    shown = town.browser("clerk").get(f"/meetings/{meeting}/recordings").text
    assert "<h1>録音を入れる</h1>" in shown
    assert "代わりに" not in shown


def test_before_what_is_being_sent_is_thrown_away_there_is_a_question(town, failed):
    browser = town.browser("clerk")
    sending, other = begin(browser, len(SOUND), "相談.m4a"), send(browser, SOUND[::-1], "別の.m4a")
    browser.post(f"{failed}/recordings", data={"recording": sending.id})
    sending.piece(0, SOUND[:1000])
    asking = browser.get(f"{failed}/recordings").text
    assert "「相談.m4a」は、いま送られている途中です" in asking
    assert 'name="throw_away" value="true" required' in asking
    unasked = browser.post(f"{failed}/recordings", data={"recording": other.id})
    assert unasked.status_code == 422
    assert "この会議の録音「相談.m4a」は、いま送られている途中です" in unasked.text
    assert browser.post(f"{failed}/recordings", data={"recording": other.id, "throw_away": "true"}).status_code == 303
    assert recordings(town, failed) == ["別の.m4a"]
    assert sending.piece(1000, SOUND[1000:]).status_code == 404


@pytest.mark.parametrize(
    ("state", "status", "why"),
    [
        ("waiting", 409, "いま作業中です"),
        ("ready", 422, "もう粗原稿がある"),
        ("thrown away", 409, "ごみ箱から戻してから"),
    ],
)
def test_only_where_no_draft_could_be_made(town, failed, state, status, why):
    meeting = failed.rpartition("/")[2]
    if state == "waiting":
        asked(town, meeting, "j2")
    elif state == "ready":
        drafted(town, meeting, "j2")
    else:
        town.browser("clerk").post(f"{failed}/bin")
    browser = town.browser("clerk")
    sending = send(browser, SOUND)
    asked_for = browser.get(f"{failed}/recordings")
    sent = browser.post(f"{failed}/recordings", data={"recording": sending.id})
    assert asked_for.status_code == sent.status_code == status
    assert why in asked_for.text
    assert why in sent.text
    assert recordings(town, failed) == ["メモ.mp3"]


def test_another_department_finds_nothing_there(town, failed):
    welfare = town.browser("welfare")
    assert welfare.get(f"{failed}/recordings").status_code == 404
    assert welfare.post(f"{failed}/recordings", data={"recording": "x"}).status_code == 404
