"""送る: a sign-in that runs out while a recording is being sent, and a recording that goes on another time."""

import hashlib
import wave

import pytest
from sqlmodel import col, delete, select

from minutes.store.access import PROGRAM
from minutes.store.database import Database, sqlite_in
from minutes.store.queries import meetings
from minutes.store.tables import MeetingRow, RecordingRow, SessionRow
from tests.browser.page import set_up

PASSWORD = "青葉町の静かな朝ですね"  # noqa: S105
SLOW = 4 * 1024 * 1024
"""Bytes a second: the recording takes some seconds, in which something can happen."""


@pytest.fixture(scope="module")
def page(site, new_browser):
    with new_browser() as page:
        set_up(page, site, PASSWORD)
        yield page


@pytest.fixture(scope="module")
def database(site):
    database = Database(sqlite_in(site.data))
    yield database
    database.close()


def recording(path, beep):
    """40 MB of a quiet room, in five pieces; ``beep`` makes it another one."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes(bytes([beep, 0]) * 20_000_000)
    return path


def rows(database):
    with database.reading(PROGRAM) as session:
        return [(one.name, one.received, one.sha256) for one in session.exec(select(RecordingRow))]


def sha256_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


DROP = """
const dropped = new DataTransfer();
for (const name of arguments) dropped.items.add(new File([name.repeat(100000)], name));
document.querySelector("h1").dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true }));
"""


def test_a_sign_in_that_runs_out_in_the_middle(site, page, database, tmp_path):
    file = recording(tmp_path / "午前.wav", 1)
    page.open(f"{site.address}/meetings/new")
    page.line(SLOW)
    page.give("#files", file)
    page.until(lambda: any(received for _, received, _ in rows(database)))
    with database.writing(PROGRAM) as session:
        session.exec(delete(SessionRow))
    page.until(lambda: "サインインが切れました" in page.text("#recordings"))
    assert 0 < rows(database)[0][1] < file.stat().st_size

    here = page.driver.current_window_handle
    page.click("a.act")
    page.until(lambda: len(page.driver.window_handles) == 2)
    page.driver.switch_to.window(next(one for one in page.driver.window_handles if one != here))
    page.fill(login="yamada", password=PASSWORD)
    page.press("サインイン")
    page.driver.close()
    page.driver.switch_to.window(here)

    page.until(lambda: "送り終えました" in page.text("#recordings"))
    assert rows(database) == [("午前.wav", file.stat().st_size, sha256_of(file))]
    page.press("粗原稿を作る")
    assert "午前" in page.text("h1")


def test_a_recording_that_broke_off_goes_on_from_the_list(site, page, database, tmp_path):
    file, other = recording(tmp_path / "午後.wav", 2), tmp_path / "別.wav"
    other.write_bytes(b"another one")
    page.open(f"{site.address}/meetings/new")
    page.line(SLOW)
    page.give("#files", file)
    page.until(lambda: page.one("#make").is_enabled())
    page.fill(title="午後の会議")
    page.click("#make")
    page.until(lambda: "会議を作りました" in page.text("#waiting"))
    page.until(lambda: rows(database)[1][1] > 0)
    page.open(site.address)
    page.line()

    assert "送信が途中です" in page.text("#meetings")
    page.follow("続きを送る")
    page.give("[data-upload]", other)
    page.until(lambda: "大きさが違います" in page.text("#making"))
    page.give("[data-upload]", file)
    page.until(lambda: rows(database)[1][2])
    assert rows(database)[1:] == [("午後.wav", file.stat().st_size, sha256_of(file))]
    page.until(lambda: not page.all("[data-upload]"))
    assert "送信が途中です" not in page.text()


def names(page):
    return page.texts("#recordings .name")


def test_several_that_are_dropped_are_one_meeting_in_order(site, page, database):
    page.open(f"{site.address}/meetings/new")
    page.run(DROP, "第10回.wav", "第2回.wav", "別の会議.wav")
    page.until(lambda: page.text("#recordings").count("送り終えました") == 3)
    assert names(page) == ["第2回.wav", "第10回.wav", "別の会議.wav"]
    assert page.one("#title").get_attribute("value") == "第2回"

    page.click("#recordings .up", 1)
    assert names(page) == ["第10回.wav", "第2回.wav", "別の会議.wav"]
    page.click("#recordings .remove", 2)
    page.driver.switch_to.alert.accept()
    page.until(lambda: names(page) == ["第10回.wav", "第2回.wav"])
    page.press("粗原稿を作る")
    with database.reading(PROGRAM) as session:
        meeting = session.exec(select(MeetingRow).where(col(MeetingRow.title) == "第2回")).one()
        sent = meetings.recordings(session, meeting.id)
        assert [one.name for one in sent] == ["第10回.wav", "第2回.wav"]


def test_a_wrong_roster_costs_nothing_that_was_sent(site, page, tmp_path):
    roster = tmp_path / "名簿.csv"
    roster.write_bytes(b"\x00\xff\x00")
    page.open(f"{site.address}/meetings/new")
    page.give("#files", recording(tmp_path / "午後.wav", 7))
    page.until(lambda: "送り終えました" in page.text("#recordings"))
    page.fill(title="総務常任委員会")
    page.run("document.querySelector('details:has(#roster)').open = true")
    page.give("#roster", roster)
    page.click("#make")
    page.until(lambda: "名簿" in page.text("#refused"))
    assert "送り終えました" in page.text("#recordings")
    assert page.one("#title").get_attribute("value") == "総務常任委員会"
    page.run("document.querySelector('#roster').value = ''")
    page.press("粗原稿を作る")
    assert "総務常任委員会" in page.text("h1")


def test_a_roster_that_is_dropped_is_no_recording(site, page):
    page.open(f"{site.address}/meetings/new")
    page.run(DROP, "名簿.csv", "午前.wav")
    page.until(lambda: "送り終えました" in page.text("#recordings"))
    assert "「名簿.csv」は録音ではないようです" in page.text("#paper")
    assert names(page) == ["午前.wav"]
