"""フットペダル: in Chromium, with reports of pedals that others published (`web/test/pedals`); none was plugged in.

A page gets a device only by a window of the browser's, which nobody can answer in a headless one: `hid.js` stands in
for `navigator.hid`. Everything else is real: the page, the player, the sound, the browser's store.
"""

import json
import time
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.desks import DeskPage, Meeting, add_sound
from tests.coedit.drafts import draft

RECORDED = {file.stem: json.loads(file.read_text()) for file in Path("web/test/pedals/recorded").glob("*.json")}
HID = {"source": Path("tests/browser/hid.js").read_text()}
DRAFT = draft("ただ今から本日の会議を開きます。" * 15, "はい。")
"""As long as a minute."""
LOOKS_ELSEWHERE = """
const [other, heard] = ['', ''].map(() => new BroadcastChannel('minutes-pedals'));
heard.onmessage = arguments[0];
other.postMessage('');
"""
"""What another desk says in the same browser when somebody looks at it."""


@pytest.fixture(scope="module")
def town(town):
    add_sound(town, DRAFT)
    return town


@pytest.fixture(scope="module")
def typist(town, server, new_browser):
    with new_browser(width=1280, height=720) as page:
        page.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", HID)
        yield Typist(page, server, town)
        assert page.complaints == []


@pytest.fixture(autouse=True)
def new_browser_store(typist):
    typist.driver.execute_script("localStorage.clear()")


class Typist(DeskPage):
    """Somebody with a foot pedal under the table."""

    def __init__(self, page, server, town):
        super().__init__(page, server, town, "clerk")
        self.meeting = Meeting(town, DRAFT)

    def sits_down(self, pedal=None, **kept):
        """``pedal``: what lies under the table."""
        device = [{name: pedal[name] for name in ("vendorId", "productId", "productName")}] if pedal else []
        for name, value in {"plugged": device, "choice": device, **kept}.items():
            self.page.run("localStorage.setItem(arguments[0], JSON.stringify(arguments[1]))", name, value)
        self.open(self.meeting)
        self.page.run("document.getElementById('sound').currentTime = 20")

    def opens_sheet(self):
        """By keyboard alone."""
        self.press(Keys.F1)
        self.go_to("フットペダル")
        self.press(Keys.ENTER)
        self.until(lambda: self.sheet.is_displayed())

    def connects(self):
        self.opens_sheet()
        self.go_to("フットペダルをつなぐ")
        self.press(Keys.ENTER)

    def go_to(self, words):
        """With the tab key, to the button with these words."""
        for _ in range(80):
            if self.page.focus.text == words:
                return
            self.press(Keys.TAB)
        raise AssertionError(f"no way to «{words}» by keyboard")

    def treads(self, reports):
        """Not as fast as a contact that bounces."""
        for report in reports:
            time.sleep(0.1)
            self.page.run("navigator.hid.send(...arguments)", report["report"], report["bytes"])

    @property
    def sheet(self):
        return self.driver.find_element(By.ID, "pedals")

    def part(self, name):
        return self.page.text(f"#pedals [data-part={name}]")

    @property
    def lit(self):
        return self.page.texts("#pedals tr.trodden td:first-child")

    @property
    def uses(self):
        return self.page.properties("#pedals option:checked", "text")


def down_and_up(pedal, place):
    first = next(at for at, report in enumerate(pedal["reports"]) if report["says"] == f"{place} down")
    return pedal["reports"][first : first + 2]


@pytest.mark.parametrize("name", ["infinity-in-usb-2", "philips-acc2330", "stream-deck-pedal"])
def test_a_pedal_that_is_known_plays_while_it_is_trodden(typist, name):
    pedal = RECORDED[name]
    typist.sits_down(pedal)
    typist.connects()
    typist.until(lambda: "つながりました" in typist.part("said"))
    assert "実機では未確認" in typist.sheet.text
    assert typist.uses[:3] == ["3秒戻る", "踏んでいる間だけ再生（離すと3秒戻る）", "5秒進む"]
    for place, side in (("left", "左"), ("middle", "中央"), ("right", "右")):
        down, up = down_and_up(pedal, place)
        typist.treads([down])
        typist.until(lambda side=side: typist.lit == [side])
        typist.treads([up])
        typist.until(lambda: typist.lit == [])
    assert not typist.plays
    typist.press(Keys.ESCAPE)
    typist.until(lambda: not typist.sheet.is_displayed())

    left, middle, right = (down_and_up(pedal, place) for place in ("left", "middle", "right"))
    typist.treads([middle[0]])
    typist.until(lambda: typist.plays and typist.time > 20.5)
    before = typist.page.run(
        "navigator.hid.send(...arguments); return document.getElementById('sound').currentTime",
        middle[1]["report"],
        middle[1]["bytes"],
    )
    typist.until(lambda: not typist.plays)
    assert before - 3 <= typist.time <= before - 1

    typist.page.run("document.getElementById('sound').currentTime = 20")
    typist.treads(left)
    typist.until(lambda: abs(typist.time - 17) < 0.1)
    typist.treads(right)
    typist.until(lambda: abs(typist.time - 22) < 0.1)
    typist.treads([left[0]])
    typist.until(lambda: typist.time < 15)
    typist.treads([left[1]])


def test_any_other_pedal_is_learnt_by_treading_it_by_keyboard_alone_and_kept(typist):
    pedal = RECORDED["consumer-control"]
    typist.sits_down(pedal)
    typist.connects()
    typist.until(lambda: typist.part("asked") == "いちばん左のペダルを踏んで、離してください。")
    assert typist.page.focus.text == "やめる"
    typist.treads(down_and_up(pedal, "left"))
    typist.until(lambda: typist.part("asked").startswith("1つ覚えました"))
    typist.treads(down_and_up(pedal, "left"))
    typist.until(lambda: "もう覚えたペダル" in typist.part("asked"))
    for number, place in ((2, "middle"), (3, "right")):
        typist.treads(down_and_up(pedal, place))
        typist.until(lambda number=number: typist.part("asked").startswith(f"{number}つ覚えました"))
    assert typist.page.focus.text == "これで全部"
    typist.press(Keys.ENTER)
    typist.until(lambda: "覚えました" in typist.part("said"))
    assert typist.page.focus.get_attribute("aria-label") == "左のペダルですること"
    typist.press(Keys.HOME)
    typist.until(lambda: "変えました" in typist.part("said"))

    typist.open(typist.meeting)
    typist.treads(down_and_up(pedal, "middle"))
    typist.until(lambda: "画面のどこかを一度押すと" in typist.page.text("#said"))
    typist.at(1)
    typist.treads(down_and_up(pedal, "left"))
    typist.until(lambda: typist.plays)
    typist.treads(down_and_up(pedal, "left"))
    typist.until(lambda: not typist.plays)
    typist.treads(down_and_up(pedal, "middle")[:1])
    typist.until(lambda: typist.plays)
    typist.page.run("navigator.hid.plug(false)")
    typist.until(lambda: not typist.plays)
    typist.page.run("navigator.hid.plug(true)")

    typist.driver.execute_async_script(LOOKS_ELSEWHERE)
    typist.treads(down_and_up(pedal, "left"))
    assert not typist.plays
    typist.page.run("dispatchEvent(new Event('focus'))")
    typist.treads(down_and_up(pedal, "left"))
    typist.until(lambda: typist.plays)
    typist.treads(down_and_up(pedal, "left"))
    typist.until(lambda: not typist.plays)

    typist.page.run("navigator.hid.plug(false)")
    typist.opens_sheet()
    assert "つながっていません" in typist.part("device")
    typist.page.run("navigator.hid.plug(true)")
    typist.until(lambda: "につながっています" in typist.part("device"))
    assert typist.uses == ["再生・停止（止めると3秒戻る）", "踏んでいる間だけ再生（離すと3秒戻る）", "5秒進む"]
    typist.go_to("このペダルを使わない")
    typist.press(Keys.ENTER)
    typist.until(lambda: typist.uses == [])
    assert typist.page.run("return localStorage.getItem('minutes-desk-pedals')") is None


def test_a_desk_that_is_opened_behind_another_leaves_it_the_pedals(typist):
    pedal = RECORDED["infinity-in-usb-2"]
    typist.sits_down(pedal)
    typist.connects()
    typist.until(lambda: "つながりました" in typist.part("said"))
    typist.press(Keys.ESCAPE)
    first = typist.driver.current_window_handle
    typist.driver.execute_cdp_cmd("Target.createTarget", {"url": "about:blank", "background": True})
    [other] = set(typist.driver.window_handles) - {first}
    typist.driver.switch_to.window(other)
    typist.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", HID)
    typist.open(typist.meeting)
    assert not typist.page.run("return document.hasFocus()")
    stood = typist.time
    typist.treads(down_and_up(pedal, "right"))
    assert typist.time == stood
    typist.driver.close()
    typist.driver.switch_to.window(first)
    typist.treads(down_and_up(pedal, "right"))
    typist.until(lambda: abs(typist.time - 25) < 0.1)


def test_the_browser_itself_lets_the_desk_ask_for_devices(town, server, new_browser):
    """Without anything that stands in: a page that the headers forbid it would be refused."""
    with new_browser() as page:
        DeskPage(page, server, town, "clerk").open(Meeting(town, DRAFT))
        asking = "navigator.hid.getDevices().then((all) => arguments[0](all.length), (no) => arguments[0](String(no)))"
        assert page.driver.execute_async_script(asking) == 0


def test_what_stands_in_the_way_is_told(typist):
    typist.sits_down()
    typist.connects()
    typist.until(lambda: "選ばれませんでした" in typist.part("said"))
    typist.page.run("navigator.hid.refuses = true")
    typist.go_to("フットペダルをつなぐ")
    typist.press(Keys.ENTER)
    typist.until(lambda: "止められています" in typist.part("said"))

    typist.sits_down(**{"no-hid": True})
    typist.opens_sheet()
    assert "Chrome か Edge" in typist.part("problem")
    typist.sits_down(**{"no-https": True})
    typist.opens_sheet()
    assert "HTTPS" in typist.part("problem")
    assert "フットペダルをつなぐ" not in typist.sheet.text


def test_a_pedal_that_sends_keys_plays_while_it_is_down_and_may_be_given_anything(typist):
    typist.sits_down()
    typist.at(1)
    typist.key("F14", "rawKeyDown")
    typist.until(lambda: typist.plays)
    typist.key("F14", "rawKeyDown", autoRepeat=True)
    typist.key("F14", "rawKeyDown", autoRepeat=True)
    assert typist.plays
    typist.key("F14", "keyUp")
    typist.until(lambda: not typist.plays)

    typist.page.run("window.soundKeys.play()")
    typist.until(lambda: typist.plays)
    typist.page.run("window.soundKeys.pause()")
    typist.until(lambda: not typist.plays)
    typist.page.run("window.soundKeys.pause()")
    assert not typist.plays
    typist.opens_sheet()
    typist.key("F14", "rawKeyDown")
    typist.until(lambda: "キー（F14）が届きました" in typist.part("said") and "押している" not in typist.part("said"))
    typist.key("F14", "keyUp")
    typist.press("b")
    typist.until(lambda: "文字のキーは使えない" in typist.part("said"))
    typist.press(Keys.ESCAPE)

    typist.press(Keys.F1)
    typist.page.click("[data-changes=hold]")
    typist.page.run("window.soundKeys.nexttrack()")
    typist.until(lambda: "次の曲キー" in typist.page.text("#help tbody"))
    typist.press(Keys.ESCAPE)
    typist.page.run("window.soundKeys.nexttrack()")
    typist.until(lambda: typist.plays)
