"""一日の仕事: a recording goes in by the page, its draft is listened to, gets names, and comes out as a Word file."""

from pathlib import Path

import pytest
from docx import Document
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from tests.browser.desks import Hands
from tests.browser.page import WORK_S, set_up

PASSWORD = "青葉町の静かな朝ですね"  # noqa: S105
SAMPLE = Path("tests/data/sample").resolve()
TITLE = "令和７年第３回青葉町議会定例会"
PAGES = (
    "/",
    "/meetings/new",
    "/bin",
    "/accounts",
    "/accounts/new",
    "/audit",
    "/me",
    "/about",
    "/about/guide",
    "/about/licences",
)


@pytest.fixture(scope="module")
def page(site, new_browser):
    """山田花子's browser on the first day."""
    with new_browser() as page:
        set_up(page, site, PASSWORD)
        yield page


@pytest.fixture(scope="module")
def meeting(site, page):
    """-> the address of the sample meeting: sent, seen in the making, called off, gone on with, and its draft made."""
    page.open(f"{site.address}/meetings/new")
    page.give("#files", SAMPLE / "meeting.ogg")
    page.until(lambda: "送り終えました" in page.text("#recordings"))
    assert page.one("#title").get_attribute("value") == "meeting"
    page.fill(title=TITLE)
    page.choose("plenary")
    page.run("document.querySelector('details').open = true")
    page.give("#roster", SAMPLE / "roster.csv")
    page.press("粗原稿を作る")

    page.until(lambda: page.all(".stages [aria-current]"), WORK_S)
    page.until(lambda: page.text("#heard"), WORK_S)
    assert "作成中" in page.text("#making")
    assert page.one("#share[value]")

    page.click(".ask summary")
    assert "作るのをやめますか" in page.text(".ask form")
    page.press("作るのをやめる")
    assert "粗原稿を作るのをやめました" in page.text()
    assert page.text("#heard")

    page.press("もう一度やってみる")
    page.until(lambda: page.all("#draft"), WORK_S)
    assert page.complaints == []
    return page.driver.current_url


@pytest.fixture
def draft(page, meeting):
    page.open(meeting)
    page.one("#wave > div")
    return page


def opened_by(page, who):
    """The moments at which speeches of somebody begin."""
    heads = [head.split() for head in page.texts(".who")]
    return [moment for name, moment in heads if name == who]


def at_s(page):
    return page.run("return document.querySelector('#sound').currentTime")


def test_the_phrase_that_is_being_heard_is_shown(draft):
    draft.click("#play")
    draft.until(lambda: at_s(draft) > 1)
    draft.until(lambda: draft.all(".phrase.now"))
    assert draft.text("#play") == "停止"

    later = draft.all(".phrase")[12]
    there = float(later.get_attribute("data-at"))
    later.click()
    draft.until(lambda: "now" in later.get_attribute("class"))
    assert there <= at_s(draft) < there + 60
    draft.until(lambda: at_s(draft) > there + 0.5)
    assert draft.text("#time") != "0:00:00"

    draft.click("#play")
    draft.until(lambda: draft.text("#play") == "再生")


def test_faster_and_slower_with_the_same_pitch(draft):
    Select(draft.one("#speed")).select_by_visible_text("2倍")
    sound = "const sound = document.querySelector('#sound'); "
    assert draft.run(sound + "return [sound.playbackRate, sound.preservesPitch]") == [2, True]
    draft.driver.refresh()
    draft.until(lambda: draft.run(sound + "return sound.playbackRate") == 2)
    Select(draft.one("#speed")).select_by_visible_text("1倍")
    offered = [float(one.get_attribute("value")) for one in draft.all("#speed option")]
    assert (min(offered), max(offered)) == (0.5, 3)


def test_keys_play_and_move_unless_somebody_types(draft):
    body = draft.driver.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.ARROW_RIGHT)
    draft.until(lambda: at_s(draft) >= 5)
    body.send_keys(Keys.ARROW_LEFT)
    draft.until(lambda: at_s(draft) < 5)
    body.send_keys(" ")
    draft.until(lambda: draft.text("#play") == "停止")
    body.send_keys(" ")
    draft.until(lambda: draft.text("#play") == "再生")

    before = at_s(draft)
    voice = draft.one(".voice select")
    voice.send_keys(Keys.ARROW_RIGHT)
    assert at_s(draft) == before
    assert draft.focus == voice
    assert draft.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_from_one_doubtful_phrase_to_the_next(draft):
    body = draft.driver.find_element(By.TAG_NAME, "body")
    seen = set()
    for _ in range(3):
        body.send_keys("n")
        draft.until(lambda: draft.all(".phrase.now mark"))
        draft.until(lambda: draft.text("#next-doubt") not in seen)
        seen.add(draft.text("#next-doubt"))
        draft.run("document.querySelector('#sound').pause()")
    assert len(seen) == 3


def test_all_turns_of_a_voice_get_the_name_while_one_listens(draft):
    draft.run("window.sameAsBefore = true")
    nameless = opened_by(draft, "話者１")
    assert len(nameless) > 1
    draft.click("//option[.='議長　大野茂']", by=By.XPATH)
    draft.click("//button[.='決める']", by=By.XPATH)
    draft.until(lambda: not opened_by(draft, "話者１"))
    assert opened_by(draft, "議長（大野茂君）") == nameless
    assert draft.run("return window.sameAsBefore")


def test_the_word_file_has_the_names_the_text_and_the_title(draft, tmp_path):
    text = draft.text("#draft .passage p")
    word = "\n".join(paragraph.text for paragraph in downloaded(draft, draft.driver.current_url, tmp_path).paragraphs)
    assert [file.name for file in tmp_path.iterdir()] == [f"{TITLE}.docx"]
    assert TITLE in word
    assert "議長（大野茂君）" in word
    assert text in word


def downloaded(page, meeting, folder):
    page.open(meeting)
    page.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})
    page.follow("Word で受け取る")
    page.until(lambda: [file for file in folder.iterdir() if file.suffix == ".docx"])
    [file] = folder.iterdir()
    return Document(str(file))


def test_once_more_keeps_what_people_have_made_of_the_earlier_draft(draft, meeting):
    names = draft.text("#draft")
    draft.click("//summary[.='もう一度起こす']", by=By.XPATH)
    draft.fill(speakers="6")
    draft.press("もう一度起こす")
    draft.until(lambda: draft.all("#ended") and draft.one("#ended").is_displayed(), WORK_S)
    assert draft.text("#draft") == names  # whoever is reading is not torn away
    draft.follow("開く")
    draft.until(lambda: draft.all("aside [aria-current]"))
    assert "1回目" in draft.text("aside [aria-current]")  # somebody has named a voice: it stays what people correct
    assert draft.text("#draft") == names
    draft.open(f"{meeting}?draft=2")
    assert "議長（大野茂君）" not in draft.text("#draft")
    assert "もう一度起こした粗原稿（2回目）です" in draft.text()


def test_the_word_file_is_the_state_on_the_desk_and_edited_text_keeps_its_time(draft, meeting, tmp_path):
    desk = Hands(draft)
    desk.go(meeting)
    before = paragraphs(draft, meeting)
    desk.chord(Keys.CONTROL, Keys.HOME)
    desk.chord(Keys.SHIFT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    desk.press("皆々様")
    desk.chord(Keys.SHIFT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    desk.chord(Keys.ALT, "4")
    names = draft.texts(".margin .side .name")
    last = max(place for place, name in enumerate(names) if name.startswith("話者"))
    voice = names[last]
    draft.click(".margin .side .name", last)
    draft.click("#palette input[value=voice]")
    draft.click("#palette-words")
    desk.press("たかぎ")
    desk.until(lambda: "高木健" in draft.text("#palette-list"))
    desk.press(Keys.ENTER)
    desk.until(lambda: voice not in desk.names)
    desk.saved()

    after = paragraphs(draft, meeting)
    first = before[0]["text"]
    assert [one["text"] for one in after] == [f"皆々様{first[2:]}", *(one["text"] for one in before[1:])]
    assert [one["start_s"] for one in after] == [one["start_s"] for one in before]
    assert after[0]["words"][-1] == before[0]["words"][-1]
    word = downloaded(draft, meeting, tmp_path)
    said = [paragraph.text for paragraph in word.paragraphs]
    assert [one["text"] for one in after if not any(one["text"] in paragraph for paragraph in said)] == []
    assert any("（高木健君）" in paragraph for paragraph in said)
    runs = [run for paragraph in word.paragraphs for run in paragraph.runs]
    assert [run.text for run in runs if run.style.name == "発言取消し"] == [first[2:4]]


def paragraphs(page, meeting):
    """As programs are given them."""
    fetched = "const [address, done] = arguments; fetch(address).then((answer) => answer.json()).then(done)"
    return page.driver.execute_async_script(fetched, f"{meeting}/files/json")["minutes"]["paragraphs"]


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_wider_than_its_screen_or_refused_anything(site, page, meeting, width):
    page.size(width)
    for address in (*(f"{site.address}{path}" for path in PAGES), meeting):
        page.open(address)
        assert page.run("return document.documentElement.scrollWidth") <= width, address
        assert page.complaints == [], address
