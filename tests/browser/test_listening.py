"""聞く: the sound at the correction desk, in Chromium: by keys while one writes, by a click, one person alone."""

from dataclasses import replace

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.desks import DeskPage, Meeting, add_sound
from tests.coedit.drafts import draft

TEXTS = ("開会します。", "はい。", "散会します。")
DRAFT = draft(*TEXTS, voices=("S1", "S2", "S1"))
SOUND = "const sound = document.getElementById('sound'); "
SEEKS = """const sound = document.getElementById('sound');
window.seeks = [];
sound.addEventListener('seeking', () => window.seeks.push(sound.currentTime));"""

HELD = """const isInView = () => {
  const [one] = document.querySelectorAll('.now');
  const [own, around] = [one, document.querySelector('.cm-scroller')].map((box) => box?.getBoundingClientRect());
  return Boolean(own) && own.top >= around.top && own.bottom <= around.bottom;
};
let typed = performance.now();
addEventListener('keydown', () => (typed = performance.now()), { capture: true });
window.views = [];
setInterval(() => window.views.push([performance.now() - typed, isInView()]), 200);"""
"""How long nobody has typed, and whether one sees the phrase that is being played: again and again."""

REPEATS = """const press = (repeat) => document.querySelector('.cm-content').dispatchEvent(
  new KeyboardEvent('keydown', { key: 'F13', bubbles: true, repeat }))"""
LEFT_TO_THE_BROWSER = """const [key] = arguments;
return document.activeElement.dispatchEvent(
  new KeyboardEvent('keydown', { key, ctrlKey: key.length === 1, bubbles: true, cancelable: true }));"""


@pytest.fixture(scope="module")
def town(town):
    add_sound(town, DRAFT)
    return town


@pytest.fixture(scope="module")
def sato(town, server, new_browser):
    with new_browser() as page:
        yield DeskPage(page, server, town, "clerk")
        assert page.complaints == []


@pytest.fixture
def meeting(town):
    return Meeting(town, DRAFT)


@pytest.fixture(scope="module")
def cut_meeting(town):
    """Its sound ends in the midst of the last paragraph."""
    recording = replace(DRAFT.provenance.recording, sha256="7e" * 32)
    cut = replace(recording, duration_s=DRAFT.paragraphs[-1].end_s - 5.5)
    add_sound(town, replace(DRAFT, provenance=replace(DRAFT.provenance, recording=cut)))
    return Meeting(town, replace(DRAFT, provenance=replace(DRAFT.provenance, recording=recording)))


@pytest.fixture(scope="module")
def long_meeting(town):
    """Two and a half minutes, more than a screen."""
    long = draft(*(f"第{number}号です。" for number in range(1, 61)))
    recording = replace(long.provenance.recording, sha256="6f" * 32)
    long = replace(long, provenance=replace(long.provenance, recording=recording))
    add_sound(town, long)
    return Meeting(town, long)


def test_heard_by_keys_while_writing(sato, meeting):
    sato.open(meeting)
    sato.at(1)
    sato.chord(Keys.CONTROL, Keys.ENTER)
    sato.until(lambda: sato.plays)
    sato.until(lambda: "はい。" in sato.page.texts(".now"))
    sato.press(Keys.ESCAPE)
    sato.until(lambda: not sato.plays)
    sato.press("あ")
    sato.shows("開会します。", "はい。あ", "散会します。")
    sato.driver.execute_script("document.getElementById('sound').currentTime = 1")
    sato.press(Keys.F8)
    sato.until(lambda: sato.time == pytest.approx(6, abs=0.1))
    sato.press(Keys.F7)
    sato.until(lambda: sato.time == pytest.approx(1, abs=0.1))
    sato.press(Keys.F10)
    assert sato.driver.execute_script("return document.getElementById('sound').playbackRate") == 1.25
    sato.press(Keys.F9)
    sato.press(Keys.F1)
    sato.until(lambda: "段落を分ける" in sato.page.text("#help"))
    assert sato.driver.execute_script("return document.getElementById('help').scrollTop") == 0
    sato.press(Keys.ESCAPE)
    sato.saved()


def test_the_sound_waits_while_somebody_types_who_wants_it_so(sato, meeting):
    sato.open(meeting)
    sato.page.click("#more summary")
    sato.page.click("#pausing")
    sato.press(Keys.ESCAPE)
    sato.at(1)
    sato.chord(Keys.CONTROL, Keys.ENTER)
    sato.until(lambda: sato.plays)
    sato.press("あ")
    assert not sato.plays
    sato.until(lambda: sato.plays)
    sato.press(Keys.ESCAPE)
    sato.until(lambda: not sato.plays)
    sato.press("あ")
    sato.shows("開会します。", "はい。ああ", "散会します。")
    sato.saved()
    assert not sato.plays
    sato.page.click("#more summary")
    sato.page.click("#pausing")


def test_whether_the_sound_waits_is_changed_by_a_key(sato, meeting):
    sato.open(meeting)
    said = sato.page.one("#said")
    sato.at(1)
    sato.chord(Keys.ALT, "0")
    sato.until(lambda: said.text == "文字を打つあいだ、音を止めます。")
    sato.chord(Keys.CONTROL, Keys.ENTER)
    sato.until(lambda: sato.plays)
    sato.press("あ")
    assert not sato.plays
    sato.until(lambda: sato.plays)
    sato.chord(Keys.ALT, "0")
    sato.until(lambda: said.text == "文字を打つあいだも、音を止めません。")
    sato.press("い")
    assert sato.plays
    sato.press(Keys.ESCAPE)
    sato.until(lambda: not sato.plays)
    sato.shows("開会します。", "はい。あい", "散会します。")


def test_the_sound_stays_silent_when_the_foot_comes_up_while_it_waits(sato, meeting):
    sato.open(meeting)
    sato.driver.execute_script("document.getElementById('pausing').checked = true")
    sato.at(1)
    sato.key("F14", "rawKeyDown")
    sato.until(lambda: sato.plays)
    sato.press("あ")
    sato.key("F14", "keyUp")
    assert not sato.driver.execute_async_script(SOUND + "setTimeout(() => arguments[0](!sound.paused), 2_000)")
    sato.saved()


def test_a_key_that_is_kept_down_steps_as_often_as_one_can_follow(sato, long_meeting):
    sato.open(long_meeting)
    sato.driver.execute_script(SOUND + "sound.currentTime = 100")
    sato.driver.execute_script(f"{REPEATS}; for (let again = 0; again < 30; again += 1) press(again > 0)")
    assert sato.time == pytest.approx(97)
    sato.driver.execute_async_script(f"{REPEATS}; setTimeout(() => {{ press(true); arguments[0](); }}, 800)")
    assert sato.time == pytest.approx(94)


def test_the_paragraph_again_and_again_also_where_the_recording_ends_in_it(sato, meeting, cut_meeting):
    seeks = lambda: sato.driver.execute_script("return window.seeks")  # noqa: E731
    for one, line in ((meeting, 1), (cut_meeting, 2)):
        sato.open(one)
        sato.driver.execute_script(SEEKS)
        sato.at(line)
        sato.press(Keys.F6)
        sato.until(lambda: len(seeks()) > 2)
        assert seeks() == pytest.approx([seeks()[0]] * len(seeks()), abs=0.01)
        sato.press(Keys.F6, Keys.ESCAPE)


def test_one_person_alone_again_from_the_beginning_when_all_was_heard(sato, meeting):
    sato.open(meeting)
    sato.at(1)
    sato.chord(Keys.SHIFT, Keys.F6)
    said = sato.page.one("#said")
    sato.until(lambda: "ここで終わりです" in said.text and not sato.plays)
    sato.driver.execute_script(SEEKS)
    sato.press(Keys.ESCAPE)
    sato.until(lambda: sato.driver.execute_script("return window.seeks") == pytest.approx([2.5], abs=0.01))
    sato.until(lambda: sato.time > 3 and not sato.plays)


def test_the_sound_obeys_its_keys_while_one_is_asked_who_speaks(sato, meeting):
    sato.open(meeting)
    palette = sato.page.one("#palette")
    sato.at(1)
    sato.press(Keys.F2)
    sato.until(palette.is_displayed)
    sato.driver.execute_script(SOUND + "sound.currentTime = 1")
    sato.key("F14", "rawKeyDown")
    sato.until(lambda: sato.plays and sato.time > 1.2)
    sato.key("F14", "keyUp")
    sato.until(lambda: not sato.plays)
    sato.press(Keys.F8)
    sato.until(lambda: sato.time == pytest.approx(5, abs=0.1))
    keys = {"F1": False, "F3": False, "F6": False, "s": False, "z": True, "a": True}
    assert {key: sato.driver.execute_script(LEFT_TO_THE_BROWSER, key) for key in keys} == keys
    sato.press("おお の")
    sato.until(lambda: "大野茂" in sato.page.text("#palette-list"))
    sato.press(Keys.ESCAPE, Keys.ESCAPE)  # the first empties the field
    sato.until(lambda: not palette.is_displayed())
    assert not sato.plays
    assert sato.names == ["話者１", "話者２", "話者１"]


def test_a_click_on_the_time_plays_and_a_reload_keeps_the_place(sato, meeting):
    sato.open(meeting)
    sato.at(1, 1)
    assert sato.page.texts(".margin .when")[1:] == ["0:00:00", "0:00:02", "0:00:04"]
    sato.page.click(".margin .when", 3)
    sato.until(lambda: sato.time > 4)
    sato.until(lambda: "散会します。" in sato.page.texts(".now"))
    sato.press(Keys.ESCAPE)
    sato.press("々")
    sato.shows("開会します。", "は々い。", "散会します。")
    sato.saved()
    sato.open(meeting)
    sato.driver.execute_script("document.querySelector('.cm-content').focus()")
    sato.press("々")
    sato.shows("開会します。", "は々々い。", "散会します。")
    assert sato.time > 1
    sato.saved()


def test_heard_from_the_head_of_the_phrase_that_the_cursor_is_in(sato, town):
    sato.open(Meeting(town, draft("ただいまから、本日の会議を開きます。議事日程は、お手元のとおりです。", "はい。")))
    sato.driver.execute_script(SEEKS)
    seeks = lambda: sato.driver.execute_script("return window.seeks")  # noqa: E731
    sato.at(0, 20)
    sato.press(Keys.ESCAPE)  # the first time: where somebody has put the cursor, not at the beginning
    sato.until(lambda: seeks() == pytest.approx([18 / 4 - 0.3], abs=0.01))
    sato.press(Keys.ESCAPE)
    sato.until(lambda: len(seeks()) == 2)
    sato.press(Keys.HOME, Keys.ESCAPE)  # from then on: where the sound stands
    sato.until(lambda: not sato.driver.execute_script("return document.getElementById('sound').paused"))
    assert len(seeks()) == 2
    sato.at(0, 9)
    sato.page.click("[data-act=hearHere]")
    sato.until(lambda: len(seeks()) == 3)
    assert seeks()[2] == pytest.approx(7 / 4 - 0.3, abs=0.01)
    sato.press(Keys.ESCAPE)


def test_the_phrase_that_is_played_is_in_view_but_for_whoever_types(sato, long_meeting):
    sato.open(long_meeting)
    sato.driver.execute_script(HELD)
    views = lambda: sato.driver.execute_script("return window.views")  # noqa: E731
    sato.at(0)
    sato.chord(Keys.CONTROL, Keys.ENTER)
    sato.driver.execute_script(SOUND + "sound.currentTime = 100")
    sato.until(lambda: "第41号です。" in sato.lines and views() and views()[-1][1])
    sato.press("々")
    sato.until(lambda: not views()[-1][1])
    sato.driver.execute_script("window.views = []")
    sato.until(lambda: views() and views()[-1][1])
    seen = [one for one, is_seen in views() if is_seen]
    assert min(seen) > 4_000  # until then the text stays where somebody types
    assert sato.driver.execute_script(SOUND + "return !sound.paused && sound.currentTime > 100")
    sato.press(Keys.ESCAPE, Keys.BACKSPACE)
    sato.saved()


def test_heard_by_a_click_on_the_wave_and_paragraph_by_paragraph_back_on_pause_and_at_any_speed(sato, long_meeting):
    sato.open(long_meeting)
    sato.driver.execute_script(SEEKS)
    seeks = lambda: sato.driver.execute_script("return window.seeks")  # noqa: E731
    wave = sato.page.one("#wave > div")
    ActionChains(sato.driver).move_to_element_with_offset(wave, wave.size["width"] // 4, 0).click().perform()
    sato.until(lambda: len(seeks()) == 1)
    length = sato.driver.execute_script(SOUND + "return sound.duration")
    assert seeks()[0] == pytest.approx(0.75 * length, abs=1)

    sato.at(1)
    sato.chord(Keys.CONTROL, Keys.ARROW_DOWN)
    sato.until(lambda: seeks()[1:] == pytest.approx([5.0], abs=0.01))
    sato.chord(Keys.CONTROL, Keys.ARROW_UP)
    sato.until(lambda: seeks()[2:] == pytest.approx([2.5], abs=0.01))
    stop = "dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })); "
    sato.driver.execute_script(SOUND + "sound.currentTime = 60")
    sato.until(lambda: sato.driver.execute_script(SOUND + "return !sound.paused && sound.currentTime > 60"))
    back = f"const before = sound.currentTime; document.activeElement.{stop}return before - sound.currentTime"
    assert sato.driver.execute_script(SOUND + back) == pytest.approx(3, abs=0.1)
    assert sato.driver.execute_script(SOUND + "return sound.paused")

    speed = lambda: sato.driver.execute_script(SOUND + "return [sound.playbackRate, sound.preservesPitch]")  # noqa: E731
    sato.press(*[Keys.F10] * 9)
    assert speed() == [3, True]
    sato.press(*[Keys.F9] * 9)
    assert speed() == [0.5, True]
