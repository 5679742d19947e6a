"""履歴: who changed what and when; any two versions beside each other; the way back; the machine's own words."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from minutes.coedit import Document
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.queries import drafts
from minutes.store.tables import ChangeRow
from tests.api.drafted import drafted
from tests.coedit.browser import Browser


class Text:
    """A meeting's draft, and whoever corrects it."""

    def __init__(self, town):
        self.town, self.meeting = town, town.meeting("定例会")
        drafted(town, self.meeting)
        with town.database.reading(PROGRAM) as session:
            self.draft = drafts.every(session, self.meeting)[0].id

    @property
    def log(self):
        with self.town.database.reading(PROGRAM) as session:
            return [change.update for change in drafts.changes_after(session, self.draft)]

    def edit(self, login, *steps):
        """In one go; everything before was an hour earlier."""
        actor, browser = self.town.actor(login), Browser(self.log[0], f"{login}{len(self.log)}")
        for update in self.log[1:]:
            browser.hear(update)
        for step in steps:
            step(browser)
        self._earlier()
        with self.town.database.writing(actor) as session:
            for update in browser.sent:
                drafts.change(session, actor, drafts.held(session, self.draft), update)

    def _earlier(self):
        """As if it had been written an hour before: the seal is off only here, in a test's own database."""
        with self.town.database.reading(PROGRAM) as session:
            before = [(row.position, row.at) for row in session.exec(select(ChangeRow))]
        with self.town.database.engine.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER change_refuses_update")
            for position, at in before:
                moment = (at - timedelta(hours=1)).strftime("%Y-%m-%d %H:%M:%S.%f")
                connection.exec_driver_sql("UPDATE change SET at = ? WHERE position = ?", (moment, position))
            connection.exec_driver_sql(
                "CREATE TRIGGER change_refuses_update BEFORE UPDATE ON change BEGIN SELECT RAISE(ABORT, 'no'); END"
            )

    def page(self, path="", login="clerk"):
        return plain(self.town.browser(login).get(f"/meetings/{self.meeting}/history{path}").text)


def plain(html):
    """Words alone; what is struck out and what is new in brackets."""
    main = html.partition("<main")[2]
    for tag, begin, end in (("del", "[-", "-]"), ("ins", "[+", "+]")):
        main = main.replace(f"<{tag}>", begin).replace(f"</{tag}>", end)
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", re.sub(r"<option.*?</option>", "", main)))


@pytest.fixture
def text(town):
    text = Text(town)
    text.edit("clerk", lambda sato: sato.write(0, 0, "ただ今より、"), lambda sato: sato.say(1, checked=True))
    text.edit("approver", lambda suzuki: suzuki.erase(2, 0, 5), lambda suzuki: suzuki.split(0, 6))
    return text


def test_who_changed_what_and_when(text):
    page = text.page()
    assert page.index("鈴木さくらさん3段落を直しました") < page.index("佐藤一郎さん1段落を直しました、1段落を確認済み")
    assert "機械の粗原稿録音から起こしたまま" in page
    assert "いまの本文鈴木さくらさん" in page


def test_versions_of_one_day_are_told_apart_long_afterwards(text):
    for _ in range(50):
        text._earlier()
    told = re.findall(
        r"<time[^>]*>([^<]+)</time>", text.town.browser("clerk").get(f"/meetings/{text.meeting}/history").text
    )
    assert len(set(told)) == len(told) == 3


def test_the_list_is_the_same_when_changes_have_been_added_up(text):
    before = text.page()
    with text.town.database.writing(PROGRAM) as session:
        draft = drafts.held(session, text.draft)
        drafts.take_snapshot(session, draft, len(text.log) - 1, Document.of(text.log).state())
    assert text.page() == before
    text.edit("clerk", lambda sato: sato.mark(1, 0, 3, cancelled=True))
    assert "発言取消しの印を1か所に付けました" in text.page()


def test_any_two_versions_side_by_side(text):
    assert "二つの版の文字、話者、印は同じです" in text.page("/compare?before=2&after=2")
    first = text.page("/compare?before=0&after=2")
    assert "[+ただ今より、+]これより会議を開きます。" in first and "[-" not in first.partition("段落の切れ目")[2]
    whole = text.page("/compare")
    assert "[+ただ今より、¶+]これより会議を開きます。" in whole and "[-日程第一、-]一般質問。" in whole
    assert "変わらない段落1" in whole
    assert text.town.browser("clerk").get(f"/meetings/{text.meeting}/history/compare?after=99").status_code == 404


def test_named_voices_are_told_once_with_their_paragraphs(text):
    text.town.browser("clerk").post(f"/meetings/{text.meeting}/voices", data={"voice": "S1", "other": "大野茂"})
    page = text.page("/compare?before=4&after=5")
    assert "[-話者１-]→[+議長（大野茂君）+]3段落" in page


def test_marks_are_told_in_words_and_come_back(text):
    text.edit("clerk", lambda sato: sato.mark(1, 0, 3, cancelled=True))
    text.edit(
        "approver", lambda suzuki: suzuki.mark(1, 0, 3, cancelled=None), lambda suzuki: suzuki.mark(2, 0, 4, check=True)
    )
    sato = text.town.browser("clerk")
    page = text.page()
    assert "発言取消しの印を1か所に付けました" in page
    assert "発言取消しの印を1か所から外しました、要確認の印を1か所に付けました" in page
    assert "「これよ」に発言取消しの印を付けました" in text.page("/compare?before=4&after=5")
    marked = text.page("/compare?before=5&after=7")
    assert "「これよ」から発言取消しの印を外しました" in marked and "「異議なし」に要確認の印を付けました" in marked
    address = f"/meetings/{text.meeting}/history/5/restore"
    assert "文字が変わる段落0印が変わる所2" in plain(sato.get(address).text)
    sato.post(address)
    assert "二つの版の文字、話者、印は同じです" in text.page("/compare?before=5&after=8")
    assert (
        '<span class="mark-cancelled"><span class="tag">発言取消し</span>これよ<'
        in sato.get(f"/meetings/{text.meeting}/history/as-heard").text
    )


def test_a_version_is_brought_back_after_a_question_and_nothing_is_lost(text):
    sato = text.town.browser("clerk")
    address = f"/meetings/{text.meeting}/history/0/restore"
    asked = plain(sato.get(address).text)
    assert "文字が変わる段落2" in asked
    assert sato.post(address).headers["location"] == f"/meetings/{text.meeting}/history?restored=1"
    assert "二つの版の文字、話者、印は同じです" in text.page("/compare?before=0&after=5")
    assert "機械の粗原稿の版に戻しました" in text.page()
    assert (Action.VERSION_RESTORED, text.meeting) in text.town.done()
    sato.post(f"/meetings/{text.meeting}/history/4/restore")
    assert "二つの版の文字、話者、印は同じです" in text.page("/compare?before=4&after=6")
    before = text.log
    sato.post(f"/meetings/{text.meeting}/history/4/restore")
    assert text.log == before


def test_the_machines_words_beside_the_text(text):
    assert "これより会議を開きます。話者１ただ今より、話者１これより会議を開きます。" in text.page(
        "/as-heard", "reader"
    )
    assert "日程第一、一般質問。話者１一般質問。" in text.page("/as-heard", "reader")


def test_who_may(text):
    path = f"/meetings/{text.meeting}/history"
    reader, welfare = text.town.browser("reader"), text.town.browser("welfare")
    assert "この版に戻す" not in text.page("", "reader")
    assert reader.post(f"{path}/0/restore").status_code == 403
    for page in ("", "/compare", "/as-heard", "/0/restore"):
        assert welfare.get(path + page).status_code == 404
    assert welfare.post(f"{path}/0/restore").status_code == 404
    assert text.town.browser("clerk").post(f"{path}/99/restore").status_code == 404
    text.town.browser("clerk").post(f"/meetings/{text.meeting}/bin")
    assert text.town.browser("clerk").post(f"{path}/0/restore").status_code == 409
    assert text.town.browser("clerk").get(f"/meetings/{text.town.meeting('まだ')}/history").status_code == 404


def test_all_of_it_on_postgresql(town_on_postgresql):
    town = town_on_postgresql
    meeting = town.meeting("定例会")
    drafted(town, meeting)
    sato = town.browser("clerk")
    sato.post(f"/meetings/{meeting}/voices", data={"voice": "S1", "other": "大野茂"})
    assert "話者の名前を決めました" in plain(sato.get(f"/meetings/{meeting}/history").text)
    assert sato.post(f"/meetings/{meeting}/history/0/restore").status_code == 303
    assert "機械の粗原稿の版に戻しました" in plain(sato.get(f"/meetings/{meeting}/history").text)
    with town.database.reading(PROGRAM) as session:
        draft = drafts.every(session, meeting)[0].id
    told = {"draft": draft, "heard": [(0, 3)], "paragraphs": 3, "checked": 1, "edited": 0, "doubts": 1}
    assert sato.post(f"/meetings/{meeting}/desk/headway", json=told).status_code == 204
    assert "確認済み1／3段落" in plain(sato.get("/").text)
