"""校正卓の小さな画面: what is chosen in the desk's sheets by keys alone, in Chromium, and what they remember."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from minutes.store.queries import glossary
from tests.browser.desks import DAMAGE, DeskPage, Meeting, add_sound
from tests.coedit.drafts import draft

TEXTS = ("開会します。", "はい。", "散会します。")
DRAFT = draft(*TEXTS, voices=("S1", "S2", "S1"))
CHAIR, MAYOR = "大野茂（議長・10番）", "𠮷野太郎（町長）"


class Chooser(DeskPage):
    """Somebody who has no mouse."""

    def tab_to(self, selector, back=False):
        """-> what has the focus then."""
        for _ in range(60):
            self.chord(Keys.SHIFT if back else "", Keys.TAB)
            if self.driver.execute_script("return document.activeElement.matches(arguments[0])", selector):
                return self.page.focus
        raise AssertionError(f"no way by Tab to {selector}")

    def opens(self, sheet):
        self.until(self.page.one(f"#{sheet}").is_displayed)

    @property
    def closed(self):
        return not self.page.all("dialog[open]")

    @property
    def options(self):
        return self.page.properties("dialog[open] [role=option]", "textContent")

    @property
    def chosen(self):
        return self.until(lambda: self.page.properties("dialog[open] [aria-selected=true]", "textContent"))[0]

    @property
    def said(self):
        return self.page.text("#said")

    def told(self, part):
        """In the panel of find and replace."""
        return self.page.text(f"#find [data-part={part}]")


@pytest.fixture(scope="module")
def town(town):
    add_sound(town, DRAFT)
    return town


@pytest.fixture(scope="module")
def chooser(town, server, new_browser):
    with new_browser(width=1280, height=720) as page:
        yield Chooser(page, server, town, "clerk")


@pytest.fixture
def sato(chooser):
    """In a browser that remembers nothing."""
    yield chooser
    chooser.driver.execute_script("localStorage.clear()")
    assert chooser.page.complaints == []


@pytest.fixture
def meeting(town):
    return Meeting(town, DRAFT)


def test_two_voices_are_joined_when_somebody_says_so_and_not_while_they_choose(sato, town):
    meeting = Meeting(town, draft(*"一二三", voices=("S1", "S2", "S3")))
    sato.open(meeting)
    names = ["話者１", "話者２", "話者３"]
    sato.at(2)
    sato.chord(Keys.SHIFT, Keys.F2)
    sato.opens("voices")
    choice = sato.tab_to("select[aria-label^=話者３]")
    button = choice.find_element(By.XPATH, "following-sibling::button")
    assert not button.is_enabled()
    for chosen in ("話者１", "話者２"):
        sato.press(Keys.ARROW_DOWN)
        sato.until(lambda chosen=chosen: choice.find_element(By.CSS_SELECTOR, ":checked").text == chosen)
        assert button.is_enabled()
    sato.press(Keys.ENTER)
    assert sato.names == names
    assert not sato.closed
    sato.press(Keys.TAB)
    assert sato.page.focus == button
    sato.press(Keys.ENTER)
    sato.until(lambda: sato.names == ["話者１", "話者２", ""])
    assert sato.closed
    assert sato.said == "「話者３」を「話者２」にまとめました。"
    sato.saved()
    assert [line.voice for line in meeting.lines] == ["S1", "S2", "S2"]
    sato.chord(Keys.CONTROL, "z")
    sato.until(lambda: sato.names == names)


def test_enter_where_the_scope_is_chosen_chooses_the_speaker(sato, meeting):
    sato.open(meeting)
    sato.at(0)
    sato.press(Keys.F2)
    sato.opens("palette")
    sato.tab_to("[name=scope]", back=True)
    sato.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER)
    sato.until(lambda: sato.names == ["大野茂", "話者２", "大野茂"])
    assert sato.closed
    sato.saved()
    assert [line.speaker for line in meeting.lines] == [None] * 3  # the voice is named, no paragraph by itself
    sato.at(2)
    sato.press(Keys.F2, Keys.ARROW_DOWN)
    sato.until(lambda: sato.chosen == f"2　{MAYOR}")
    sato.tab_to("[name=scope]", back=True)
    sato.press(Keys.ARROW_DOWN, Keys.ENTER)
    sato.until(lambda: sato.names == ["大野茂", "話者２", "𠮷野太郎"])


def test_enter_where_the_brackets_are_chosen_inserts_the_phrase(sato, meeting):
    sato.open(meeting)
    sato.at(1)
    sato.chord(Keys.ALT, "7")
    sato.opens("phrases")
    sato.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    sato.until(lambda: sato.chosen == "3　（「討論なし」と呼ぶ者あり）")
    sato.tab_to("[name=brackets]")
    sato.press(Keys.ARROW_DOWN)
    sato.until(lambda: sato.chosen == "3　〔「討論なし」と呼ぶ者あり〕")
    sato.press(Keys.ENTER)
    sato.shows("開会します。", "はい。", "〔「討論なし」と呼ぶ者あり〕", "散会します。")
    assert sato.closed


def test_whoever_was_named_last_has_the_first_number_also_after_a_reload_and_a_refusal(sato, town, meeting):
    sato.open(meeting)
    sato.at(1)
    sato.press(Keys.F2)
    sato.until(lambda: sato.options[:2] == [f"1　{CHAIR}", f"2　{MAYOR}"])
    sato.press("2")
    sato.until(lambda: sato.names == ["話者１", "𠮷野太郎", "話者１"])

    def is_first(line):
        sato.at(line)
        sato.press(Keys.F2)
        sato.opens("palette")
        sato.until(lambda: sato.options[:2] == [f"1　{MAYOR}", f"2　{CHAIR}"])
        sato.press(Keys.ESCAPE)
        sato.until(lambda: sato.closed)

    is_first(1)
    sato.saved()
    sato.open(meeting)
    is_first(0)
    sato.driver.execute_script(DAMAGE)
    sato.at(0, 0)
    sato.press("々")
    sato.opens("salvage")
    sato.page.click("#salvage [data-part=back]")
    sato.shows("々開会します。", "はい。", "散会します。")
    is_first(0)
    sato.at(0)
    sato.press(Keys.F2, "1")
    sato.until(lambda: sato.names == ["𠮷野太郎", "", "話者１"])
    sato.saved()
    sato.open(Meeting(town, DRAFT))
    sato.press(Keys.F2)
    sato.until(lambda: sato.options[:2] == [f"1　{CHAIR}", f"2　{MAYOR}"])
    sato.press(Keys.ESCAPE)


def test_what_somebody_wrote_as_a_stock_phrase_is_offered_again_until_they_remove_it(sato, meeting):
    sato.open(meeting)

    def phrases(*keys):
        sato.at(0)
        sato.chord(Keys.ALT, "7")
        sato.opens("phrases")
        sato.press(*keys)

    def written(*own):
        """They come after the twelve that everybody has."""
        sato.until(lambda: sato.options[12:] == [f"（{one}）×" for one in own])

    for own in ("町長退席", "拍手", "（議員入場）"):
        phrases(own, Keys.ENTER)
        sato.until(lambda: sato.closed)
    stood = ["（議員入場）", "（拍手）", "（町長退席）"]
    sato.shows("開会します。", *stood, *TEXTS[1:])
    sato.saved()
    sato.open(meeting)
    phrases()
    written("議員入場", "町長退席")
    sato.press("退席", Keys.HOME)
    sato.until(lambda: sato.options == ["（町長退席）×", "（退席）"])
    sato.press(Keys.DELETE)
    sato.until(lambda: sato.options == ["（町長退席）×", "（席）"])
    sato.press(Keys.ENTER)
    stood.insert(0, "（町長退席）")
    sato.shows("開会します。", *stood, *TEXTS[1:])

    phrases()
    written("町長退席", "議員入場")
    sato.press(Keys.ARROW_UP)
    sato.until(lambda: sato.chosen == "（議員入場）×")
    sato.press(Keys.DELETE)
    written("町長退席")
    sato.until(lambda: sato.chosen == "（町長退席）×")
    sato.page.click("#phrases-list .cross")
    written()
    sato.press(Keys.DELETE)
    assert len(sato.options) == 12
    sato.press(Keys.ESCAPE)
    sato.saved()
    sato.open(meeting)
    phrases()
    written()
    sato.press(Keys.ESCAPE)
    sato.shows("開会します。", *stood, *TEXTS[1:])


def test_what_works_in_the_sheets_is_told_in_the_list_of_keys(sato, meeting):
    sato.open(meeting)
    sato.at(0)
    sato.press(Keys.F1)
    sato.opens("help")
    told = sato.page.text("#help")
    for words in ("最後に選んだ9人", "「ここから後」", "「まとめる声を選ぶ」", "用語集に加える", "打つあいだ音を"):
        assert words in told
    assert sato.page.all("[data-changes=pausing]")
    sato.press(Keys.ESCAPE)


def test_a_pattern_is_replaced_by_keys_and_a_word_comes_into_the_glossary(sato, town, meeting):
    sato.open(meeting)
    sato.at(0, 0)
    sato.chord(Keys.CONTROL, "f")
    sato.press("(開|散)会")
    sato.until(lambda: sato.told("count") == "見つかりません。")
    sato.tab_to("[data-part=pattern]")
    sato.press(Keys.SPACE)
    sato.until(lambda: sato.told("count") == "2か所")
    sato.tab_to("[data-part=other]")
    sato.press("$1議会", Keys.ENTER, Keys.ENTER)
    sato.shows("開議会します。", "はい。", "散会します。")
    sato.chord(Keys.CONTROL + Keys.ALT, Keys.ENTER)
    sato.shows("開議会します。", "はい。", "散議会します。")
    sato.chord(Keys.CONTROL, "z")
    sato.chord(Keys.CONTROL, "z")
    sato.shows(*TEXTS)

    sato.at(0, 0)
    sato.chord(Keys.CONTROL, "h")
    sato.tab_to("[data-part=pattern]", back=True)
    sato.press(Keys.SPACE)
    sato.tab_to("[data-part=words]", back=True)
    sato.press("会")
    sato.tab_to("[data-part=other]")
    sato.press("町議会")
    sato.press(Keys.ENTER, Keys.ENTER)
    sato.shows("開町議会します。", "はい。", "散会します。")
    sato.tab_to("[data-part=term]")
    sato.press(Keys.ENTER)
    sato.until(lambda: sato.told("done") == "「町議会」を用語集に加えました。次の粗原稿から使います。")
    with town.database.reading(town.actor("clerk")) as session:
        assert glossary.words(session, "council") == ("町議会",)


def test_the_key_that_replaces_all_is_changed_and_means_it_in_the_panel_alone(sato, meeting):
    sato.open(meeting)
    sato.press(Keys.F1)
    sato.opens("help")
    sato.tab_to("[data-changes=replaceAll]")
    sato.press(Keys.ENTER)
    sato.chord(Keys.ALT, "8")
    sato.until(lambda: "変えました。" in sato.page.text("#help"))
    sato.press(Keys.ESCAPE)
    sato.chord(Keys.CONTROL, "f")
    sato.press("会")
    sato.tab_to("[data-part=other]")
    sato.press("議会")
    sato.chord(Keys.CONTROL + Keys.ALT, Keys.ENTER)
    sato.at(1)
    sato.chord(Keys.ALT, "8")
    sato.press("々")
    sato.shows("開会します。", "はい。々", "散会します。")
    sato.chord(Keys.CONTROL, "h")
    sato.chord(Keys.ALT, "8")
    sato.shows("開議会します。", "はい。々", "散議会します。")
    assert sato.page.one("#find [data-key=replaceAll]").get_attribute("title").endswith("Alt＋8")


def test_a_paragraph_is_a_stage_direction_a_heading_or_a_speech_by_keys(sato, meeting):
    sato.open(meeting)
    sato.at(1)
    for key, kind, shown in (("3", "direction", "ト書き"), ("1", "speech", "話者２"), ("2", "heading", "見出し")):
        sato.chord(Keys.ALT, key)
        sato.until(lambda shown=shown: sato.names == ["話者１", shown, "話者１"])
        sato.saved()
        assert [line.kind.value for line in meeting.lines] == ["speech", kind, "speech"]
