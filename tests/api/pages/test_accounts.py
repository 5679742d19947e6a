"""利用者: an administrator makes accounts, changes them, and never locks the town out."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from api import passwords
from minutes.domain.people import Role
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.tables import AccountRow, MunicipalityRow
from tests.api.town import HERE, PASSWORD

NEW = {"login": "Ito", "name": "伊藤なおみ", "role": "clerk", "department_id": "council"}


def first_password(answer):
    return re.search(r'id="first-password">([^<]+)<', answer.text)[1]


def row(town, login):
    with town.database.reading(PROGRAM) as session:
        return session.get_one(AccountRow, login)


def test_the_list_shows_who_there_is(town):
    text = town.browser("administrator").get("/accounts").text
    for shown in ("佐藤一郎", "担当者", "福祉課", "まだありません", "今日 "):
        assert shown in text


def test_a_new_account_gets_a_password_that_is_shown_once_and_changed_at_once(town):
    answer = town.browser("administrator").post("/accounts", data=NEW)
    password = first_password(answer)
    browser = town.stranger()
    assert browser.post("/sign-in", data={"login": "ito", "password": password}).status_code == 303
    assert browser.get("/").headers["location"] == "/me/password"
    chosen = {"password": PASSWORD, "again": PASSWORD}
    assert browser.post("/me/password", data=chosen).headers["location"] == "/"
    assert browser.get("/").status_code == 200
    assert [action for action, _ in town.done()][:2] == [Action.ACCOUNT_MADE, Action.SIGN_IN]


@pytest.mark.parametrize(("path", "typed"), [("/accounts", NEW), ("/accounts/clerk/password", {})])
def test_while_a_password_is_hashed_others_can_write(town, path, typed):
    """Nobody hashes while all places are taken; on SQLite whoever writes is alone."""
    administrator = town.browser("administrator")
    with ThreadPoolExecutor(1) as hands:
        for _ in range(passwords.MOST):
            passwords.AT_ONCE.acquire()
        try:
            answer = hands.submit(administrator.post, path, data=typed)
            with pytest.raises(TimeoutError):
                answer.result(timeout=1.0)
            with town.database.writing(PROGRAM) as session:
                session.get_one(AccountRow, "welfare").name = "福田　健"
        finally:
            passwords.AT_ONCE.release(passwords.MOST)
        assert first_password(answer.result())


@pytest.mark.parametrize(("there", "is_only_here"), [("http://localhost:8000", True), (HERE, False)])
def test_an_address_that_only_this_machine_can_open_is_told(town, there, is_only_here):
    answer = town.browser("administrator").post(f"{there}/accounts", data=NEW, headers={"origin": there})
    assert f"{there}/</dd>" in answer.text
    assert ("「localhost」を、この機械の名前に替えて渡してください。" in answer.text) is is_only_here


def test_a_login_that_somebody_has_is_refused_and_the_rest_kept(town):
    answer = town.browser("administrator").post("/accounts", data=NEW | {"login": "ＣＬＥＲＫ"})
    assert answer.status_code == 422
    assert "利用者名「clerk」は、もう使われています" in answer.text
    assert 'value="伊藤なおみ"' in answer.text
    assert re.search(r'value="clerk" required checked', answer.text)


def test_a_change_is_on_record_with_what_is_new(town):
    browser = town.browser("administrator")
    answer = browser.post("/accounts/clerk", data={"name": "佐藤一郎", "role": "approver", "department_id": "welfare"})
    assert answer.headers["location"] == "/accounts?changed=clerk"
    assert "佐藤一郎さんの設定を変えました" in browser.get(answer.headers["location"]).text
    assert "佐藤一郎さんの役割を「承認者」に、課を「福祉課」に変えました" in browser.get("/audit").text


def test_a_change_of_nothing_is_none(town):
    town.browser("administrator").post(
        "/accounts/clerk", data={"name": "佐藤一郎", "role": "clerk", "department_id": "council"}
    )
    assert town.done() == []


def test_a_new_password_sends_everybody_away_who_knew_the_old_one(town):
    theirs, program = town.browser("clerk"), town.program("clerk")
    password = first_password(town.browser("administrator").post("/accounts/clerk/password"))
    assert theirs.get("/").headers["location"].startswith("/sign-in")
    assert program.get("/api/meetings").status_code == 401
    assert town.stranger().post("/sign-in", data={"login": "clerk", "password": PASSWORD}).status_code == 401
    assert town.stranger().post("/sign-in", data={"login": "clerk", "password": password}).status_code == 303
    assert row(town, "clerk").must_change
    assert town.done()[:2] == [(Action.PASSWORD_GIVEN, "clerk"), (Action.KEY_CLOSED, "clerk")]


def test_a_closed_account_does_nothing_more_nor_do_its_programs(town):
    theirs, program, administrator = town.browser("clerk"), town.program("clerk"), town.browser("administrator")
    administrator.post("/accounts/clerk/close")
    assert town.done() == [(Action.ACCOUNT_CLOSED, "clerk"), (Action.KEY_CLOSED, "clerk")]
    assert theirs.get("/").headers["location"].startswith("/sign-in")
    assert program.get("/api/meetings").status_code == 401
    assert "使えません" in administrator.get("/accounts").text
    administrator.post("/accounts/clerk/reopen")
    assert town.stranger().post("/sign-in", data={"login": "clerk", "password": PASSWORD}).status_code == 303
    assert program.get("/api/meetings").status_code == 401  # its key is gone for good


def test_the_last_administrator_stays(town):
    browser = town.browser("administrator")
    demoted = {"name": "山田花子", "role": "clerk", "department_id": "council"}
    for answer in (
        browser.post("/accounts/administrator/close"),
        browser.post("/accounts/administrator", data=demoted),
    ):
        assert answer.status_code == 422
        assert "管理者が一人もいなくなります" in answer.text
    assert row(town, "administrator").role is Role.ADMINISTRATOR
    assert town.done() == []


def test_of_two_administrators_one_may_go(town):
    town.account("second", "次田まもる", Role.ADMINISTRATOR)
    assert town.browser("administrator").post("/accounts/administrator/close").status_code == 303
    assert town.browser("second").post("/accounts/second/close").status_code == 422


@pytest.mark.parametrize("department", ["", "nobody", "elsewhere"])
def test_a_department_that_is_not_the_towns(town, department):
    answer = town.browser("administrator").post("/accounts", data=NEW | {"department_id": department})
    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["", "/password", "/close", "/reopen"])
def test_an_account_of_another_town_is_not_there(town, path):
    with town.database.writing(PROGRAM) as session:
        session.add(MunicipalityRow(id="midori", name="緑町"))
        session.flush()
        whose = {"municipality_id": "midori", "department_id": "council", "password": "-"}
        session.add(AccountRow(id="theirs", login="theirs", name="緑子", role=Role.CLERK, **whose))
    browser = town.browser("administrator")
    change = {"name": "のっとり", "role": "reader", "department_id": "council"}
    assert browser.post(f"/accounts/theirs{path}", data=change).status_code == 404
    assert browser.get("/accounts/theirs").status_code == 404
    assert "緑子" not in browser.get("/accounts").text
