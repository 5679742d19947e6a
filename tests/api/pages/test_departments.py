"""課: made, renamed, and each called otherwise."""

from minutes.store.audit import Action


def test_a_department_is_made_and_renamed(town):
    browser = town.browser("administrator")
    assert browser.post("/departments", data={"department": " 総務課 "}).headers["location"] == "/accounts#departments"
    assert 'value="総務課"' in browser.get("/accounts").text
    browser.post("/departments/welfare", data={"department": "健康福祉課"})
    assert "課の名前を「福祉課」から「健康福祉課」に変えました" in browser.get("/audit").text
    assert [action for action, _ in town.done()] == [Action.DEPARTMENT_MADE, Action.DEPARTMENT_RENAMED]


def test_two_of_one_name_would_be_taken_for_each_other(town):
    browser = town.browser("administrator")
    for path in ("/departments", "/departments/welfare"):
        answer = browser.post(path, data={"department": "議会事務局"})
        assert answer.status_code == 422
        assert "「議会事務局」は、もうあります。" in answer.text
