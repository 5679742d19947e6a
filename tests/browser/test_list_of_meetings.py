"""会議の一覧: followed without a reload, and walked through by keyboard."""

from datetime import date

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from sqlmodel import select

from minutes.domain.meeting import MeetingKind
from minutes.store.access import PROGRAM
from minutes.store.database import Database, sqlite_in
from minutes.store.queries import accounts, meetings
from minutes.store.tables import AccountRow, JobRow, now
from tests.browser.page import set_up

PASSWORD = "青葉町の静かな朝ですね"  # noqa: S105


def two_meetings(database):
    """Of the older one's draft not half is made."""
    with database.writing(PROGRAM) as session:
        actor = accounts.actor(session.exec(select(AccountRow)).one(), "")
        for title, day in (("定例会", date(2026, 9, 9)), ("委員会", date(2026, 10, 10))):
            made = meetings.make(session, actor, title=title, kind=MeetingKind.PLENARY, held_on=day)
            if title == "定例会":
                whose = {**meetings.whose(actor), "asked_by": actor.account_id}
                session.add(
                    JobRow(id="j", meeting_id=made.id, started_at=now(), stage="文字に起こす", share=0.2, **whose)
                )


def test_the_list_follows_the_work_and_the_keys(site, new_browser):
    with new_browser() as page:
        set_up(page, site, PASSWORD)
        database = Database(sqlite_in(site.data))
        two_meetings(database)
        page.open(site.address)
        page.driver.execute_script("window.sameAsBefore = true")
        bar = page.driver.find_element(By.CSS_SELECTOR, "progress")
        assert bar.get_attribute("value") == "0.2"

        with database.writing(PROGRAM) as session:
            session.get_one(JobRow, "j").share = 0.7
        page.until(lambda: bar.get_attribute("value") == "0.7")
        with database.writing(PROGRAM) as session:
            session.get_one(JobRow, "j").finished_at = now()
        page.until(lambda: "粗原稿あり" in page.text("#meetings"))
        assert not page.driver.find_elements(By.CSS_SELECTOR, "progress")
        assert page.driver.execute_script("return window.sameAsBefore")

        page.driver.find_element(By.TAG_NAME, "body").send_keys("/")
        assert page.focus.get_attribute("id") == "q"
        page.focus.send_keys(Keys.ARROW_DOWN)
        assert page.focus.text == "委員会"
        page.focus.send_keys(Keys.ARROW_DOWN)
        assert page.focus.text == "定例会"
        page.focus.send_keys(Keys.ARROW_UP, Keys.ENTER)
        page.until(lambda: page.path.startswith("/meetings/"))
        assert page.complaints == []
        database.close()
