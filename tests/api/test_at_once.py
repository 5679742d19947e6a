"""Several at the same moment, on PostgreSQL, where many write at once: as if it were one after another."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlmodel import Session, func, select

from api.offers import texts
from api.rooms.log import Log
from exports import draft_json
from minutes import coedit
from minutes.coedit import Document
from minutes.domain.meeting import MeetingKind
from minutes.domain.people import Role
from minutes.domain.speech import Word
from minutes.store import audit
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.queries import binned, departments, drafts, glossary, jobs, meetings, people
from minutes.store.tables import (
    AccountRow,
    ChangeRow,
    HeardRow,
    JobRow,
    MeetingRow,
    SessionRow,
    TermRow,
    TokenRow,
    now,
)
from tests.api.desks import log_of
from tests.api.drafted import MINUTES, asked, drafted, recorded
from tests.api.pages.test_offers import Sitting
from tests.api.pages.test_set_up import FORM
from tests.api.sending import begin
from tests.api.test_uploads import meeting_of, unfinished
from tests.api.town import PASSWORD
from tests.coedit.browser import Browser

MANY = 6
PATIENCE_S = 120


@pytest.fixture
def town(town_on_postgresql):
    return town_on_postgresql


def at_once(ask):
    """-> how often which status was the answer."""
    with ThreadPoolExecutor(MANY) as clerks:
        return Counter(answer.status_code for answer in clerks.map(ask, range(MANY)))


def count(town, row):
    with town.database.reading(PROGRAM) as session:
        return session.exec(select(func.count()).select_from(row)).one()


@contextmanager
def waiting(town, ask):
    """Somebody who asks, and has come so far that they wait for what the block does; -> their answer afterwards.

    It fails where they do not wait, and does not wait for them then: they may wait for what only we could end.
    """
    blocked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    other, end = ThreadPoolExecutor(1), time.monotonic() + PATIENCE_S
    asking = other.submit(ask)
    with Session(town.database.engine) as session:
        while not session.connection().exec_driver_sql(blocked).scalar():
            assert not asking.done(), asking.result()
            assert time.monotonic() < end
            session.rollback()
            time.sleep(0.02)
    yield asking
    other.shutdown()


def test_a_draft_is_asked_for_once_however_often_the_button_is_pressed(town):
    meeting = town.meeting()
    recorded(town, meeting)
    browsers = [town.browser("clerk") for _ in range(MANY)]
    assert at_once(lambda one: browsers[one].post(f"/meetings/{meeting}/again")) == {303: 1, 409: MANY - 1}
    assert count(town, JobRow) == 1


def test_everybody_who_names_a_voice_is_heard(town):
    meeting = town.meeting()
    drafted(town, meeting)
    browsers = [town.browser("clerk") for _ in range(MANY)]
    name = {"voice": "S1", "other": "傍聴太郎"}
    assert at_once(lambda one: browsers[one].post(f"/meetings/{meeting}/voices", data=name)) == {303: MANY}
    assert count(town, ChangeRow) == 1 + MANY
    page = browsers[0].get(f"/meetings/{meeting}").text
    assert page.count(">傍聴太郎</option>") == 2  # once for each of the two voices


def test_a_term_is_added_once_and_removed_once(town):
    browsers = [town.browser("clerk") for _ in range(MANY)]
    assert at_once(lambda one: browsers[one].post("/glossary", data={"term": "頭首工"})) == {303: MANY}
    assert count(town, TermRow) == 1
    with town.database.reading(PROGRAM) as session:
        (term,) = glossary.listed(session, town.actor("clerk"))
    assert at_once(lambda one: browsers[one].post(f"/glossary/{term.id}/remove")) == {303: MANY}
    assert [action for action, _ in town.done()] == [Action.TERM_ADDED, Action.TERM_REMOVED]


@pytest.fixture
def text(town):
    """A draft that somebody has corrected a little."""
    meeting, clerk = town.meeting(), town.actor("clerk")
    drafted(town, meeting)
    with town.database.writing(clerk) as session:
        draft = drafts.every(session, meeting)[0]
        sato = Browser(drafts.changes_after(session, draft.id)[0].update)
        sato.write(0, 0, "ただ今より、")
        drafts.change(session, clerk, draft, sato.sent[-1])
    return draft


@pytest.mark.parametrize("act", ["write", "restore", "name"])
def test_a_text_is_changed_while_somebody_else_changes_it(town, text, act):
    """Whoever has their turn at the log of deeds and whoever has the draft do not wait for one another."""
    browser, approver, second = town.browser("approver"), town.actor("approver"), town.actor("administrator")
    suzuki = Browser(town_log(town, text)[0], "suzuki")
    suzuki.erase(1, 0, 2)
    acts = {
        "write": lambda: Log(town.database, text.id, 5_000).append(approver, suzuki.sent[-1]),
        "restore": lambda: browser.post(f"/meetings/{text.meeting_id}/history/0/restore"),
        "name": lambda: browser.post(f"/meetings/{text.meeting_id}/voices", data={"voice": "S1", "other": "大野茂"}),
    }
    with town.database.writing(second) as session:
        audit.note(session, second, Action.RECORDING_UPLOADED)
        yamada = Browser(town_log(town, text)[0], "yamada")
        yamada.write(2, 0, "次に、")
        with waiting(town, acts[act]) as changing:
            drafts.change(session, second, text, yamada.sent[-1])
            session.commit()
    assert changing.result()
    after = {
        "write": ["ただ今より、これより会議を開きます。", "なし。", "次に、日程第一、一般質問。"],
        "restore": ["これより会議を開きます。", "異議なし。", "日程第一、一般質問。"],
        "name": ["ただ今より、これより会議を開きます。", "異議なし。", "次に、日程第一、一般質問。"],
    }
    assert [line.text for line in Document.of(town_log(town, text)).lines()] == after[act]


def test_newly_heard_speech_comes_in_once_however_often_the_button_is_pressed(town):
    sitting, approver = Sitting(town), town.actor("approver")
    with sitting.at_once() as (taking, _), town.database.writing(approver) as session:
        found = texts(session, town.service, sitting.meeting).offered()
        audit.note(session, approver, Action.RECORDING_UPLOADED)
        with waiting(town, taking) as pressed:
            found.take(session, approver, found.taking(found.together))
            session.commit()
    assert pressed.result() == 0
    assert sitting.texts == ["い異議なし。", "これより会議を開きます。", "散会します。"]


def town_log(town, draft):
    return log_of(town.database, town.actor("clerk"), draft.id)


def test_everybody_who_is_put_on_the_roster_can_be_chosen_whoever_else_is_named(town):
    meeting = town.meeting()
    drafted(town, meeting)
    browsers = [town.browser("clerk") for _ in range(MANY)]

    def say(one):
        if one == 0:
            return browsers[one].post(f"/meetings/{meeting}/voices", data={"voice": "S1", "other": "傍聴太郎"})
        return browsers[one].patch(f"/api/meetings/{meeting}", json={"roster": [{"name": f"新人{one}"}]})

    assert at_once(say) == {303: 1, 204: MANY - 1}
    page = browsers[0].get(f"/meetings/{meeting}").text
    for name in ("傍聴太郎", "大野　茂", *(f"新人{one}" for one in range(1, MANY))):
        assert page.count(f"{name}</option>") == 2, name  # once for each of the two voices


def test_recordings_are_taken_away_while_a_worker_writes_down_what_was_heard(town):
    meeting = town.meeting()
    asked(town, meeting, "j1")

    def hear():
        with town.database.writing(PROGRAM) as session:
            jobs.hear(session, "j1", (Word("開会", 0.0, 1.0, 0.9),))

    with town.database.writing(town.actor("clerk")) as session:
        meetings.forget_recordings(session, meeting)
        with waiting(town, hear) as hearing:
            session.commit()
    hearing.result()
    assert count(town, HeardRow) == 0


def test_the_roster_is_changed_while_a_worker_stores_the_draft(town):
    meeting, browser = town.meeting(), town.browser("clerk")
    asked(town, meeting, "j1")
    newcomer = {"roster": [{"name": "小野恵美", "role": "建設課長"}]}
    with town.database.writing(PROGRAM) as session:
        jobs.roster(session, "j1")
        town.service.recordings.put("drafts/1", draft_json.render(MINUTES))
        jobs.finish(session, "j1", "drafts/1", coedit.seed(MINUTES), coedit.is_edited)
        with waiting(town, lambda: browser.patch(f"/api/meetings/{meeting}", json=newcomer)) as changing:
            session.commit()
    assert changing.result().status_code == 204
    page = browser.get(f"/meetings/{meeting}").text
    assert "建設課長　小野恵美" in page
    assert "議長　大野　茂" in page


def test_a_town_is_set_up_once(new_town_on_postgresql):
    browsers = [new_town_on_postgresql.stranger() for _ in range(MANY)]
    answers = at_once(lambda one: browsers[one].post("/set-up", data=FORM | {"login": f"yamada{one}"}))
    assert answers == {303: 1, 403: MANY - 1}
    assert count(new_town_on_postgresql, AccountRow) == 1


def test_an_account_is_closed_while_its_person_is_at_work(town):
    """Each holds what the other waits for, unless both wait for the same thing first."""
    town.account("second", "次田まもる", Role.ADMINISTRATOR)
    browser, second = town.browser("administrator"), town.actor("second")
    with town.database.writing(second) as session:
        audit.note(session, second, Action.RECORDING_UPLOADED)
        with waiting(town, lambda: browser.post("/accounts/second/close")) as closing:
            meetings.make(session, second, title="本会議", kind=MeetingKind.PLENARY)
            session.commit()
    assert closing.result().status_code == 303


def test_whoever_signs_in_while_the_account_is_changed(town):
    browser, stranger, administrator = town.browser("administrator"), town.stranger(), town.actor("administrator")
    with town.database.writing(PROGRAM) as session:
        audit.note(session, administrator, Action.ACCOUNT_CHANGED, "clerk")
        signs_in = {"login": "clerk", "password": PASSWORD}
        with waiting(town, lambda: stranger.post("/sign-in", data=signs_in)) as signing_in:
            session.get_one(AccountRow, "clerk").name = "佐藤次郎"
            session.commit()
    assert signing_in.result().status_code == 303
    assert "佐藤次郎" in browser.get("/accounts").text


@pytest.mark.parametrize("asked", ["sign-in", "password", "key"])
@pytest.mark.parametrize("done", ["a new password is given", "the account is closed"])
def test_whoever_knows_the_old_password_is_not_in_any_more(town, asked, done):
    """And has left nothing behind with which they would come in again."""
    browser, stranger, administrator = town.browser("clerk"), town.stranger(), town.actor("administrator")
    new = {"current": PASSWORD, "password": "別の静かな夜になりました", "again": "別の静かな夜になりました"}
    ask = {
        "sign-in": lambda: stranger.post("/sign-in", data={"login": "clerk", "password": PASSWORD}),
        "password": lambda: browser.post("/me/password", data=new),
        "key": lambda: browser.post("/me/keys", data={"name": "議場録音システム"}),
    }[asked]
    with town.database.writing(administrator) as session:
        audit.take_turn(session)
        with waiting(town, ask) as asking:
            account = session.get_one(AccountRow, "clerk")
            people.close(session, account) if "closed" in done else people.give_password(session, account, "-")
            session.commit()
    assert asking.result().status_code == 401
    assert count(town, SessionRow) == count(town, TokenRow) == 0
    with town.database.reading(PROGRAM) as session:
        account = session.get_one(AccountRow, "clerk")
        assert (account.closed_at is not None, account.password == "-") == ("closed" in done, "given" in done)  # noqa: S105


def test_of_two_who_choose_a_first_password_at_once_one_has_it(town):
    with town.database.writing(PROGRAM) as session:
        session.get_one(AccountRow, "clerk").must_change = True
    browser = town.browser("clerk")
    words = [f"別の静かな夜になりました{one}" for one in range(MANY)]
    answers = at_once(lambda one: browser.post("/me/password", data={"password": words[one], "again": words[one]}))
    assert answers == {303: 1, 422: MANY - 1}


def test_a_meeting_is_taken_back_while_somebody_deletes_it(town):
    meeting, browser, clerk = town.meeting(), town.browser("clerk"), town.actor("clerk")
    browser.post(f"/meetings/{meeting}/bin")
    with town.database.writing(clerk) as session:
        audit.take_turn(session)
        with waiting(town, lambda: browser.post(f"/bin/{meeting}/delete")) as deleting:
            meetings.take_back(session, session.get_one(MeetingRow, meeting))
            session.commit()
    assert deleting.result().status_code == 404
    with town.database.reading(PROGRAM) as session:
        assert session.get_one(MeetingRow, meeting).binned_at is None


@pytest.mark.parametrize("path", ["/bin/{}/take-back", "/bin/{}/delete", "/meetings/{}/bin"])
def test_a_meeting_is_deleted_for_good_while_somebody_does_something_with_it(town, path):
    meeting, browser = town.meeting(), town.browser("clerk")
    browser.post(f"/meetings/{meeting}/bin")
    with town.database.writing(PROGRAM) as session:
        audit.take_turn(session)
        with waiting(town, lambda: browser.post(path.format(meeting))) as asking:
            assert binned.delete_for_good(session, meeting, now())
            session.commit()
    assert asking.result().status_code == 404


def test_two_departments_get_one_name_never(town):
    browser, administrator = town.browser("administrator"), town.actor("administrator")
    with town.database.writing(administrator) as session:
        audit.take_turn(session)
        with waiting(town, lambda: browser.post("/departments", data={"department": "総務課"})) as making:
            departments.make(session, administrator, "総務課")
            session.commit()
    assert making.result().status_code == 422


@pytest.mark.parametrize("sent", [1000, 4000], ids=["half", "whole"])
def test_recordings_are_replaced_while_one_is_being_sent(town, sent):
    browser, clerk = town.browser("clerk"), town.actor("clerk")
    sending = begin(browser, 4000)
    meeting = meeting_of(browser, sending).rpartition("/")[2]
    with town.database.writing(clerk) as session:
        audit.take_turn(session)
        meetings.forget_recordings(session, meeting)
        with waiting(town, lambda: sending.piece(0, b"1" * sent)) as receiving:
            session.commit()
    assert receiving.result().status_code == 404
    assert "いま別の録音に入れ替えられました" in receiving.result().json()["detail"]
    assert unfinished(town) == []
