"""会議の一覧: found by words, dates and kinds, page by page, with what is in the making."""

from datetime import date

import pytest

from api.pages import meetings as screen
from minutes.store.access import PROGRAM
from minutes.store.queries import meetings
from minutes.store.tables import JobRow, now


@pytest.fixture(scope="module")
def full(same_town):
    same_town.meeting("令和８年第４回定例会", held_on=date(2026, 12, 10))
    same_town.meeting("総務委員会", held_on=date(2026, 9, 9))
    same_town.meeting("100%の打合せ_案", held_on=None)
    same_town.meeting("介護の相談", by="welfare")
    return same_town


def found(town, asked, login="clerk"):
    text = town.browser(login).get(f"/?{asked}").text
    return {title for title in ("定例会", "総務委員会", "100%", "介護") if f"{title}" in text.partition("<tbody")[2]}


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("", {"定例会", "総務委員会", "100%"}),
        ("定例会", {"定例会"}),
        ("第4回", {"定例会"}),
        ("令和8年　定例会", {"定例会"}),
        ("令和8年9月", {"総務委員会"}),
        ("12/10", {"定例会"}),
        ("2026", {"定例会", "総務委員会"}),
        ("100%25", {"100%"}),
        ("%25", {"100%"}),
        ("_", {"100%"}),
        ("予算", set()),
        ("介護", set()),
    ],
)
def test_by_words_and_dates(full, words, titles):
    assert found(full, f"q={words}") == titles


def test_by_kind(full):
    assert found(full, "kind=plenary") == {"定例会", "総務委員会", "100%"}
    assert found(full, "kind=consultation&q=") == set()


def test_a_count_counts_only_what_one_may_see(full):
    with full.database.reading(full.actor("welfare")) as session:
        assert meetings.count(session) == 1
    with full.database.reading(full.actor("clerk")) as session:
        assert meetings.count(session) == 3


def test_nothing_found_says_what_to_do(full):
    assert "当たる会議はありません" in full.browser("clerk").get("/?q=予算").text


def test_page_by_page(town):
    for number in range(screen.PAGE + 1):
        town.meeting(f"会議{number:03}", held_on=date(2026, 1, 1))
    browser = town.browser("clerk")
    first, second = browser.get("/").text, browser.get("/?p=2").text
    assert first.count('class="open"') == screen.PAGE
    assert second.count('class="open"') == 1
    assert f"{screen.PAGE + 1}件" in first
    assert 'href="?p=2"' in first
    assert 'href="?p=1"' in second


def test_the_first_page_of_all_explains_the_first_step(town):
    assert "はじめての会議録を作りましょう" in town.browser("clerk").get("/").text
    reader = town.browser("reader").get("/").text
    assert "まだ会議がありません" in reader
    assert "見本の会議で試す" not in reader


@pytest.fixture
def making(town):
    """One meeting's draft is in the making, another waits; -> their ids."""
    first, second = town.meeting("ひとつめ"), town.meeting("ふたつめ")
    whose = {"municipality_id": "aoba", "department_id": "council", "asked_by": "clerk"}
    with town.database.writing(PROGRAM) as session:
        session.add(JobRow(id="j1", meeting_id=first, started_at=now(), stage="文字に起こす", share=0.45, **whose))
        session.flush()
        session.add(JobRow(id="j2", meeting_id=second, **whose))
    return first, second


def test_what_is_in_the_making_shows_how_far_it_is(town, making):
    text = town.browser("reader").get("/").text
    assert "作成中" in text
    assert "文字に起こす" in text
    assert 'value="0.45"' in text
    assert '順番を待っている会議 <span class="number">1</span>件' in text


def test_progress_for_the_list(town, making):
    first, second = making
    told = town.browser("reader").get(f"/meetings/progress?of={first}&of={second}&of=nobody").json()
    assert told["waiting"] == 1
    assert told["meetings"][first]["share"] == 0.45
    assert told["meetings"][second]["state"] == "順番待ち"
    assert set(told["meetings"]) == {first, second}


def test_progress_of_other_departments_meetings_is_not_told(town, making):
    assert town.browser("welfare").get(f"/meetings/progress?of={making[0]}").json()["meetings"] == {}


def test_what_failed_and_what_never_began(town, making):
    with town.database.writing(PROGRAM) as session:
        session.get_one(JobRow, "j1").failed_at = now()
    town.meeting("みっつめ")
    text = town.browser("reader").get("/").text
    assert '<span class="state bad">できませんでした</span>' in text
    assert "始まっていません" in text
