"""見本の会議で試す: one click takes the sample through the real work; its draft is corrected at the real desk."""

import shutil
from dataclasses import replace

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from sqlmodel import select

from api.access import COOKIE
from exports import draft_json
from exports.doubts import doubtful
from minutes.domain.record import Mark
from minutes.store.access import PROGRAM
from minutes.store.database import Database, sqlite_in
from minutes.store.files import Files
from minutes.store.queries import accounts
from minutes.store.tables import AccountRow
from tests.api.desks import make_draft
from tests.browser.crowd import KEPT
from tests.browser.desks import Hands
from tests.browser.page import WORK_S, set_up
from tests.browser.site import serving

PASSWORD = "青葉町の静かな朝ですね"  # noqa: S105
SOUND = "const sound = document.getElementById('sound'); "
FETCHED = "const [address, done] = arguments; fetch(address).then((answer) => answer.text()).then(done)"


class Desk(Hands):
    """山田花子's, at the sample's draft."""

    def __init__(self, page, site):
        super().__init__(page)
        set_up(page, site, PASSWORD)
        page.press("見本の会議で試す")
        page.until(lambda: page.all("#draft"), WORK_S)
        self.address = page.driver.current_url

    def minutes(self):
        """As programs are given them, once all is saved."""
        return draft_json.read(self.driver.execute_async_script(FETCHED, f"{self.address}/files/json").encode())

    @property
    def selected(self):
        return self.driver.execute_script("return getSelection().toString()")

    @property
    def at_s(self):
        return self.driver.execute_script(SOUND + "return sound.currentTime")


@pytest.fixture(scope="module")
def site(transcribed, tmp_path_factory):
    """It finds the pieces of this very work done: `test_main_flow.py` is who waits for them."""
    folder = tmp_path_factory.mktemp("service")
    shutil.copytree(transcribed / "data" / "artefacts", folder / "data" / "artefacts")
    with serving(folder) as site:
        yield site


@pytest.fixture(scope="module")
def worked(site, new_browser):
    with new_browser(width=1280, height=720) as page:
        yield Desk(page, site)


@pytest.fixture
def desk(worked):
    """Open, and what it shows at first."""
    worked.go(worked.address)
    worked.chord(Keys.CONTROL, Keys.HOME)
    yield worked
    assert worked.page.complaints == []


def test_the_click_leads_to_what_is_said_in_the_sample(desk):
    texts = [paragraph.text for paragraph in desk.minutes().paragraphs]
    assert "これより本日の会議を開きます" in "".join(texts)
    assert desk.lines[0] == texts[0]


def test_from_one_doubtful_place_to_the_next_and_back(desk):
    minutes = desk.minutes()
    found = ((one.text, doubtful(one, minutes.provenance.doubts)) for one in minutes.paragraphs)
    first, second = [text[mark.start : mark.end] for text, own in found for mark in own][:2]
    desk.press(Keys.F4)
    desk.until(lambda: desk.selected == first)
    desk.press(Keys.F4)
    desk.until(lambda: desk.selected == second)
    desk.chord(Keys.SHIFT, Keys.F4)
    desk.until(lambda: desk.selected == first)


def test_a_click_on_the_wave_leads_to_what_is_said_there(desk):
    wave = desk.page.one("#wave > div")
    ActionChains(desk.driver).move_to_element_with_offset(wave, wave.size["width"] // 4, 0).click().perform()
    length = desk.driver.execute_script(SOUND + "return sound.duration")
    desk.until(lambda: desk.at_s == pytest.approx(0.75 * length, abs=2))
    desk.press(Keys.ESCAPE)
    desk.until(lambda: desk.page.all(".now"))
    desk.press(Keys.ESCAPE)
    heard, at_s = desk.page.text(".now"), desk.at_s
    *_, there = [one for one in desk.minutes().paragraphs if one.start_s <= at_s]
    assert heard in there.text


def test_a_voice_is_named_once_and_all_that_it_said_follows(desk):
    first = desk.minutes().paragraphs[0]
    desk.press(Keys.F2)
    desk.page.click("#palette input[value=voice]")
    desk.page.click("#palette-words")
    desk.press("おおの")
    desk.until(lambda: "大野茂" in desk.page.text("#palette-list"))
    desk.press(Keys.ENTER)
    desk.until(lambda: desk.names[0] == "大野茂")
    desk.saved()
    said = [one for one in desk.minutes().paragraphs if one.voice == first.voice]
    assert len(said) > 3
    assert {one.speaker.name for one in said} == {"大野茂"}


def test_all_are_replaced_and_taken_back_in_one_step(desk):
    before = [one.text for one in desk.minutes().paragraphs]
    count = sum(text.count("質問") for text in before)
    assert count > 3
    desk.chord(Keys.CONTROL, "f")
    desk.press("質問")
    desk.chord(Keys.CONTROL, "h")
    desk.press("問いかけ")
    desk.until(lambda: desk.page.text("#find [data-part=count]").startswith(f"{count}か所"))
    desk.chord(Keys.CONTROL + Keys.ALT, Keys.ENTER)
    desk.until(lambda: desk.page.text("#find [data-part=done]") == f"{count}か所を置き換えました。")
    desk.saved()
    assert [one.text for one in desk.minutes().paragraphs] == [text.replace("質問", "問いかけ") for text in before]
    desk.chord(Keys.CONTROL, "z")
    desk.until(lambda: not any("問いかけ" in line for line in desk.lines))
    desk.saved()
    assert [one.text for one in desk.minutes().paragraphs] == before


def test_marked_by_keys_and_shown_to_whoever_reads(desk):
    desk.chord(Keys.SHIFT, *[Keys.ARROW_RIGHT] * 3)
    marked = desk.selected
    desk.chord(Keys.ALT, "6")
    desk.until(lambda: desk.page.texts(".mark-check") == [marked])
    desk.saved()
    first = desk.minutes().paragraphs[0]
    assert [(first.text[one.start : one.end], one.mark) for one in first.marks] == [(marked, Mark.CHECK)]


def test_the_history_says_who_has_changed_what(desk):
    desk.chord(Keys.CONTROL, Keys.HOME)
    desk.press("ただ今から、")
    desk.saved()
    desk.page.follow("履歴")
    newest = desk.page.text(".history tbody tr")
    assert "山田花子さん" in newest
    assert "段落を直しました" in newest
    desk.page.follow("直した所")
    desk.until(lambda: "ただ今から、" in desk.page.texts(".passage ins"))


def test_recognised_again_it_is_offered_beside_what_somebody_has_corrected(desk, site):
    desk.press("さて、")
    desk.saved()
    minutes = desk.minutes()
    paragraphs = (*map(otherwise, minutes.paragraphs[:2]), *minutes.paragraphs[2:])
    arrive(site, desk.address.rpartition("/")[2], replace(minutes, paragraphs=paragraphs))
    desk.page.open(f"{desk.address}/offers")
    beside, _ = desk.page.texts(".passage.offer")
    assert "人が直した段落" in beside
    assert minutes.paragraphs[0].text in beside
    assert desk.page.texts(".passage.offer.untouched ins") == ["以上"]
    assert desk.minutes().paragraphs == minutes.paragraphs


def test_an_input_method_goes_on_while_somebody_writes_in_the_same_line(desk, new_browser):
    before = desk.lines[0]
    with new_browser(width=1280, height=720) as page:
        page.open(f"{desk.address}/sign-in")
        page.driver.add_cookie({"name": COOKIE, "value": desk.driver.get_cookie(COOKIE)["value"]})
        other = Hands(page)
        other.go(desk.address)
        other.at(0)
        desk.chord(Keys.CONTROL, Keys.HOME)
        for reading in ("ｈ", "ほ", "ほｎ", "ほんじつ"):
            desk.compose(reading)
            other.press("々")
        other.saved()
        assert desk.lines[0] == f"ほんじつ{before}"
        desk.decide("本日")
        desk.until(lambda: desk.lines[0].count("々") == 4)
        assert desk.lines[0].replace("々", "") == f"本日{before}"
        desk.saved()
        other.until(lambda: other.lines == desk.lines)
    assert desk.minutes().paragraphs[0].text == desk.lines[0]


def test_typed_without_a_network_on_a_page_that_is_closed_it_is_there_on_the_next(desk):
    before = desk.lines[0]
    try:
        desk.page.line(offline=True)
        desk.until(lambda: desk.lamp.startswith("オフライン"))
        desk.chord(Keys.CONTROL, Keys.HOME)
        desk.press("山の中から")
        desk.until(lambda: desk.lines[0] == f"山の中から{before}")
        desk.until(lambda: desk.driver.execute_async_script(KEPT) > 0)
        desk.page.open("about:blank")
    finally:
        desk.page.line()
    assert all("DISCONNECTED" in one for one in desk.page.complaints)
    desk.go(desk.address)
    desk.until(lambda: desk.lines[0] == f"山の中から{before}")
    desk.saved()
    assert desk.minutes().paragraphs[0].text == f"山の中から{before}"


def test_one_person_is_heard_alone(desk):
    paragraphs = desk.minutes().paragraphs
    own = [(one.start_s, one.end_s) for one in paragraphs if one.voice == paragraphs[1].voice]
    desk.driver.execute_script(SOUND + "sound.playbackRate = 3; window.passed = [];")
    desk.driver.execute_script(SOUND + "sound.addEventListener('timeupdate', () => passed.push(sound.currentTime));")
    desk.at(1)
    desk.chord(Keys.SHIFT, Keys.F6)
    desk.until(lambda: desk.at_s > own[1][0])  # other people's words between them are left out
    passed = desk.driver.execute_script("return passed.splice(0)")
    assert all(any(begin - 1 < at < end + 1 for begin, end in own) for at in passed)
    desk.chord(Keys.SHIFT, Keys.F6)
    desk.press(Keys.ESCAPE)


def otherwise(paragraph):
    """As heard by a recogniser that hears more."""
    *words, last = paragraph.words
    return replace(
        paragraph, text=f"{paragraph.text}以上", words=(*words, replace(last, text=f"{last.text}以上")), marks=()
    )


def arrive(site, meeting, minutes):
    """As another recogniser's draft would."""
    database = Database(sqlite_in(site.data))
    with database.reading(PROGRAM) as session:
        actor = accounts.actor(session.exec(select(AccountRow)).one(), "")
    make_draft(database, Files(site.data / "recordings"), actor, meeting, minutes)
    database.close()
