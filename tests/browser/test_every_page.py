"""どのページも: fits a small screen, is refused nothing, and can be read aloud, in every state a meeting may be in."""

from types import SimpleNamespace

import pytest
from sqlmodel import select

from minutes.domain.meeting import MeetingKind
from minutes.store.access import PROGRAM
from minutes.store.database import Database, sqlite_in
from minutes.store.files import Files
from minutes.store.queries import accounts, meetings
from minutes.store.tables import AccountRow, now
from tests.api.drafted import asked, drafted, recorded
from tests.browser.page import set_up

PASSWORD = "青葉町の静かな朝ですね"  # noqa: S105
LONG = "令和８年第４回青葉町議会定例会予算決算常任委員会（総務文教分科会、産業建設分科会合同）" * 2
PAGES = ("", "meetings/new", "bin", "accounts", "accounts/new", "audit", "me", "me/password", "about", "about/licences")
STATES = ("draft", "two drafts", "sending", "waiting", "failed", "called off", "known", "empty")
FAULTS = """
const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
const ranks = [...document.querySelectorAll("main :is(h1, h2, h3)")].map((one) => Number(one.tagName[1]));
return [
  ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `twice: ${id}`),
  ...ranks.filter((rank, at) => rank > (ranks[at - 1] ?? 0) + 1).map((rank) => `a heading too deep: ${rank}`),
  ...(document.documentElement.scrollWidth > innerWidth ? ["wider than the screen"] : []),
];
"""


@pytest.fixture(scope="module")
def page(site, new_browser):
    with new_browser() as page:
        set_up(page, site, PASSWORD)
        yield page


class Town:
    """The service's own rows and files, as `tests.api.drafted` fills them."""

    def __init__(self, folder):
        self.database = Database(sqlite_in(folder))
        self.service = SimpleNamespace(recordings=Files(folder / "recordings"))

    def actor(self, _):
        with self.database.reading(PROGRAM) as session:
            return accounts.actor(session.exec(select(AccountRow)).one(), "")

    def meeting(self, title):
        actor = self.actor(None)
        with self.database.writing(actor) as session:
            return meetings.make(session, actor, title=title, kind=MeetingKind.PLENARY).id


@pytest.fixture(scope="module")
def there(site, page):
    """-> a meeting's id by its state."""
    town = Town(site.data)
    by = town.actor(None).account_id
    ids = {state: town.meeting(f"{LONG}{state}") for state in STATES}
    for state in STATES[:-2]:
        recorded(town, ids[state], f"{state}.m4a", share=0.4 if state == "sending" else 1.0)
    recorded(town, ids["known"], "draft.m4a")
    drafted(town, ids["draft"], "a", by=by)
    drafted(town, ids["two drafts"], "b", by=by)
    drafted(town, ids["two drafts"], "c", by=by)
    asked(town, ids["two drafts"], "d", by=by, started_at=now(), stage="文字に起こす", share=0.5)
    asked(town, ids["waiting"], "e", by=by)
    asked(town, ids["failed"], "f", by=by, failed_at=now(), problem="録音を読み取れません。")
    asked(town, ids["called off"], "g", by=by, cancelled_at=now())
    town.database.close()
    return ids


def faults(page):
    return [*page.run(FAULTS), *page.nameless()]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", PAGES)
def test_a_page(site, page, there, path, width):
    page.size(width)
    page.open(f"{site.address}/{path}")
    assert page.text("h1")
    assert faults(page) == []
    assert page.complaints == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("state", STATES)
def test_a_meeting(site, page, there, state, width):
    page.size(width)
    page.open(f"{site.address}/meetings/{there[state]}")
    assert state in page.text("h1")
    assert faults(page) == []
    complaints = [one for one in page.complaints if "/sound" not in one and "/peaks" not in one]
    assert complaints == []  # but that these drafts have no sound


@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_said_of_a_meeting(site, page, there, width):
    page.size(width)
    page.open(f"{site.address}/meetings/{there['draft']}/details")
    assert faults(page) == []
    assert page.complaints == []


def test_the_sign_in(site, page, new_browser):
    with new_browser(width=390) as stranger:
        stranger.open(f"{site.address}/audit")
        assert stranger.path.startswith("/sign-in")
        assert faults(stranger) == []
        assert stranger.complaints == []
