"""本文だけ: in Chromium: read on a small screen, and printed on A4; marks are heard from the meeting's page."""

import base64
import re
from dataclasses import replace

import pytest

from minutes.domain.record import Mark, Marked
from tests.browser.desks import DeskPage, Meeting, add_sound
from tests.coedit.drafts import draft

LONG = draft(*["ただ今から本日の会議を開きます。よろしくお願いいたします。"] * 120, voices=("S1", "S2") * 60)
_, SECOND, *_ = LONG.paragraphs
MARKED = replace(SECOND, marks=(Marked(0, 4, Mark.CANCELLED), Marked(16, 20, Mark.CHECK)))
MINUTES = replace(LONG, paragraphs=(LONG.paragraphs[0], MARKED, *LONG.paragraphs[2:]))


@pytest.fixture(scope="module")
def town(town):
    add_sound(town, MINUTES)
    return town


@pytest.fixture(scope="module")
def meeting(town):
    return Meeting(town, MINUTES)


@pytest.fixture(scope="module")
def reader(town, server, new_browser):
    """What a reader sees, by the path after the meeting's."""
    with new_browser() as page:
        desk = DeskPage(page, server, town, "reader")
        desk.visit = lambda meeting, path="": page.open(f"{server.address}/meetings/{meeting.id}{path}")
        yield desk
        assert page.complaints == []


def test_the_text_alone_on_a_small_screen(reader, meeting):
    reader.page.size(390)
    reader.visit(meeting, "/text")
    assert reader.page.run("return document.documentElement.scrollWidth <= innerWidth")
    assert reader.page.nameless() == []
    assert reader.page.text(".mark-cancelled").replace("\n", "") == "発言取消しただ今か（発言取消しここまで）"
    assert len(reader.page.all(".body p.speech")) == 120


def test_printed_on_a4_with_names_in_bold_and_nothing_else(reader, meeting):
    reader.visit(meeting, "/text")
    printed = base64.b64decode(reader.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])
    pages = re.findall(rb"/Type /Page\b[^s].*?/MediaBox \[([^\]]*)\]", printed, re.DOTALL)
    assert len(pages) == len(re.findall(rb"/Type /Page\b", printed)) in range(5, 9)
    assert {tuple(round(float(side)) for side in page.split()) for page in pages} == {(0, 0, 595, 842)}
    reader.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not reader.page.one(".masthead").is_displayed()
    assert not any(one.is_displayed() for one in reader.page.all("button, a"))
    weight = reader.page.run("return getComputedStyle(document.querySelector('.body strong')).fontWeight")
    assert int(weight) >= 700
    reader.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_what_is_to_be_checked_is_heard_by_a_click(reader, meeting):
    reader.page.size(1280)
    reader.visit(meeting)
    reader.page.click("#checks .marked button")
    reader.until(lambda: reader.page.run("return document.querySelector('#sound').currentTime") >= SECOND.start_s + 4)
    reader.until(lambda: reader.page.all(".phrase.now .mark-check"))
