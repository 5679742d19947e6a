"""カーソル: moved by keys in paragraphs of several lines."""

import pytest
from selenium.webdriver.common.keys import Keys

from minutes.jobs import queue
from minutes.store import schema
from minutes.store.database import Database, sqlite_in
from tests.api.serving import Serving
from tests.api.town import Town
from tests.browser.desks import DeskPage, Meeting, add_sound
from tests.coedit.drafts import draft

LONG = "ただいまから、本日の会議を開きます。議事日程は、お手元に配付してあるとおりです。" * 8
DRAFT = draft(LONG, "はい。")


@pytest.fixture(scope="module")
def desk(tmp_path_factory, new_browser):
    folder = tmp_path_factory.mktemp("town")
    database = Database(sqlite_in(folder))
    schema.bring_up_to_date(database.engine)
    queue.prepare(sqlite_in(folder))
    database.close()
    with Town(folder) as town, Serving(folder) as server, new_browser(width=1280, height=720) as page:
        town.settle()
        add_sound(town, DRAFT)
        desk = DeskPage(page, server, town, "clerk")
        desk.open(Meeting(town, DRAFT))
        yield desk


def test_home_and_end_stay_in_the_line_that_one_sees(desk):
    desk.at(0, 0)
    desk.chord(Keys.CONTROL, Keys.HOME)
    desk.press(Keys.ARROW_DOWN, Keys.HOME, Keys.HOME, "々", Keys.END, Keys.END, "〆")
    desk.until(lambda: desk.lines[0] != LONG)
    [line, _] = desk.lines
    begin, end = line.index("々"), line.index("〆")
    assert 0 < begin < end < len(LONG)
    desk.chord(Keys.SHIFT, Keys.HOME)
    desk.press(Keys.DELETE)
    desk.until(lambda: desk.lines[0] != line)
    assert desk.lines[0].startswith(LONG[:begin])


def test_when_all_has_been_played_esc_plays_where_the_cursor_is(desk):
    sound = lambda script: desk.driver.execute_script(f"const sound = document.getElementById('sound'); {script}")  # noqa: E731
    desk.chord(Keys.CONTROL, Keys.HOME)
    desk.press(Keys.ARROW_DOWN)
    sound("sound.currentTime = sound.duration - 0.5; sound.play()")
    desk.until(lambda: sound("return sound.ended"))
    desk.press(Keys.ESCAPE)
    desk.until(lambda: sound("return !sound.paused && !sound.seeking"))
    assert 3 < sound("return sound.currentTime") < 30
