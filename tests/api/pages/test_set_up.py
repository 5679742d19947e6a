"""The first page of all: opened with its key, once."""

import pytest

from tests.api.town import PASSWORD

FORM = {
    "key": "the-key",
    "municipality": "青葉町",
    "department": "議会事務局",
    "name": "山田花子",
    "login": "Yamada",
    "password": PASSWORD,
    "again": PASSWORD,
}


def test_whoever_has_the_key_becomes_the_administrator(new_town):
    browser = new_town.stranger()
    assert browser.get("/set-up?key=the-key").status_code == 200
    answer = browser.post("/set-up", data=FORM)
    assert answer.headers["location"] == "/"
    assert "はじめての会議録を作りましょう" in browser.get("/").text
    assert browser.get("/accounts").status_code == 200


def test_until_then_the_sign_in_says_where_the_page_is(new_town):
    assert "まだ設定されていません" in new_town.stranger().get("/sign-in").text


@pytest.mark.parametrize("key", ["", "another-key"])
def test_without_the_key_nothing_happens(new_town, key):
    assert new_town.stranger().get(f"/set-up?key={key}").status_code == 403
    assert new_town.stranger().post("/set-up", data=FORM | {"key": key or "x"}).status_code == 403


def test_a_second_time_is_refused(new_town):
    new_town.stranger().post("/set-up", data=FORM)
    assert new_town.stranger().get("/set-up?key=the-key").status_code == 403
    answer = new_town.stranger().post("/set-up", data=FORM | {"login": "intruder"})
    assert answer.status_code == 403
    assert "使えません" in answer.text


def test_a_slip_keeps_what_was_typed_but_for_the_passwords(new_town):
    answer = new_town.stranger().post("/set-up", data=FORM | {"again": "ちがうパスワード2026"})
    assert answer.status_code == 422
    assert "2つのパスワードが違います" in answer.text
    assert 'value="青葉町"' in answer.text
    assert PASSWORD not in answer.text


def test_it_goes_on_record(new_town):
    new_town.stranger().post("/set-up", data=FORM)
    browser = new_town.stranger()
    browser.post("/sign-in", data={"login": "yamada", "password": PASSWORD})
    text = browser.get("/audit").text
    assert "山田花子さんが、はじめの設定をしました" in text
