"""所を探す: at the desk, in Chromium: speech without text, marks, a moment that one names, a link, tomorrow."""

from dataclasses import replace

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from minutes.domain.record import Mark, Marked
from minutes.domain.speech import Span
from tests.browser.desks import DeskPage, Meeting, add_sound
from tests.browser.legible import COLOURS
from tests.coedit.drafts import draft

TEXTS = ("開会します。", "はい。", "散会します。")
PLAIN = draft(*TEXTS, voices=("S1", "S2", "S1"))
FIRST, SECOND, THIRD = PLAIN.paragraphs
DRAFT = replace(
    PLAIN,
    paragraphs=(
        FIRST,
        replace(SECOND, marks=(Marked(0, 2, Mark.CHECK),)),
        replace(THIRD, words=tuple(replace(word, confidence=0.2) for word in THIRD.words)),
    ),
    provenance=replace(PLAIN.provenance, unheard=(Span(FIRST.end_s + 0.1, SECOND.start_s - 0.1),)),
)
"""After the first paragraph there is speech without text, the second has a mark, the third is doubtful."""
SOUND = "const sound = document.getElementById('sound'); "
HATCHED = """const all = document.querySelector('#wave > div')?.shadowRoot.querySelectorAll('.silences > div') ?? [];
return [...all].map((one) => one.title)"""
HATCHING = f"""{COLOURS}
const {{ shadowRoot }} = document.querySelector('#wave > div');
const one = shadowRoot.querySelector('.silences > div');
const {{ borderColor, backgroundColor }} = getComputedStyle(one);
const {{ x, y, width, height }} = one.getBoundingClientRect();
const isOnTop = shadowRoot.elementFromPoint(x + width / 2, y + height / 2) === one;
return [contrast(borderColor, rgba(backgroundColor).slice(0, 3)), rgba(backgroundColor)[3], isOnTop]"""
SEEKS = """const sound = document.getElementById('sound');
window.seeks = [];
sound.addEventListener('seeking', () => window.seeks.push(sound.currentTime));"""


@pytest.fixture(scope="module")
def town(town):
    add_sound(town, DRAFT)
    return town


@pytest.fixture(scope="module")
def sato(town, server, new_browser):
    with new_browser() as page:
        yield DeskPage(page, server, town, "clerk")
        assert page.complaints == []


@pytest.fixture(scope="module")
def suzuki(town, server, new_browser):
    with new_browser(width=1280, height=720) as page:
        yield DeskPage(page, server, town, "approver")
        assert page.complaints == []


@pytest.fixture
def meeting(town):
    return Meeting(town, DRAFT)


def selected(desk):
    return desk.driver.execute_script("return getSelection().toString()")


def said(desk):
    return desk.page.text("#said")


def to_check(desk, number):
    return f"確かめる所 {number}" in desk.page.text("#headway")


def seeks(desk):
    return desk.driver.execute_script("return window.seeks")


def test_by_key_through_speech_without_text_marks_and_what_is_doubtful(sato, meeting):
    sato.open(meeting)
    sato.until(lambda: to_check(sato, 3))
    sato.driver.execute_script(SEEKS)
    sato.at(0, 0)
    sato.press(Keys.F4)
    sato.until(lambda: "ここから1秒、文字がありません。聞いて書き足してください。" in said(sato))
    sato.until(lambda: seeks(sato)[:1] == pytest.approx([FIRST.end_s + 0.1], abs=0.01))
    sato.press(Keys.F4)
    sato.until(lambda: selected(sato) == "はい" and "要確認の印" in said(sato))
    sato.press(Keys.F4)
    sato.until(lambda: selected(sato) == "散会します。")
    sato.chord(Keys.SHIFT, Keys.F4)
    sato.until(lambda: selected(sato) == "はい")
    sato.chord(Keys.ALT, "6")
    sato.until(lambda: to_check(sato, 2))
    sato.page.click("[data-act=nextDoubt]")
    sato.until(lambda: selected(sato) == "散会します。")
    sato.press(Keys.F4, "賛成です。")
    sato.shows("開会します。賛成です。", "はい。", "散会します。")
    sato.until(lambda: to_check(sato, 1))
    sato.saved()
    assert "あと<span" in page_of(sato, meeting)
    sato.press(*[Keys.BACKSPACE] * 5)
    sato.until(lambda: to_check(sato, 2))
    sato.chord(Keys.ALT, Keys.ENTER)
    sato.until(lambda: to_check(sato, 1))
    sato.press(Keys.ARROW_DOWN)
    sato.chord(Keys.ALT, Keys.ENTER)
    sato.until(lambda: to_check(sato, 0))
    sato.press(Keys.F4, Keys.ESCAPE)
    sato.until(lambda: "確かめる所は、もうありません。" in said(sato))
    sato.saved()
    sato.open(meeting)
    sato.until(lambda: to_check(sato, 0))


def page_of(desk, meeting):
    """The meeting's own, as it would be now."""
    fetched = "const [address, done] = arguments; fetch(address).then((answer) => answer.text()).then(done)"
    page = desk.driver.execute_async_script(fetched, f"/meetings/{meeting.id}")
    return page.partition('id="headway"')[2].partition("</section>")[0]


def test_speech_without_text_is_hatched_in_the_wave_until_it_has_some(sato, meeting):
    sato.open(meeting)
    sato.until(lambda: sato.driver.execute_script(HATCHED) == ["文字のない所　0:00:01から1秒"])
    sato.driver.execute_script(SOUND + "sound.currentTime = 4")  # what has been played is coloured over it
    for scheme in ("dark", "light"):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        sato.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        contrast, opacity, is_on_top = sato.driver.execute_script(HATCHING)
        assert contrast >= 3 and opacity == 255 and is_on_top, scheme
    sato.at(0)
    sato.press("賛成です。")
    sato.until(lambda: sato.driver.execute_script(HATCHED) == [])
    sato.saved()


def test_a_reader_is_asked_to_listen(town, server, new_browser, meeting):
    with new_browser() as page:
        yomu = DeskPage(page, server, town, "reader")
        yomu.open(meeting)
        page.click("[data-act=nextDoubt]")
        yomu.until(lambda: said(yomu) == "ここから1秒、文字がありません。聞いて確かめてください。")


def test_to_a_moment_that_one_names(sato, meeting):
    sato.open(meeting)
    sheet = sato.page.one("#moment")
    sato.at(0, 0)
    sato.chord(Keys.CONTROL, "g")
    sato.until(sheet.is_displayed)
    sato.driver.execute_script(SEEKS)
    for wrong, words in (
        ("きのう", "時刻が分かりません。"),
        ("75", "時刻が分かりません。"),
        ("1:02:03", "録音は 0:00:1"),
    ):
        sato.press(wrong, Keys.ENTER)
        sato.until(lambda words=words: words in sato.page.text("#moment-problem"))
        assert sheet.is_displayed() and seeks(sato) == []
        assert sato.page.focus.get_attribute("id") == "moment-words"
    sato.press("０：０５", Keys.ENTER)
    sato.until(lambda: not sheet.is_displayed() and sato.time >= 5)
    assert seeks(sato)[0] == pytest.approx(5, abs=0.01)
    sato.press(Keys.ESCAPE, "々")
    sato.shows("開会します。", "はい。", "々散会します。")
    sato.page.click("#time")
    sato.until(sheet.is_displayed)
    assert not sato.page.one("#moment-problem").is_displayed()
    sato.press("1秒", Keys.ESCAPE)
    sato.until(lambda: not sheet.is_displayed())
    assert sato.time > 1.5
    sato.press("々")
    sato.shows("開会します。", "はい。", "々々散会します。")
    sato.saved()


def open_at(desk, server, meeting, seconds):
    desk.page.open(f"{server.address}/meetings/{meeting.id}/desk?at={seconds}")
    desk.until(lambda: desk.page.all("#desk[data-ready]"))


def test_a_link_opens_the_desk_at_a_moment_and_a_reload_where_one_was(sato, server, meeting):
    sato.open(meeting)
    sato.at(2)  # a place that is kept, and gives way
    open_at(sato, server, meeting, 2.6)
    assert sato.time == pytest.approx(2.6, abs=0.01)
    sato.until(lambda: "?" not in sato.page.path)
    sato.press("々")
    sato.shows("開会します。", "々はい。", "散会します。")
    sato.at(0)
    sato.driver.refresh()
    sato.until(lambda: sato.page.all("#desk[data-ready]"))
    sato.press("々")
    sato.shows("開会します。々", "々はい。", "散会します。")
    sato.saved()


def test_whoever_listens_on_the_meetings_page_goes_to_the_desk_there(sato, server, meeting):
    sato.page.open(f"{server.address}/meetings/{meeting.id}")
    link = sato.page.one("#mend")
    assert not link.is_displayed()
    sato.page.click(".phrase", 1)
    sato.until(lambda: sato.time > 3)
    sato.driver.execute_script(SOUND + "sound.pause()")
    at = sato.time
    sato.until(link.is_displayed)
    link.click()
    sato.until(lambda: sato.page.all("#desk[data-ready]"))
    assert sato.time == pytest.approx(at, abs=0.1)
    sato.press(Keys.END, "々")
    sato.shows("開会します。", "はい。々", "散会します。")
    sato.saved()
    sato.page.open(f"{server.address}/meetings/{meeting.id}")
    sato.page.click("#unheard a")
    sato.until(lambda: sato.page.all("#desk[data-ready]"))
    assert sato.time == pytest.approx(FIRST.end_s + 0.1, abs=0.1)


def test_on_another_day_in_a_new_tab_everybody_is_where_they_were(sato, suzuki, meeting):
    for desk, line in ((sato, 1), (suzuki, 2)):
        desk.open(meeting)
        desk.at(line, 1)
        desk.driver.execute_script(SOUND + f"sound.currentTime = {line + 2}")
    for desk, line in ((sato, 1), (suzuki, 2)):
        before = desk.driver.current_window_handle
        desk.driver.switch_to.new_window("tab")
        after = desk.driver.current_window_handle
        desk.driver.switch_to.window(before)
        desk.driver.close()
        desk.driver.switch_to.window(after)
        desk.open(meeting)
        assert desk.time == pytest.approx(line + 2, abs=0.1)
        desk.press("々")
        desk.until(lambda desk=desk, line=line: desk.lines[line][1] == "々")
        desk.saved()


def test_as_fast_as_the_last_time_at_the_desk_and_on_the_page(sato, server, meeting):
    rate = lambda: sato.driver.execute_script(SOUND + "return sound.playbackRate")  # noqa: E731
    sato.open(meeting)
    sato.press(Keys.F10, Keys.F10)
    assert rate() == 1.5
    sato.open(meeting)
    assert (rate(), sato.page.one("#speed").get_attribute("value")) == (1.5, "1.5")
    sato.page.open(f"{server.address}/meetings/{meeting.id}")
    sato.until(lambda: rate() == 1.5)
    Select(sato.page.one("#speed")).select_by_value("0.75")
    sato.open(meeting)
    assert rate() == 0.75
    Select(sato.page.one("#speed")).select_by_value("1")
    sato.open(meeting)
    assert rate() == 1
