"""自分の設定: one's own password and keys, and signing out everywhere."""

import re

import pytest

from minutes.domain.people import Role
from minutes.store.audit import Action
from tests.api.town import PASSWORD

NEW = {"current": PASSWORD, "password": "別の静かな夜になりました", "again": "別の静かな夜になりました"}


def test_a_new_password_leaves_only_this_browser_signed_in(town):
    here, elsewhere = town.browser("clerk"), town.browser("clerk")
    answer = here.post("/me/password", data=NEW)
    assert "パスワードを変えました" in here.get(answer.headers["location"]).text
    assert elsewhere.get("/").headers["location"].startswith("/sign-in")
    assert town.stranger().post("/sign-in", data={"login": "clerk", "password": NEW["password"]}).status_code == 303
    assert town.done()[0] == (Action.PASSWORD_CHANGED, "")


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        ({"current": "いまのではないもの"}, "いまのパスワードが違います"),
        ({"again": "ちがうものです2026"}, "2つのパスワードが違います"),
        ({"password": "みじかい", "again": "みじかい"}, "10文字以上"),
        ({"password": PASSWORD, "again": PASSWORD}, "いまのパスワードと同じです"),
    ],
)
def test_slips_are_told(town, slip, said):
    answer = town.browser("clerk").post("/me/password", data=NEW | slip)
    assert answer.status_code == 422
    assert said in answer.text


def test_whoever_sits_at_somebody_elses_desk_cannot_guess_the_password(town):
    browser = town.browser("clerk")
    for _ in range(5):
        browser.post("/me/password", data=NEW | {"current": "あてずっぽうです"})
    assert "しばらく試せません。あと約1分" in browser.post("/me/password", data=NEW).text


def test_a_key_is_shown_once_and_works_until_it_is_closed(town):
    browser = town.browser("clerk")
    secret = re.search(r"minutes_[\w-]+", browser.post("/me/keys", data={"name": "議場録音システム"}).text)[0]
    program = town.stranger()
    program.headers["authorization"] = f"Bearer {secret}"
    assert program.get("/api/meetings").status_code == 200
    page = browser.get("/me").text
    assert "議場録音システム" in page
    assert "最後に使った日：今日" in page
    assert secret not in page
    browser.post(re.search(r"/me/keys/\w+/close", page)[0])
    assert program.get("/api/meetings").status_code == 401
    assert [action for action, _ in town.done()] == [Action.KEY_MADE, Action.KEY_CLOSED]


def test_whoever_has_a_key_of_somebody_else_takes_nothing_over(town):
    town.account("newcomer", "新人すぐる", Role.CLERK, must_change=True)
    program = town.program("newcomer")
    chosen = {"password": NEW["password"], "again": NEW["again"]}
    answer = program.post("/me/password", data=chosen)
    assert answer.status_code == 403
    assert "APIの鍵では使えません" in answer.text
    assert town.stranger().post("/sign-in", data={"login": "newcomer", "password": PASSWORD}).status_code == 303


@pytest.mark.parametrize(("asked", "status"), [({}, 200), ({"close_keys": "true"}, 401)], ids=["stay", "go"])
def test_with_a_new_password_the_keys_may_go_too(town, asked, status):
    program, browser = town.program("clerk"), town.browser("clerk")
    assert 'name="close_keys"' in browser.get("/me/password").text
    browser.post("/me/password", data=NEW | asked)
    assert program.get("/api/meetings").status_code == status


def test_nobody_closes_another_persons_key(town):
    program = town.program("clerk")
    key = re.search(r"/me/keys/\w+/close", town.browser("clerk").get("/me").text)[0]
    town.browser("administrator").post(key)
    assert program.get("/api/meetings").status_code == 200


def test_signing_out_everywhere(town):
    here, elsewhere = town.browser("clerk"), town.browser("clerk")
    assert "いま、2つのブラウザで" in here.get("/me").text
    here.post("/me/sign-out-everywhere")
    for browser in (here, elsewhere):
        assert browser.get("/").headers["location"].startswith("/sign-in")
    assert town.done() == [(Action.SIGNED_OUT_EVERYWHERE, "")]


def test_the_menu_of_a_clerk_leads_nowhere_a_clerk_may_not_go(town):
    browser = town.browser("clerk")
    places = re.findall(r'<a href="(/[^"]*)"', browser.get("/me").text)
    assert "/accounts" not in places
    assert {browser.get(place).status_code for place in places} == {200}
