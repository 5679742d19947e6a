"""校正卓で書く: what one means while colleagues write on, what one cuts and pastes, and what a reader hears of it."""

import time

import pytest
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from minutes.domain.record import Mark, Marked
from minutes.store.queries import glossary
from tests.browser.desks import DeskPage, Meeting, add_sound
from tests.coedit.drafts import draft

TEXTS = ("開会します。", "はい。", "散会します。")
DRAFT = draft(*TEXTS, voices=("S1", "S2", "S1"))
MARKED = """return [...document.querySelectorAll('.cm-line')].map((line) =>
  [...line.querySelectorAll('.mark-closed')].map((one) => one.textContent).join(''))"""
PASTED = """const data = new DataTransfer();
data.setData('text/plain', arguments[0]);
document.querySelector('.cm-content').dispatchEvent(
  new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));"""
PLACES = """const [own] = getSelection().getRangeAt(0).getClientRects();
const line = document.querySelectorAll('.cm-line')[2].getBoundingClientRect();
const middle = (box) => box.top + box.height / 2;
return [own.left + own.width / 2, middle(own), line.right - 2, middle(line)].map(Math.round);"""
"""Of what is selected, and of the third line's end."""


@pytest.fixture(scope="module")
def town(town):
    add_sound(town, DRAFT)
    return town


@pytest.fixture(scope="module")
def sato(town, server, new_browser):
    with new_browser(width=1280, height=720) as page:
        yield DeskPage(page, server, town, "clerk")


@pytest.fixture(scope="module")
def suzuki(town, server, new_browser):
    with new_browser(width=1280, height=720) as page:
        yield DeskPage(page, server, town, "approver")


@pytest.fixture
def meeting(town, sato):
    yield Meeting(town, DRAFT)
    assert sato.page.complaints == []


def said(desk):
    return desk.page.text("#said")


def test_whoever_chooses_a_speaker_means_the_paragraph_whatever_a_colleague_does(sato, suzuki, meeting):
    sato.open(meeting)
    suzuki.open(meeting)
    sato.at(1)
    sato.press(Keys.F2, "大野")
    suzuki.at(0, 2)
    suzuki.press(Keys.ENTER)
    sato.shows("開会", "します。", "はい。", "散会します。")
    sato.press(Keys.ENTER)
    sato.until(lambda: sato.names == ["話者１", "", "大野茂", "話者１"])

    sato.press(Keys.F2, "𠮷野")
    suzuki.at(3, 0)
    suzuki.press(Keys.BACKSPACE)  # the later one's id stays
    sato.shows("開会", "します。", "はい。散会します。")
    sato.press(Keys.ENTER)
    sato.until(lambda: "選んだ段落は、ほかの人の編集でなくなりました。" in said(sato))
    assert sato.names == ["話者１", "", "大野茂"]


def test_whoever_parts_a_voice_means_the_paragraphs_whatever_a_colleague_does(sato, suzuki, meeting):
    sato.open(meeting)
    suzuki.open(meeting)
    sato.at(2)
    sato.chord(Keys.SHIFT, Keys.F2)
    after = sato.page.one("#voices [data-part=after]")
    assert after.text == "ここから後の「話者１」の1段落を、新しい声にする"
    suzuki.at(0, 2)
    suzuki.press(Keys.ENTER)
    sato.shows("開会", "します。", "はい。", "散会します。")
    after.click()
    sato.until(lambda: "1段落を、新しい声「話者３」にしました。" in said(sato))
    sato.press(Keys.ESCAPE)
    sato.until(lambda: sato.names == ["話者１", "", "話者２", "話者３"])


def closed(desk):
    """What of each line is marked as 秘密会."""
    return desk.driver.execute_script(MARKED)


def close(desk, line, begin, length):
    desk.at(line, begin)
    desk.chord(Keys.SHIFT, *[Keys.ARROW_RIGHT] * length)
    desk.chord(Keys.ALT, "5")


def test_what_is_cut_and_pasted_keeps_its_marks_also_on_another_page(sato, meeting):
    sato.open(meeting)
    close(sato, 0, 2, 4)
    sato.at(0, 1)
    sato.chord(Keys.SHIFT, Keys.ARROW_DOWN)
    sato.chord(Keys.CONTROL, "x")
    sato.shows("開い。", "散会します。")
    sato.saved()
    sato.open(meeting)
    sato.at(1)
    for _ in range(2):
        sato.chord(Keys.CONTROL, "v")
        sato.shows("開い。", "散会します。会します。", "は")
        assert closed(sato) == ["", "します。", ""]
        sato.chord(Keys.CONTROL, "z")
        sato.shows("開い。", "散会します。")
    sato.chord(Keys.CONTROL, "v")
    sato.shows("開い。", "散会します。会します。", "は")
    sato.saved()
    assert [line.marks for line in meeting.lines] == [(), (Marked(7, 11, Mark.CLOSED),), ()]


def test_pasted_as_plain_text_it_is_marked_too(sato, meeting):
    sato.open(meeting)
    close(sato, 0, 0, 2)
    sato.chord(Keys.CONTROL, "c")
    sato.at(1)
    sato.driver.execute_script(PASTED, "開会")
    sato.shows("開会します。", "はい。開会", "散会します。")
    assert closed(sato) == ["開会", "開会", ""]
    sato.driver.execute_script(PASTED, "散会")
    sato.shows("開会します。", "はい。開会散会", "散会します。")


def drag(desk, left, top, right, bottom):
    action = ActionBuilder(desk.driver)
    mouse = action.pointer_action
    mouse.move_to_location(left, top)
    mouse.pointer_down()
    for x, y in ((left + 4, top), (left + 8, top), (right, bottom), (right, bottom)):  # at first as slowly as a hand
        mouse.move_to_location(x, y)
    mouse.pointer_up()
    action.perform()


def test_what_is_dragged_keeps_its_marks(sato, meeting):
    sato.open(meeting)
    close(sato, 0, 0, 2)
    drag(sato, *sato.driver.execute_script(PLACES))
    sato.shows("します。", "はい。", "散会します。開会")
    assert closed(sato) == ["", "", "開会"]
    sato.chord(Keys.CONTROL, "z")
    sato.shows(*TEXTS)
    assert closed(sato) == ["開会", "", ""]


def test_without_a_selection_nothing_is_cut_or_copied(sato, meeting):
    sato.open(meeting)
    sato.at(0, 0)
    sato.chord(Keys.SHIFT, Keys.ARROW_RIGHT)
    sato.chord(Keys.CONTROL, "c")
    sato.at(1)
    sato.chord(Keys.CONTROL, "x")
    sato.chord(Keys.CONTROL, "c")
    sato.chord(Keys.CONTROL, "v")
    sato.shows("開会します。", "はい。開", "散会します。")


def test_a_button_ends_the_conversion_and_acts_at_once(sato, meeting):
    sato.open(meeting)
    sato.at(0, 0)
    sato.press("一")
    sato.saved()
    time.sleep(0.6)  # a step of its own
    sato.compose("ほん")
    sato.page.click("button[data-act=undo]")
    sato.shows("一開会します。", "はい。", "散会します。")
    sato.compose("ほん")
    sato.page.click("button[data-act=speaker]")
    sato.until(sato.driver.find_element(By.ID, "palette").is_displayed)
    sato.press(Keys.ESCAPE)
    sato.shows("一ほん開会します。", "はい。", "散会します。")
    sato.saved()
    assert meeting.texts == sato.lines


def test_on_android_the_desk_hears_of_a_conversion(town, server, new_browser, meeting):
    """Where the browser offers the library another way to write, by which no page would."""
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"
    with new_browser(width=390, height=800) as page:
        page.driver.execute_cdp_cmd("Emulation.setUserAgentOverride", {"userAgent": agent})
        sato = DeskPage(page, server, town, "clerk")
        sato.open(meeting)
        assert page.run("return 'EditContext' in window")
        sato.at(0, 0)
        sato.compose("ほん")
        sato.until(lambda: sato.lines[0] == "ほん開会します。")
        sato.saved()
        assert meeting.texts == list(TEXTS)
        sato.decide("本")
        sato.until(lambda: meeting.texts == ["本開会します。", "はい。", "散会します。"])


def heard_by_a_screen_reader(desk):
    """Each paragraph's name, and the words in it."""
    nodes = desk.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    within = {node["nodeId"]: node for node in nodes}
    name = lambda node: node.get("name", {}).get("value", "")  # noqa: E731

    def words(node):
        if node["role"]["value"] == "StaticText":
            return name(node)
        return "".join(words(within[one]) for one in node["childIds"] if one in within)

    text = next(node for node in nodes if node["role"]["value"] == "textbox" and name(node) == "会議録の本文")
    return [(name(within[line]), words(within[line])) for line in text["childIds"]]


def test_a_screen_reader_says_when_and_by_whom_a_paragraph_was_said_and_that_it_is_checked(sato, meeting):
    sato.open(meeting)
    sato.at(1)
    sato.chord(Keys.ALT, Keys.ENTER)
    sato.chord(Keys.ALT, "2")
    heard = [
        ("0分0秒 話者１", "開会します。"),
        ("0分2秒 話者２ 確認済み", "はい。"),
        ("0分4秒 見出し", "散会します。"),
    ]
    sato.until(lambda: heard_by_a_screen_reader(sato) == heard)
    sato.saved()


def test_a_colleagues_flag_is_where_they_write_and_goes_when_they_do(sato, suzuki, meeting):
    flags = lambda: sato.driver.execute_script(  # noqa: E731
        "return [...document.querySelectorAll('.flag')].map((one) => one.closest('.cm-line').textContent)"
    )
    sato.open(meeting)
    suzuki.open(meeting)
    suzuki.at(2)
    sato.until(lambda: flags() == ["散会します。鈴木さくら"])
    sato.at(0, 0)
    sato.press(Keys.ENTER, "々")
    suzuki.shows("", "々開会します。", "はい。", "散会します。")
    suzuki.at(2, 1)
    sato.until(lambda: flags() == ["は鈴木さくらい。"])
    suzuki.page.open("about:blank")
    sato.until(lambda: flags() == [] and not sato.page.all("#colleagues li"))
    sato.saved()


def test_a_word_that_the_glossary_cannot_take_is_refused_in_the_servers_words(sato, meeting, town):
    with town.database.writing(town.actor("clerk")) as session:
        for number in range(glossary.MOST):
            glossary.add(session, town.actor("clerk"), f"語{number}")
    sato.open(meeting)
    panel = sato.driver.find_element(By.ID, "find")
    sato.chord(Keys.CONTROL, "f")
    sato.press("散会", Keys.ENTER)
    sato.until(lambda: panel.find_element(By.CSS_SELECTOR, "[data-part=count]").text == "1か所の1番目")
    sato.chord(Keys.CONTROL, "h")
    sato.press("閉会", Keys.ENTER)
    sato.shows("開会します。", "はい。", "閉会します。")
    panel.find_element(By.CSS_SELECTOR, "[data-part=term]").click()
    told = panel.find_element(By.CSS_SELECTOR, "[data-part=done]")
    sato.until(lambda: "用語集は1,000語までです。使わない語を消してから" in told.text)
    assert any("422" in one for one in sato.page.complaints)  # and so told only once: `meeting` finds none
    sato.saved()
