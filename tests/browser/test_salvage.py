"""救い出し: what was typed and can no longer be saved where it was typed, in Chromium; nothing of it goes by itself."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from minutes.domain.people import Role
from minutes.store.access import PROGRAM
from minutes.store.tables import AccountRow
from tests.api.desks import make_draft
from tests.browser.desks import DAMAGE, DeskPage, Meeting, add_sound
from tests.coedit.drafts import draft

TEXTS = ("開会します。", "はい。", "散会します。")
DRAFT = draft(*TEXTS, voices=("S1", "S2", "S1"))
NEWER = draft("ただいまより開会します。")
NONSENSE = """const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {
  window.nonsense = () => send.call(this, '?');
  send.call(this, data);
};"""
"""Can be said to the server, once something else has been."""
LAMPS = """const lamp = document.getElementById('lamp');
window.lamps = [];
new MutationObserver(() => window.lamps.push(lamp.textContent)).observe(lamp, { childList: true });"""
FULL = """IDBObjectStore.prototype.add = () => {
  throw new DOMException('the disk is full', 'QuotaExceededError');
};"""
NO_ROOM = "Storage.prototype.setItem = () => { throw new DOMException('no room', 'QuotaExceededError'); };"
NOBODY = """window.WebSocket = class extends WebSocket {
  constructor() { super(`${location.origin.replace('http', 'ws')}/nobody`); }
};"""

ANOTHER_TAB = """const place = Object.keys(localStorage).find((key) => key.endsWith(arguments[0]));
const kept = JSON.parse(localStorage.getItem(place));
const found = [...kept.found, { ...kept.found[0], text: arguments[1] }];
localStorage.setItem(place, JSON.stringify({ ...kept, found }));"""
"""Has something refused in the same draft."""


@pytest.fixture(scope="module")
def town(town):
    add_sound(town, DRAFT)
    return town


@pytest.fixture(scope="module")
def sato(town, server, new_browser):
    with new_browser(width=1280, height=720) as page:
        yield Typist(page, server, town, "clerk")


@pytest.fixture
def meeting(town):
    return Meeting(town, DRAFT)


class Typist(DeskPage):
    @property
    def salvage(self):
        return self.driver.find_element(By.ID, "salvage")

    def answer(self, button):
        self.page.click(f"//*[@id='salvage']//button[.='{button}']", by=By.XPATH)

    def types_offline(self, server, typed, meanwhile=lambda: None, *, closes=False):
        """At the beginning; then the server is back, and something has happened."""
        server.kill()
        try:
            self.until(lambda: self.lamp.startswith("オフライン"))
            self.at(0, 0)
            self.press(typed)
            self.shows(f"{typed}開会します。", "はい。", "散会します。")
            self.until(lambda: self.kept > 0)
            if closes:
                self.page.open("about:blank")
            meanwhile()
        finally:
            server.start()

    def refused(self, reading):
        """What is being converted at the beginning, when the line is refused."""
        self.driver.execute_script(NONSENSE)
        self.at(1)
        self.press("々")
        self.saved()
        self.at(0, 0)
        self.compose(reading)
        self.driver.execute_script("window.nonsense()")
        self.until(self.salvage.is_displayed)

    @property
    def kept(self):
        """Updates in this browser that are not known to be saved."""
        return self.driver.execute_async_script(
            """const done = arguments[0];
            indexedDB.open('minutes-desk').onsuccess = ({ target: { result } }) => {
              result.transaction('updates').objectStore('updates').count().onsuccess = ({ target }) => {
                result.close();
                done(target.result);
              };
            };"""
        )


def newer_draft(town, meeting):
    make_draft(town.database, town.service.recordings, town.actor("clerk"), meeting.id, NEWER)


def become(town, role):
    with town.database.writing(PROGRAM) as session:
        session.get_one(AccountRow, "clerk").role = role


def test_another_draft_takes_the_place_of_the_one_that_somebody_types_in_without_a_network(sato, town, server, meeting):
    sato.open(meeting)
    sato.types_offline(server, "圏外で", lambda: newer_draft(town, meeting))
    sato.until(sato.salvage.is_displayed)
    assert "新しい粗原稿" in sato.salvage.text and "圏外で開会します。" in sato.salvage.text
    sato.press(Keys.ESCAPE, Keys.ESCAPE, Keys.ESCAPE, Keys.SPACE, Keys.ENTER)
    assert sato.salvage.is_displayed()
    sato.answer("すべてコピーする")
    sato.until(lambda: "コピーしました。" in sato.salvage.text)
    sato.answer("あとで決める")
    sato.at(1)
    sato.press("行き場のない字", Keys.ENTER)
    sato.shows("圏外で開会します。", "はい。", "散会します。")

    sato.open(meeting)
    sato.until(sato.salvage.is_displayed)
    assert not sato.salvage.find_element(By.CSS_SELECTOR, "[data-part=back]").is_displayed()
    sato.answer("この端末から消す")
    sato.at(0, 0)
    sato.chord(Keys.CONTROL, "v")
    sato.shows("圏外で開会します。ただいまより開会します。")
    sato.saved()
    sato.until(lambda: sato.kept == 0)
    sato.open(meeting)
    assert not sato.salvage.is_displayed()


def test_who_is_being_asked_who_speaks_when_another_draft_comes_reads_only(sato, town, server, meeting):
    sato.open(meeting)
    server.kill()
    try:
        sato.until(lambda: sato.lamp.startswith("オフライン"))
        sato.at(1)
        sato.press(Keys.F2)
        newer_draft(town, meeting)
    finally:
        server.start()
    sato.until(sato.page.one("#problem").is_displayed)
    assert not sato.page.one("#palette").is_displayed()
    sato.press("1", Keys.ENTER)
    assert sato.lines == list(TEXTS) and sato.names == ["話者１", "話者２", "話者１"]


def test_a_page_that_was_closed_without_a_network_before_another_draft_came(sato, town, server, meeting):
    sato.open(meeting)
    sato.types_offline(server, "閉じても", lambda: newer_draft(town, meeting), closes=True)
    sato.open(meeting)
    sato.until(sato.salvage.is_displayed)
    assert "閉じても開会します。" in sato.salvage.text and "はい。" not in sato.salvage.text
    assert sato.lines == ["ただいまより開会します。"]
    sato.until(lambda: sato.kept == 0)
    sato.answer("この端末から消す")


def test_whoever_may_no_longer_correct_reads_what_was_not_sent_and_puts_it_back_when_they_may(
    sato, town, server, meeting
):
    sato.open(meeting)
    sato.types_offline(server, "権限なしで", closes=True)
    become(town, Role.READER)
    try:
        sato.open(meeting)
        sato.until(sato.salvage.is_displayed)
        assert "この会議は、直せなくなりました。" in sato.salvage.text and "権限なしで開会します。" in sato.salvage.text
        assert sato.lines == list(TEXTS)
        sato.answer("あとで決める")
    finally:
        become(town, Role.CLERK)
    sato.open(meeting)
    sato.until(sato.salvage.is_displayed)
    sato.answer("本文に戻し入れる")
    sato.until(lambda: not sato.salvage.is_displayed())
    sato.shows("権限なしで開会します。", "はい。", "散会します。")
    sato.saved()
    assert meeting.texts == sato.lines


def test_the_right_is_taken_while_somebody_types(sato, town, meeting):
    sato.open(meeting)
    become(town, Role.READER)
    try:
        sato.at(0, 0)
        sato.press("いま")
        sato.until(sato.salvage.is_displayed)
        assert "いま開会します。" in sato.salvage.text
        assert sato.lamp == "読むだけ"
        sato.answer("この端末から消す")
    finally:
        become(town, Role.CLERK)
    assert meeting.texts == list(TEXTS)


def test_what_is_being_converted_when_the_line_is_refused_is_offered_too(sato, meeting):
    sato.open(meeting)
    sato.refused("ほんじつ")
    assert "ほんじつ開会します。" in sato.salvage.text and "はい。々" not in sato.salvage.text
    sato.answer("本文に戻し入れる")
    sato.shows("ほんじつ開会します。", "はい。々", "散会します。")
    sato.saved()
    assert meeting.texts == sato.lines


def test_what_was_chosen_before_the_line_was_refused_is_not_chosen_again(sato, meeting):
    sato.open(meeting)
    sato.driver.execute_script(NONSENSE)
    sato.at(0)
    sato.press(Keys.F2)
    sato.compose("２")
    sato.decide("２")
    sato.until(lambda: sato.names == ["𠮷野太郎", "話者２", "話者１"])
    sato.saved()
    sato.driver.execute_script("document.getElementById('desk').dataset.ready = 'earlier'; window.nonsense()")
    sato.page.one("#desk[data-ready='']")
    sato.at(1)
    sato.press(Keys.F2)
    sato.compose("おお")
    sato.decide("大野")
    sato.until(lambda: sato.page.text("#palette-list [aria-selected=true]").startswith("大野茂"))
    sato.press(Keys.ENTER)
    sato.until(lambda: sato.names == ["𠮷野太郎", "大野茂", "話者１"])


def test_nobody_is_named_beside_a_copy_that_finds_no_server(sato, town, server, new_browser, meeting):
    with new_browser() as page:
        sato.open(meeting)
        DeskPage(page, server, town, "approver").open(meeting)
        sato.until(lambda: sato.page.text("#colleagues") == "鈴木さくら")
        sato.driver.execute_script(DAMAGE + NOBODY)
        sato.at(1)
        sato.press("々")
        sato.until(lambda: sato.lamp == "サーバーにつながりません。自動でつなぎ直します")
        assert sato.page.text("#colleagues") == ""


def test_what_is_refused_where_the_browser_has_no_room_stays_on_the_page(sato, meeting):
    sato.open(meeting)
    sato.driver.execute_script(NONSENSE + NO_ROOM)
    sato.at(0, 0)
    sato.press("々")
    sato.saved()
    sato.compose("ほんじつ")
    sato.driver.execute_script("window.nonsense()")
    sato.until(sato.salvage.is_displayed)
    assert "々ほんじつ開会します。" in sato.salvage.text
    leaving = "return !dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert sato.driver.execute_script(leaving)
    sato.answer("本文に戻し入れる")
    sato.shows("々ほんじつ開会します。", "はい。", "散会します。")
    sato.saved()
    assert not sato.driver.execute_script(leaving)


def test_only_what_was_read_is_removed_and_not_what_another_tab_keeps_meanwhile(sato, meeting):
    sato.open(meeting)
    sato.refused("ほんじつ")
    sato.driver.execute_script(ANOTHER_TAB, meeting.draft, "別のタブで")
    sato.answer("この端末から消す")
    sato.open(meeting)
    sato.until(sato.salvage.is_displayed)
    assert "別のタブで" in sato.salvage.text and "ほんじつ" not in sato.salvage.text
    sato.answer("この端末から消す")


def test_escape_is_given_back_also_where_the_right_is_taken_while_the_sheet_is_open(sato, town, server, meeting):
    sato.open(meeting)
    sato.refused("ほんじつ")
    server.kill()
    become(town, Role.READER)
    try:
        server.start()
        sato.until(lambda: not sato.salvage.find_element(By.CSS_SELECTOR, "[data-part=back]").is_displayed())
    finally:
        become(town, Role.CLERK)
    sato.answer("この端末から消す")
    sato.driver.execute_script("document.getElementById('help').showModal()")
    sato.press(Keys.ESCAPE)
    sato.until(lambda: not sato.driver.find_element(By.ID, "help").is_displayed())


def test_a_network_that_the_browser_misses_is_none_that_the_server_misses(sato, meeting):
    sato.open(meeting)
    sato.saved()
    sato.driver.execute_script(LAMPS)
    sato.driver.execute_script("dispatchEvent(new Event('offline'))")
    sato.at(1)
    sato.press("々")
    sato.saved()
    assert meeting.texts == ["開会します。", "はい。々", "散会します。"]
    assert sato.driver.execute_script("return window.lamps") == ["保存中", "保存済み"]


def test_a_disk_that_is_full_is_told(sato, server, meeting):
    sato.open(meeting)
    sato.driver.execute_script(FULL)
    server.kill()
    try:
        sato.until(lambda: sato.lamp == "オフライン（この端末に保存中）")
        sato.at(0, 0)
        sato.press("々")
        sato.until(lambda: "このページを閉じないでください" in sato.lamp)
    finally:
        server.start()
    sato.saved()
    assert meeting.texts[0] == "々開会します。"


def test_when_it_was_said_is_asked_again_until_it_is_known(sato, server, meeting):
    sato.driver.execute_cdp_cmd("Network.enable", {})
    sato.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/desk/heard"]})
    try:
        sato.page.open(f"{server.address}/meetings/{meeting.id}/desk")
        sato.shows(*TEXTS)
        sato.saved()
    finally:
        sato.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
    sato.until(lambda: sato.page.texts(".margin .when")[1:] == ["0:00:00", "0:00:02", "0:00:04"])


def test_whoever_cannot_reach_the_server_at_first_is_told_so(server, town, new_browser, meeting):
    with new_browser() as page:
        sato = DeskPage(page, server, town, "clerk")
        page.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": NOBODY})
        page.open(f"{server.address}/meetings/{meeting.id}/desk")
        sato.until(lambda: sato.lamp == "サーバーにつながりません。自動でつなぎ直します")
