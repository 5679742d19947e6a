"""もう一度起こした文: in Chromium, before the real web process: words are taken over while the desk is open."""

from dataclasses import replace

import pytest
from selenium.webdriver.common.by import By

from tests.api.desks import make_draft
from tests.browser.desks import DeskPage, Meeting, add_sound
from tests.coedit.drafts import draft

FIRST = draft("これより会義を開きます。", "異議なし。", "日程第一、一般質門。", "散会します。")
AGAIN = draft("これより会議を開きます。", "異議なし。", "日程第一、一般質問。", "散会いたします。")
BETTER = replace(AGAIN, provenance=FIRST.provenance)

PRESSED = """document.querySelector('form.sheet').addEventListener('submit', (event) => event.preventDefault());
const button = document.querySelector('form.sheet button');
button.click();
return new Promise((told) => setTimeout(() => told([button.textContent, button.disabled]), 50));"""


@pytest.fixture(scope="module")
def town(town):
    add_sound(town, FIRST)
    return town


def test_the_desk_goes_on_and_hears_what_a_colleague_takes_over(town, server, new_browser):
    meeting = Meeting(town, FIRST)
    with new_browser() as first, new_browser(width=1280, height=720) as second:
        sato, suzuki = DeskPage(first, server, town, "clerk"), DeskPage(second, server, town, "approver")
        sato.open(meeting)
        sato.at(2, 0)
        sato.press("次に、")
        sato.saved()
        make_draft(town.database, town.service.recordings, town.actor("clerk"), meeting.id, BETTER)
        sato.at(2, 0)
        sato.press("では、")
        sato.saved()

        second.open(f"{server.address}/meetings/{meeting.id}")
        second.follow("見比べる")
        second.click("#o-p0001 .at")
        second.until(lambda: second.driver.execute_script("return !document.getElementById('sound').paused"))
        second.press("取り入れる")
        sato.shows("これより会議を開きます。", "異議なし。", "では、次に、日程第一、一般質門。", "散会します。")

        second.follow("だれも直していない所すべてに取り入れる…")
        assert second.driver.execute_script(PRESSED) == ["取り入れています…", True]
        second.driver.refresh()
        second.press("すべてに取り入れる")
        sato.shows("これより会議を開きます。", "異議なし。", "では、次に、日程第一、一般質門。", "散会いたします。")
        second.follow("取り入れる前に戻す")
        second.press("この版に戻す")
        sato.shows("これより会議を開きます。", "異議なし。", "では、次に、日程第一、一般質門。", "散会します。")
        assert second.complaints == []
        suzuki.open(meeting)
        suzuki.until(lambda: suzuki.driver.find_elements(By.LINK_TEXT, "もう一度起こした文があります"))
        server.kill()
        server.start()  # who has had the desk open all the while hears of it with the next welcome, or in half a minute
        sato.until(lambda: sato.driver.find_elements(By.LINK_TEXT, "もう一度起こした文があります"))
