"""Signing in: as one is called, however one types it; not too often wrongly; and to no other site."""

import pytest

from api.access import COOKIE
from minutes.store.audit import Action
from tests.api.town import PASSWORD


def sign_in(browser, login="clerk", password=PASSWORD, **more):
    return browser.post("/sign-in", data={"login": login, "password": password, **more})


@pytest.mark.parametrize("typed", ["clerk", "Clerk", "ｃｌｅｒｋ", " CLERK "])
def test_the_login_may_be_typed_in_any_way(town, typed):
    browser = town.stranger()
    assert sign_in(browser, typed).headers["location"] == "/"
    assert "佐藤一郎さん" in browser.get("/").text


def test_a_wrong_password_and_an_unknown_login_look_the_same(town):
    wrong, unknown = sign_in(town.stranger(), password="x" * 12), sign_in(town.stranger(), login="nobody")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.count("違います") == unknown.text.count("違います") == 1


def test_the_sixth_wrong_try_of_a_minute_is_not_even_looked_at(town):
    browser = town.stranger()
    for _ in range(5):
        assert sign_in(browser, password="x" * 12).status_code == 401
    assert sign_in(browser, password="x" * 12).status_code == 429
    answer = sign_in(browser)
    assert answer.status_code == 429
    assert "あと約1分待ってから" in answer.text


def test_afterwards_one_is_where_one_wanted_to_be(town):
    assert sign_in(town.stranger(), to="/bin?x=1").headers["location"] == "/bin?x=1"


@pytest.mark.parametrize("to", ["http://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)"])
def test_but_never_at_another_site(town, to):
    assert sign_in(town.stranger(), to=to).headers["location"] == "/"


def test_signing_out_ends_it_for_good(town):
    browser = town.stranger()
    sign_in(browser)
    secret = browser.cookies[COOKIE]
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    browser.cookies.set(COOKIE, secret)
    assert browser.get("/").headers["location"].startswith("/sign-in")


def test_all_of_it_goes_on_record_but_not_what_was_typed(town):
    browser = town.stranger()
    sign_in(browser, login="わたしのパスワードです")
    sign_in(browser)
    browser.post("/sign-out")
    done = [action for action, _ in town.done()]
    assert done == [Action.SIGN_IN_REFUSED, Action.SIGN_IN, Action.SIGN_OUT]
    assert "わたしのパスワード" not in town.browser("administrator").get("/audit/file").text
