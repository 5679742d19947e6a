"""校正卓: in Chromium, before the real web process: by keyboard, together, offline, and while the server is killed."""

import re
from dataclasses import replace

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from sqlmodel import select

from minutes.domain.record import Mark, Marked
from minutes.store.access import PROGRAM
from minutes.store.queries import glossary, headways
from minutes.store.tables import JobRow, now
from tests.browser.desks import DAMAGE, DeskPage, Meeting, add_sound
from tests.coedit.drafts import draft

TEXTS = ("開会します。", "はい。", "散会します。")
DRAFT = draft(*TEXTS, voices=("S1", "S2", "S1"))
SOUND = "const sound = document.getElementById('sound'); "
BAND = """const drawn = document.querySelector('#wave > div').shadowRoot;
return [...drawn.querySelectorAll('.speakers > div')].map((one) => {
  const { borderBottomColor, backgroundColor } = getComputedStyle(one);
  return [borderBottomColor, backgroundColor];
})"""
LAMPS = """const lamp = document.getElementById('lamp');
window.lamps = [];
new MutationObserver(() => window.lamps.push(lamp.textContent)).observe(lamp, { childList: true });"""


@pytest.fixture(scope="module")
def town(town):
    add_sound(town, DRAFT)
    return town


@pytest.fixture(scope="module")
def sato(town, server, new_browser):
    with new_browser() as page:
        yield DeskPage(page, server, town, "clerk")


@pytest.fixture(scope="module")
def suzuki(town, server, new_browser):
    with new_browser(width=1280, height=720) as page:
        yield DeskPage(page, server, town, "approver")


@pytest.fixture
def meeting(town, server, sato):
    yield Meeting(town, DRAFT)
    assert [one for one in sato.page.complaints if "net::ERR_" not in one] == []  # but for a server that was killed


def test_typed_parted_joined_and_taken_back(sato, meeting):
    sato.open(meeting)
    sato.shows(*TEXTS)
    assert not sato.driver.find_element(By.ID, "problem").is_displayed()
    sato.at(0, 0)
    sato.press("ただ今から")
    sato.shows("ただ今から開会します。", "はい。", "散会します。")
    sato.at(0, 5)
    sato.press(Keys.ENTER)
    sato.shows("ただ今から", "開会します。", "はい。", "散会します。")
    sato.saved()
    first, second = meeting.lines[:2]
    assert (first.text, second.text, second.id) == ("ただ今から", "開会します。", "p0001")
    assert first.voice == second.voice == "S1"

    sato.at(2, 0)
    sato.press(Keys.BACKSPACE)
    sato.shows("ただ今から", "開会します。はい。", "散会します。")
    sato.saved()
    assert (meeting.lines[1].id, meeting.lines[1].voice) == ("p0002", "S1")

    sato.chord(Keys.CONTROL, "z")
    sato.shows("ただ今から", "開会します。", "はい。", "散会します。")
    sato.chord(Keys.CONTROL, "y")
    sato.shows("ただ今から", "開会します。はい。", "散会します。")
    sato.chord(Keys.CONTROL, "z")
    sato.shows("ただ今から", "開会します。", "はい。", "散会します。")
    sato.chord(Keys.CONTROL + Keys.SHIFT, "z")
    sato.shows("ただ今から", "開会します。はい。", "散会します。")
    sato.saved()
    sato.open(meeting)
    sato.shows("ただ今から", "開会します。はい。", "散会します。")
    assert meeting.texts == sato.lines


def test_whoever_opens_the_desk_writes_at_once_asks_whether_it_is_saved_and_finds_the_way_out(sato, meeting):
    sato.open(meeting)
    sato.press(Keys.ARROW_DOWN, Keys.END, "々")
    sato.shows("開会します。", "はい。々", "散会します。")
    sato.saved()
    sato.chord(Keys.CONTROL, "s")
    sato.until(lambda: "保存済み。文字は自動で保存しています。" in sato.page.text("#said"))
    sato.chord(Keys.ALT, "9")
    sato.press(Keys.TAB)
    assert sato.page.focus.text == "サインアウト"


def test_speakers_are_found_by_their_reading(sato, meeting):
    sato.open(meeting)
    assert sato.names == ["話者１", "話者２", "話者１"]
    sato.at(0)
    sato.press(Keys.F2)
    sato.press("おおの")
    sato.until(lambda: "大野茂" in sato.page.text("#palette-list"))
    sato.press(Keys.ENTER)
    sato.until(lambda: sato.names == ["大野茂", "話者２", "話者１"])
    sato.at(2)
    sato.press(Keys.F2)
    assert sato.page.text("#palette-title") == "0:00:04「散会します。」の話者"
    assert "声「話者１」のすべて" in sato.page.text("#palette")
    sato.page.click("#palette input[value=voice]")
    sato.page.click("#palette-words")
    sato.press("1")
    sato.until(lambda: sato.names == ["大野茂", "話者２", "大野茂"])
    sato.press(Keys.F2, "まだ決めない")
    sato.until(lambda: "まだ決めない" in sato.page.text("#palette-list"))
    sato.press(Keys.ENTER)
    sato.until(lambda: sato.names == ["大野茂", "話者２", "話者不明"])
    sato.chord(Keys.CONTROL, "z")
    sato.until(lambda: sato.names == ["大野茂", "話者２", "大野茂"])
    sato.chord(Keys.CONTROL, "z")
    sato.until(lambda: sato.names == ["大野茂", "話者２", "話者１"])
    sato.at(1)
    sato.press(Keys.F2)
    sato.press("高橋健")
    sato.press(Keys.ENTER)
    sato.until(lambda: sato.names == ["大野茂", "高橋健", "話者１"])
    sato.chord(Keys.ALT, "2")
    sato.until(lambda: sato.names == ["大野茂", "見出し", "話者１"])
    sato.saved()
    assert [(line.kind.value, line.speaker is not None) for line in meeting.lines] == [
        ("speech", True),
        ("heading", True),
        ("speech", False),
    ]


def test_a_number_chooses_with_an_input_method_as_well_and_a_seat_is_found_by_its_number(sato, meeting):
    sato.open(meeting)
    options = lambda: sato.page.texts("#palette-list li")  # noqa: E731
    sato.at(0, 2)
    sato.press(Keys.F2)
    assert options()[1] == "2　𠮷野太郎（町長）"
    sato.compose("２")
    sato.until(lambda: sato.page.text("#palette-list [aria-selected=true]") == "2　𠮷野太郎（町長）")
    sato.decide("２")
    sato.until(lambda: sato.names == ["𠮷野太郎", "話者２", "話者１"])
    sato.press("々")
    sato.shows("開会々します。", "はい。", "散会します。")
    sato.at(1)
    sato.press(Keys.F2)
    for words in ("１", "１０"):
        sato.compose(words)
    sato.decide("１０")
    sato.until(lambda: options()[0] == "大野茂（議長・10番）")
    sato.press(Keys.ESCAPE)
    sato.until(lambda: options()[0].startswith("1　"))
    sato.press(" 10")
    sato.until(lambda: options()[0] == "大野茂（議長・10番）")
    sato.press(Keys.ESCAPE, Keys.ESCAPE)
    sato.until(lambda: not sato.page.one("#palette").is_displayed())
    assert sato.names == ["𠮷野太郎", "話者２", "話者１"]
    sato.saved()


def test_one_speaker_for_several_paragraphs_from_here_on_and_by_the_seat(sato, town):
    meeting = Meeting(town, draft(*"一二三四五", voices=("S1", "S2", "S1", "S2", "S1")))
    sato.open(meeting)
    sato.at(2)
    sato.press(Keys.F2, "１０番")
    sato.until(lambda: "大野茂（議長・10番）" in sato.page.text("#palette-list"))
    sato.page.click("#palette input[value=after]")
    sato.page.click("#palette-words")
    sato.press(Keys.ENTER)
    sato.until(lambda: sato.names == ["話者１", "話者２", "大野茂", "話者２", "大野茂"])
    sato.at(0, 0)
    sato.chord(Keys.SHIFT, Keys.ARROW_DOWN, Keys.END)
    sato.press(Keys.F2)
    assert sato.page.text("#palette-title") == "0:00:00「一」から2段落の話者"
    sato.press("町長", Keys.ENTER)
    sato.until(lambda: sato.names == ["𠮷野太郎", "", "大野茂", "話者２", "大野茂"])
    for names in (["話者１", "話者２", "大野茂", "話者２", "大野茂"], ["話者１", "話者２"] * 2 + ["話者１"]):
        sato.chord(Keys.CONTROL, "z")
        sato.until(lambda names=names: sato.names == names)

    sato.at(1, 0)
    sato.chord(Keys.SHIFT, Keys.ARROW_DOWN, Keys.END)
    sato.chord(Keys.SHIFT, Keys.F2)
    sato.until(lambda: sato.page.text("#voices [data-part=these]") == "選んだ2段落を、新しい声にする")
    assert sato.page.text("#voices [data-part=after]") == "ここから後の「話者２」の2段落を、新しい声にする"
    sato.page.click("#voices [data-part=after]")
    sato.until(sato.driver.find_element(By.ID, "palette").is_displayed)
    sato.press("高橋健", Keys.ENTER)
    sato.until(lambda: sato.names == ["話者１", "高橋健", "話者１", "高橋健", "話者１"])
    sato.saved()
    assert [line.voice for line in meeting.lines] == ["S1", "S3", "S1", "S3", "S1"]


def test_another_voice_in_the_middle_of_a_paragraph(sato, meeting):
    sato.open(meeting)
    sato.at(0, 2)
    sato.chord(Keys.CONTROL + Keys.SHIFT, Keys.ENTER)
    sato.until(lambda: "「します。」の話者" in sato.page.text("#palette-title"))
    sato.press("話者")
    assert sato.page.texts("#palette-list li")[:2] == [
        "話者１（まだ名前のない声）",
        "話者２（まだ名前のない声）",
    ]
    sato.press(Keys.ARROW_DOWN, Keys.ENTER)
    sato.shows("開会", "します。", "はい。", "散会します。")
    sato.until(lambda: sato.names == ["話者１", "話者２", "", "話者１"])
    sato.press(Keys.BACKSPACE)
    sato.shows("開会します。", "はい。", "散会します。")
    sato.until(lambda: sato.names == ["話者１", "話者２", "話者１"])
    sato.at(2, 1)
    sato.chord(Keys.SHIFT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    sato.chord(Keys.CONTROL + Keys.SHIFT, Keys.ENTER)
    sato.shows("開会します。", "はい。", "散", "会し", "ます。")
    assert "「会し」の話者" in sato.page.text("#palette-title")
    sato.press("大野", Keys.ENTER)
    sato.until(lambda: sato.names == ["話者１", "話者２", "話者１", "大野茂", "話者１"])
    sato.saved()
    assert [line.voice for line in meeting.lines] == ["S1", "S2", "S1", "S1", "S1"]


def test_a_double_click_selects_a_word_and_ctrl_with_an_arrow_passes_one(sato, meeting):
    sato.open(meeting)
    selected = lambda: sato.driver.execute_script("return getSelection().toString()")  # noqa: E731

    def double_clicked():
        line = sato.page.all(".cm-line")[2]
        left = 18 - line.size["width"] / 2  # within the first character
        ActionChains(sato.driver).move_to_element_with_offset(line, left, 0).double_click().perform()
        return selected() == "散会"

    sato.until(double_clicked)
    sato.press(Keys.HOME)
    sato.chord(Keys.CONTROL, Keys.ARROW_RIGHT)
    sato.chord(Keys.SHIFT, Keys.END)
    sato.until(lambda: selected() == "します。")


def test_two_write_in_the_same_line(sato, suzuki, meeting):
    sato.open(meeting)
    suzuki.open(meeting)
    sato.until(lambda: "鈴木さくら" in sato.page.text("#colleagues"))
    sato.at(1, 0)
    suzuki.at(1)
    for letter in "一二三四五":
        sato.press(letter)
        suzuki.press(letter)
    sato.shows("開会します。", "一二三四五はい。一二三四五", "散会します。")
    suzuki.shows("開会します。", "一二三四五はい。一二三四五", "散会します。")
    sato.saved()
    suzuki.saved()
    assert meeting.texts == sato.lines
    sato.until(lambda: "鈴木さくら" in sato.driver.find_element(By.CSS_SELECTOR, ".flag").text)
    sato.chord(Keys.CONTROL, "z")
    sato.until(lambda: sato.lines[1] != "一二三四五はい。一二三四五")
    assert sato.lines[1].endswith("はい。一二三四五")
    suzuki.shows(*sato.lines)


def test_an_input_method_is_not_disturbed_by_a_colleague_in_the_same_line(sato, suzuki, meeting):
    sato.open(meeting)
    suzuki.open(meeting)
    sato.at(0, 0)
    suzuki.at(0)
    for reading in ("ｈ", "ほ", "ほｎ", "ほん", "ほんじ", "ほんじｔ", "ほんじつ"):
        sato.compose(reading)
        suzuki.press("々")
    suzuki.shows("開会します。々々々々々々々", "はい。", "散会します。")
    suzuki.saved()
    assert sato.lines[0] == "ほんじつ開会します。"
    assert meeting.texts[0] == "開会します。々々々々々々々"
    sato.compose("本日")
    sato.decide("本日")
    sato.shows("本日開会します。々々々々々々々", "はい。", "散会します。")
    sato.saved()
    suzuki.shows("本日開会します。々々々々々々々", "はい。", "散会します。")
    assert meeting.texts == sato.lines


def test_typed_without_a_server_is_kept_and_sent_later(sato, server, meeting):
    sato.open(meeting)
    server.kill()
    try:
        sato.until(lambda: sato.lamp == "オフライン（この端末に保存中）")
        sato.at(0, 0)
        sato.press("圏外で")
        sato.shows("圏外で開会します。", "はい。", "散会します。")
        assert meeting.texts == list(TEXTS)
    finally:
        server.start()
    sato.saved()
    assert meeting.texts[0] == "圏外で開会します。"


def test_typed_without_a_network_is_kept_and_sent_when_it_is_back(sato, meeting):
    sato.open(meeting)
    sato.driver.execute_script(LAMPS)
    try:
        sato.page.line(offline=True)
        sato.until(lambda: sato.lamp == "オフライン（この端末に保存中）")
        sato.at(0, 0)
        sato.press("眠りから")
        sato.shows("眠りから開会します。", "はい。", "散会します。")
        assert meeting.texts == list(TEXTS)
        sato.page.line()
        sato.saved()
        assert meeting.texts[0] == "眠りから開会します。"
        sato.press("々")
        sato.until(lambda: sato.driver.execute_script("return window.lamps.length") == 5)
    finally:
        sato.page.line()
    [offline, *others] = sato.driver.execute_script("return window.lamps")
    assert (offline, others) == ("オフライン（この端末に保存中）", ["保存中", "保存済み"] * 2)
    assert meeting.texts[0] == "眠りから々開会します。"


def test_a_page_that_was_closed_without_a_server_is_not_lost(sato, server, meeting):
    sato.open(meeting)
    server.kill()
    try:
        sato.until(lambda: sato.lamp.startswith("オフライン"))
        sato.at(1, 0)
        sato.press("閉じても")
        sato.shows("開会します。", "閉じてもはい。", "散会します。")
        sato.until(lambda: kept(sato) > 0)
        sato.page.open("about:blank")
    finally:
        server.start()
    assert meeting.texts == list(TEXTS)
    sato.open(meeting)
    sato.shows("開会します。", "閉じてもはい。", "散会します。")
    sato.saved()
    assert meeting.texts[1] == "閉じてもはい。"
    sato.until(lambda: kept(sato) == 0)


def kept(desk):
    """Updates in this browser that are not known to be saved."""
    return desk.driver.execute_async_script(
        """const done = arguments[0];
        indexedDB.open('minutes-desk').onsuccess = ({ target: { result } }) => {
          result.transaction('updates').objectStore('updates').count().onsuccess = ({ target }) => {
            result.close();
            done(target.result);
          };
        };"""
    )


def test_the_server_is_killed_while_somebody_types(sato, server, meeting):
    sato.open(meeting)
    sato.at(1)
    typed = ""
    for _ in range(3):
        sato.press("いろはに")
        sato.saved()
        shown_as_saved = typed + "いろはに"
        sato.press("ほへとちりぬ")
        server.kill()
        there = meeting.texts[1]
        sato.press("を")
        typed = f"{shown_as_saved}ほへとちりぬを"
        server.start()
        assert there.startswith(f"はい。{shown_as_saved}") and f"はい。{typed}".startswith(there)
        sato.saved()
        assert meeting.texts[1] == sato.lines[1] == f"はい。{typed}"


def test_what_the_server_refuses_is_offered_again(sato, meeting):
    sato.open(meeting)
    before = listeners(sato, "sound", "play")
    sato.driver.execute_script(DAMAGE)
    sato.at(0, 0)
    sato.press("壊")
    dialog = sato.driver.find_element(By.ID, "salvage")
    sato.until(dialog.is_displayed)
    assert "届いたデータが壊れています" in dialog.text
    assert listeners(sato, "sound", "play") == before
    assert "壊開会します。" in dialog.text
    assert meeting.texts == list(TEXTS)
    dialog.find_element(By.CSS_SELECTOR, "[data-part=back]").click()
    sato.shows("壊開会します。", "はい。", "散会します。")
    sato.saved()
    assert meeting.texts == ["壊開会します。", "はい。", "散会します。"]


def listeners(desk, name, kind):
    """How many listen to what an element tells."""
    finding = {"expression": f"document.getElementById('{name}')"}
    found = desk.driver.execute_cdp_cmd("Runtime.evaluate", finding)["result"]
    told = desk.driver.execute_cdp_cmd("DOMDebugger.getEventListeners", {"objectId": found["objectId"]})
    return [one["type"] for one in told["listeners"]].count(kind)


def test_a_mark_that_the_server_refuses_is_offered_again(sato, meeting):
    sato.open(meeting)
    sato.driver.execute_script(DAMAGE)
    sato.at(0, 0)
    sato.chord(Keys.SHIFT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    sato.chord(Keys.ALT, "4")
    dialog = sato.driver.find_element(By.ID, "salvage")
    sato.until(dialog.is_displayed)
    assert "発言取消し：開会" in dialog.text
    assert meeting.lines[0].marks == ()
    dialog.find_element(By.CSS_SELECTOR, "[data-part=back]").click()
    sato.until(lambda: meeting.lines[0].marks == (Marked(0, 2, Mark.CANCELLED),))
    assert meeting.texts == list(TEXTS)


def test_whoever_leaves_with_unsaved_text_is_asked(sato, server, meeting):
    """By the browser, where the page says that it should; no driver lets that question stand."""
    leaving = """const event = new Event("beforeunload", { cancelable: true });
        return !dispatchEvent(event)"""
    sato.open(meeting)
    sato.saved()
    assert not sato.driver.execute_script(leaving)
    server.kill()
    try:
        sato.until(lambda: sato.lamp.startswith("オフライン"))
        sato.at(0, 0)
        sato.press("圏外で")
        sato.shows("圏外で開会します。", "はい。", "散会します。")
        assert sato.driver.execute_script(leaving)
    finally:
        server.start()
    sato.saved()
    assert not sato.driver.execute_script(leaving)


def test_doubtful_places_one_after_the_other(sato, town):
    first, second, third = DRAFT.paragraphs
    unsure = tuple(replace(word, confidence=0.2) for word in third.words)
    meeting = Meeting(town, replace(DRAFT, paragraphs=(first, second, replace(third, words=unsure))))
    sato.open(meeting)
    doubts = lambda: sato.page.texts(".doubt")  # noqa: E731
    assert doubts() == ["散会します。"]
    sato.at(0, 0)
    sato.press(Keys.F4)
    sato.until(lambda: sato.driver.execute_script("return getSelection().toString()") == "散会します。")
    sato.press("閉会します。")
    sato.shows("開会します。", "はい。", "閉会します。")
    assert doubts() == []
    sato.press(Keys.F4)
    sato.until(lambda: "もうありません" in sato.page.text("#said"))
    sato.press(Keys.ESCAPE)
    sato.saved()


def test_what_is_pasted_from_elsewhere_is_cleaned(sato, meeting):
    sato.open(meeting)
    sato.at(1)
    sato.driver.execute_script(
        """const data = new DataTransfer();
        data.setData('text/plain', '一\\r\\n二\\u2028三\\ufffd');
        document.querySelector('.cm-content').dispatchEvent(
          new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));"""
    )
    sato.shows("開会します。", "はい。一", "二", "三〓", "散会します。")
    sato.saved()
    assert meeting.texts == sato.lines


def test_a_reader_reads_and_writes_nothing(town, server, suzuki, new_browser, meeting):
    suzuki.open(meeting)
    with new_browser(width=390, height=800) as page:
        yomu = DeskPage(page, server, town, "reader")
        page.size(390, 800)
        yomu.open(meeting)
        assert yomu.lamp == "読むだけ"
        assert page.driver.execute_script("return document.activeElement === document.body")  # no keyboard comes up
        yomu.at(0, 0)
        yomu.press("悪", Keys.ENTER, Keys.DELETE)
        suzuki.at(1, 0)
        suzuki.press("一")
        yomu.shows("開会します。", "一はい。", "散会します。")
        assert meeting.texts == yomu.lines
        assert page.driver.execute_script("return document.documentElement.scrollWidth <= innerWidth")
        page.click("#play")
        yomu.until(lambda: page.driver.execute_script(SOUND + "return !sound.paused && sound.currentTime > 0.5"))
        assert page.complaints == []


def test_found_and_replaced_by_keys_and_taken_back_in_one_step(sato, town, meeting):
    sato.open(meeting)
    panel = sato.driver.find_element(By.ID, "find")
    told = lambda part: sato.page.text(f"#find [data-part={part}]")  # noqa: E731
    sato.at(0, 0)
    sato.chord(Keys.CONTROL, "f")
    sato.press("カイ")
    sato.until(lambda: told("count") == "見つかりません。")
    sato.press(*[Keys.BACKSPACE] * 2, "ハイ")
    sato.page.click("#find [data-part=loose]")
    sato.until(lambda: told("count") == "1か所")
    assert not panel.find_element(By.CSS_SELECTOR, "[data-part=all]").is_enabled()
    sato.page.click("#find [data-part=spellings] button")
    assert panel.find_element(By.CSS_SELECTOR, "[data-part=words]").get_attribute("value") == "はい"
    sato.chord(Keys.CONTROL, "f")
    sato.press("会", Keys.ENTER)
    sato.until(lambda: told("count") == "2か所の1番目")
    sato.press(Keys.F3)
    sato.until(lambda: told("count") == "2か所の2番目")
    sato.chord(Keys.SHIFT, Keys.F3)
    sato.until(lambda: told("count") == "2か所の1番目")
    sato.press(Keys.F3)
    sato.until(lambda: told("count") == "2か所の2番目")
    sato.chord(Keys.CONTROL, "h")
    sato.press("議会")
    sato.until(lambda: told("hits") == "0:00:00開会議会します。\n0:00:04散会議会します。")
    sato.press(Keys.ENTER)
    sato.shows("開会します。", "はい。", "散議会します。")
    sato.until(lambda: told("count") == "2か所の1番目")
    sato.chord(Keys.CONTROL, "z")
    sato.shows(*TEXTS)
    ActionChains(sato.driver).key_down(Keys.CONTROL).key_down(Keys.ALT).send_keys(Keys.ENTER).key_up(Keys.ALT).key_up(
        Keys.CONTROL
    ).perform()
    sato.shows("開議会します。", "はい。", "散議会します。")
    assert told("done") == "2か所を置き換えました。"
    sato.chord(Keys.CONTROL, "z")
    sato.shows(*TEXTS)
    sato.chord(Keys.CONTROL, "y")
    sato.shows("開議会します。", "はい。", "散議会します。")
    sato.page.click("#find [data-part=term]")
    sato.until(lambda: told("done") == "「議会」を用語集に加えました。次の粗原稿から使います。")
    with town.database.reading(town.actor("clerk")) as session:
        assert glossary.words(session, "council") == ("議会",)
    sato.page.click("#find [data-part=words]")
    sato.press(Keys.ESCAPE)
    assert not panel.is_displayed()
    sato.saved()
    assert meeting.texts == sato.lines


def test_marked_and_with_stock_phrases_by_keys(sato, suzuki, town, meeting):
    sato.open(meeting)
    suzuki.open(meeting)
    marked = lambda desk, name: desk.page.texts(f".mark-{name}")  # noqa: E731
    sato.at(0, 0)
    sato.chord(Keys.SHIFT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    sato.chord(Keys.ALT, "4")
    suzuki.until(lambda: marked(suzuki, "cancelled") == ["開会"])
    suzuki.at(0, 1)
    suzuki.press("々")
    sato.shows("開々会します。", "はい。", "散会します。")
    sato.until(lambda: "".join(marked(sato, "cancelled")) == "開々会")
    sato.chord(Keys.ALT, "5")
    sato.until(lambda: marked(sato, "closed"))
    sato.chord(Keys.CONTROL, "z")
    sato.until(lambda: not marked(sato, "closed"))

    sato.at(1)
    sato.chord(Keys.ALT, "7")
    sato.until(sato.driver.find_element(By.ID, "phrases").is_displayed)
    sato.press("1")
    sato.shows("開々会します。", "はい。", "（「異議なし」と呼ぶ者あり）", "散会します。")
    sato.until(lambda: sato.names == ["話者１", "話者２", "ト書き", "話者１"])
    sato.saved()
    suzuki.saved()
    first, _, phrase, _ = meeting.lines
    assert first.marks == (Marked(0, 3, Mark.CANCELLED),)
    assert (phrase.kind.value, phrase.voice) == ("direction", None)
    told = town.browser("clerk").get(f"/meetings/{meeting.id}/files/json").json()["minutes"]["paragraphs"][0]
    assert (told["text"], told["marks"]) == ("開々会します。", [{"start": 0, "end": 3, "mark": "cancelled"}])


def test_the_list_of_keys_is_there_wherever_one_is(sato, meeting):
    sato.open(meeting)
    sheet = sato.driver.find_element(By.ID, "help")
    sato.at(1)
    sato.press("?")
    sato.shows("開会します。", "はい。?", "散会します。")
    sato.press(Keys.BACKSPACE)
    places = (
        (Keys.F1, lambda: sato.at(1)),
        (Keys.F1, lambda: sato.chord(Keys.CONTROL, "f")),
        (Keys.F1, lambda: sato.page.one("#speed").send_keys("")),
        ("?", lambda: sato.driver.execute_script("document.activeElement.blur()")),
        ("?", lambda: sato.driver.execute_script("document.getElementById('play').focus()")),
    )
    for key, go in places:
        go()
        assert not sheet.is_displayed()
        sato.press(key)
        sato.until(sheet.is_displayed)
        sato.press(Keys.ESCAPE)
        sato.until(lambda: not sheet.is_displayed())
    sato.saved()
    assert meeting.texts == list(TEXTS)


def test_a_key_is_changed_in_the_list_of_keys(sato, meeting):
    sato.open(meeting)
    sheet = sato.driver.find_element(By.ID, "help")
    sato.press(Keys.F1)
    sato.until(sheet.is_displayed)
    sato.page.click("#help [data-changes=phrases]")
    sato.press(Keys.F8)
    sato.until(lambda: "そのキーは「5秒進む」に使っています。" in sheet.text)
    sato.chord(Keys.ALT, "8")
    sato.until(lambda: "変えました。" in sheet.text)
    sato.press(Keys.ESCAPE)
    sato.open(meeting)
    sato.at(1)
    sato.chord(Keys.ALT, "8")
    phrases = sato.driver.find_element(By.ID, "phrases")
    sato.until(phrases.is_displayed)
    assert sato.page.one("kbd[data-key=phrases]").get_attribute("textContent") == "Alt＋8"
    sato.press(Keys.ESCAPE, Keys.F1)
    sato.page.click("#help [data-part=reset]")
    sato.press(Keys.ESCAPE)
    sato.chord(Keys.ALT, "7")
    sato.until(phrases.is_displayed)
    sato.press(Keys.ESCAPE)
    assert sato.lines == list(TEXTS)


def test_whoever_wants_no_other_key_goes_on(sato, meeting):
    sato.open(meeting)
    sheet, button = sato.page.one("#help"), lambda act: sato.page.one(f"[data-changes={act}]")
    sato.press(Keys.F1)
    for act, way, stays in (("phrases", Keys.ESCAPE, True), ("phrases", Keys.TAB, False), ("play", Keys.TAB, False)):
        button(act).send_keys(Keys.ENTER)
        sato.until(lambda act=act: button(act).text == "どのキー？")
        assert "Tab" in sheet.find_element(By.CSS_SELECTOR, "[role=status]").text
        sato.press(way)
        sato.until(lambda act=act: button(act).text == "変える")
        assert (sato.page.focus == button(act)) == stays
    button("play").send_keys(Keys.ENTER)
    sato.chord(Keys.ALT, "8")
    sato.until(lambda: "変えました。" in sheet.text)
    sato.press(Keys.ENTER, Keys.ESCAPE)
    sato.until(lambda: "変えました。" in sheet.text and "Esc 再生" in sheet.text.replace("\n", " "))
    sato.press(Keys.ESCAPE)
    sato.until(lambda: not sheet.is_displayed())
    sato.driver.execute_script("localStorage.clear()")


def band(desk):
    """The colours of the stretches below the wave: of the line, and of what is behind the wave."""
    return [tuple(one) for one in desk.driver.execute_script(BAND)]


def headway(desk):
    return desk.page.text("#headway").replace("\n", " ")


def test_checked_by_key_voices_parted_and_joined_and_one_person_alone(sato, town, meeting):
    sato.open(meeting)
    sato.until(lambda: "確認済み 0／3段落" in headway(sato))
    sato.at(0)
    sato.chord(Keys.ALT, Keys.ENTER)
    sato.chord(Keys.ALT, Keys.ENTER)
    sato.until(lambda: "確認済み 2／3段落" in headway(sato))
    sato.chord(Keys.CONTROL, "z")
    sato.until(lambda: "確認済み 1／3段落" in headway(sato))
    assert len(sato.page.all(".margin .tick")) == 2  # with the one that nobody sees

    sato.until(lambda: len(band(sato)) == 3)
    first, second, third = band(sato)
    assert first == third != second
    sato.chord(Keys.SHIFT, Keys.F2)
    sato.page.click("#voices[open] select[aria-label^=話者２] option[value=S1]")
    sato.page.click("#voices button[aria-label='話者２：選んだ声にまとめる']")
    sato.until(lambda: sato.names == ["話者１", "", ""])
    sato.chord(Keys.CONTROL, "z")
    sato.until(lambda: sato.names == ["話者１", "話者２", "話者１"])

    sato.at(2)
    sato.chord(Keys.SHIFT, Keys.F2)
    sato.page.click("#voices [data-part=these]")
    sato.until(lambda: sato.driver.find_element(By.CSS_SELECTOR, "#palette input[value=voice]").is_selected())
    sato.press("高橋健", Keys.ENTER)
    sato.until(lambda: sato.names == ["話者１", "話者２", "高橋健"])
    sato.saved()
    assert [(line.voice, line.checked) for line in meeting.lines] == [("S1", True), ("S2", False), ("S3", False)]
    sato.until(lambda: len(set(band(sato))) == 3)
    assert band(sato)[:2] == [first, second]
    width = "return document.querySelector('#wave > div').shadowRoot.querySelector('.wrapper').clientWidth"
    before = sato.driver.execute_script(width)
    sato.chord(Keys.ALT, Keys.ARROW_UP)
    sato.until(lambda: sato.driver.execute_script(width) > 1.1 * before)
    sato.chord(Keys.ALT, Keys.ARROW_DOWN)
    sato.until(lambda: sato.driver.execute_script(width) == before)

    sato.at(1)
    sato.chord(Keys.SHIFT, Keys.F6)
    paused = "return document.getElementById('sound').paused"
    at = "return document.getElementById('sound').currentTime"
    sato.until(lambda: sato.driver.execute_script(at) > 2.4)
    sato.until(lambda: sato.driver.execute_script(paused))
    assert 2.4 < sato.driver.execute_script(at) < 4
    sato.chord(Keys.SHIFT, Keys.F6)
    sato.until(lambda: "聞いた所 0%" not in headway(sato))
    sato.page.open("about:blank")
    sato.until(lambda: figures(town, meeting) == (1, 3))


def test_how_far_is_the_same_on_the_desk_the_page_and_the_list(sato, suzuki, town):
    """Whatever two people part, join, delete, take back, check and listen to, at whatever speed."""
    said = draft("これより会議を開きます。", "はい、議長。", "日程第一、一般質問です。", "賛成です。", "散会します。")
    doubtful = {(0, 1), (2, 0), (2, 2), (4, 0)}
    words = [
        tuple(
            replace(word, confidence=0.2 if (line, place) in doubtful else 0.9) for place, word in enumerate(one.words)
        )
        for line, one in enumerate(said.paragraphs)
    ]
    paragraphs = tuple(replace(one, words=own) for one, own in zip(said.paragraphs, words, strict=True))
    meeting = Meeting(town, replace(said, paragraphs=paragraphs))
    sato.open(meeting)
    suzuki.open(meeting)
    sato.until(lambda: "確認済み 0／5段落 直した段落 0 確かめる所 4" in headway(sato))
    sato.at(0, 5)
    sato.press(Keys.ENTER)  # within a doubtful word
    sato.at(3, 1)
    sato.press("々")
    sato.until(lambda: "確かめる所 2" in headway(sato))
    sato.press(Keys.BACKSPACE)
    sato.until(lambda: "直した段落 2 確かめる所 3" in headway(sato))
    sato.at(3, 0)
    sato.press(Keys.BACKSPACE)
    sato.at(3, 0)
    sato.chord(Keys.SHIFT, Keys.ARROW_DOWN)
    sato.press(Keys.DELETE)
    sato.shows("これより会", "議を開きます。", "はい、議長。日程第一、一般質問です。", "散会します。")
    sato.at(0, 0)
    sato.chord(Keys.ALT, Keys.ENTER)
    sato.saved()
    suzuki.until(lambda: len(suzuki.lines) == 4)
    suzuki.at(3, 2)
    suzuki.press("々")
    suzuki.saved()
    for desk in (sato, suzuki):
        desk.until(lambda desk=desk: "確認済み 1／4段落 直した段落 4 確かめる所 2" in headway(desk))

    sato.at(2, 0)
    sato.press(Keys.F10, Keys.F10, Keys.F10, Keys.F6)  # twice as fast, again and again
    sato.until(lambda: int(numbers(headway(sato))[0]) >= 33)
    sato.press(Keys.ESCAPE, Keys.F9, Keys.F9, Keys.F9)
    suzuki.at(0)
    suzuki.press(Keys.F6)
    suzuki.until(lambda: "聞いた所 0%" not in headway(suzuki))
    suzuki.press(Keys.ESCAPE)
    for desk in (sato, suzuki):
        desk.page.open("about:blank")
    sato.until(lambda: len(heard_spans(town, meeting)) == 2)
    [(begin, end), (again, until)] = heard_spans(town, meeting)
    assert (begin, again) == (0, 4) and end < 4 and until >= 9  # what nobody has listened to is not there
    sato.open(meeting)
    sato.until(lambda: "聞いた所 0%" not in headway(sato) and "確かめる所 2" in headway(sato))
    with town.database.writing(PROGRAM) as session:
        session.exec(select(JobRow).where(JobRow.meeting_id == meeting.id)).one().finished_at = now()
    clerk = town.browser("clerk")
    listed = clerk.get("/").text.partition(f"/meetings/{meeting.id}")[2].partition("</tr>")[0]
    page = clerk.get(f"/meetings/{meeting.id}").text.partition('id="headway"')[2].partition("</section>")[0]
    assert numbers(listed) == numbers(page) == numbers(headway(sato))


def heard_spans(town, meeting):
    with town.database.reading(PROGRAM) as session:
        return list(headways.heard_spans(headways.of(session, meeting.draft)))


def numbers(html):
    """-> what was listened to, of a hundred; checked, of all; edited; doubtful."""
    words = re.sub(r"\s|あと", "", re.sub(r"<[^>]+>", "", html))
    return [
        re.search(rf"{name}(\d+(?:／\d+)?)", words)[1] for name in ("聞いた所", "確認済み", "直した段落", "確かめる所")
    ]


def figures(town, meeting):
    """What the list of meetings says: paragraphs that are checked, of all."""
    with town.database.reading(PROGRAM) as session:
        row = headways.of(session, meeting.draft)
        return row and (row.checked, row.paragraphs)


def test_the_machines_words_the_history_and_the_way_back(sato, suzuki, meeting):
    suzuki.open(meeting)
    sato.open(meeting)
    sato.at(0, 0)
    sato.press("ただ今から、")
    sato.chord(Keys.SHIFT, Keys.F1)
    sato.until(lambda: "開会します。" in sato.page.text("#as-heard"))
    assert "ただ今から" not in sato.page.text("#as-heard")
    sato.press(Keys.ARROW_DOWN)
    sato.until(lambda: "はい。" in sato.page.text("#as-heard"))
    sato.saved()
    suzuki.shows("ただ今から、開会します。", "はい。", "散会します。")
    sato.page.follow("履歴")
    assert "佐藤一郎さん" in sato.page.text() and "1段落を直しました" in sato.page.text()
    sato.page.follow("直した所")
    sato.until(lambda: sato.page.texts(".passage ins") == ["ただ今から、"])
    sato.page.follow("履歴")
    sato.page.follow("この版に戻す")
    sato.page.press("この版に戻す")
    assert "前の版に戻しました" in sato.page.text()
    suzuki.shows(*TEXTS)
    assert meeting.texts == list(TEXTS)


def test_what_is_not_saved_is_nobody_elses_and_signing_out_asks_and_leaves_nothing(town, server, new_browser, meeting):
    """One browser at a counter that several people use."""
    with new_browser(width=1280, height=720) as page:
        sato = DeskPage(page, server, town, "clerk")
        sato.open(meeting)
        server.kill()
        try:
            sato.until(lambda: sato.lamp.startswith("オフライン"))
            sato.at(0, 0)
            sato.press("秘密の")
            sato.until(lambda: kept(sato) > 0)
            page.open("about:blank")
        finally:
            server.start()

        suzuki = DeskPage(page, server, town, "approver")
        suzuki.open(meeting)
        suzuki.shows(*TEXTS)
        suzuki.saved()
        sign_out(page)
        sato.until(lambda: page.path == "/sign-in")
        assert kept(sato) > 0

        DeskPage(page, server, town, "clerk")
        page.open(f"{server.address}/")
        first = page.driver.current_window_handle
        page.driver.switch_to.new_window("tab")
        page.open(f"{server.address}/me")
        second = page.driver.current_window_handle
        page.driver.switch_to.window(first)
        leaving = page.one("#leaving")
        for answer, stays in (("", True), ("leave", False)):
            sign_out(page)
            sato.until(leaving.is_displayed)
            leaving.find_element(By.CSS_SELECTOR, f"button[value='{answer}']").click()
            if stays:
                sato.until(lambda: not leaving.is_displayed())
                assert kept(sato) > 0
        sato.until(lambda: page.path == "/sign-in")
        assert kept(sato) == 0
        page.driver.switch_to.window(second)
        sato.until(lambda: page.path == "/sign-in")
    assert meeting.texts == list(TEXTS)


def sign_out(page):
    page.click(".broad form[action='/sign-out'] button")
