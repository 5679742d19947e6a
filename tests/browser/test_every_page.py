"""どのページも: fits a small screen, is refused nothing, and can be read aloud, in every state a meeting may be in."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from sqlmodel import select

from minutes.coedit import Document
from minutes.domain.meeting import MeetingKind
from minutes.roster import LONGEST_TERM
from minutes.store.access import PROGRAM
from minutes.store.database import Database, sqlite_in
from minutes.store.files import Files
from minutes.store.queries import accounts, drafts, glossary, meetings
from minutes.store.tables import AccountRow, now
from tests.api.drafted import MINUTES, asked, drafted, recorded
from tests.browser.legible import pale, unseen_focus
from tests.browser.page import set_up
from tests.coedit.drafts import draft

PASSWORD = "青葉町の静かな朝ですね"  # noqa: S105
LONG = "令和８年第４回青葉町議会定例会予算決算常任委員会（総務文教分科会、産業建設分科会合同）" * 2
PAGES = (
    "",
    "meetings/new",
    "glossary",
    "bin",
    "accounts",
    "accounts/new",
    "audit",
    "me",
    "me/password",
    "about",
    "about/guide",
    "about/licences",
)
OF_A_DRAFT = ("text", "details", "desk", "history", "history/compare", "history/as-heard", "history/0/restore")
OF_OFFERS = ("", "offers", "offers/all", "?draft=2", "history?draft=2")
STATES = ("draft", "two drafts", "sending", "waiting", "failed", "called off", "known", "empty")
VOICES = draft(*(f"これは声{number}です。" for number in range(1, 9)), voices=tuple(f"S{n}" for n in range(1, 9)))
AGAIN = replace(
    draft("これより会議を開会します。", "異議あり。", "散会します。", "起立、礼。"), provenance=MINUTES.provenance
)
"""Another draft of the same recording: a paragraph that was corrected, one that was not, one that is new."""
SHEETS = {
    "#more .sheet": "more",
    "#palette": "speaker",
    "#phrases": "phrases",
    "#voices": "voices",
    "#help": "help",
    "#pedals": "help",
    "#as-heard": "asHeard",
    "#find": "replace",
    "#moment": "goToTime",
}
"""What opens over the text, or beside it, and by which button."""
NOTHING_TO_DO = ("#as-heard",)
ALL_OF_IT = "for (const one of arguments[0].querySelectorAll('[hidden]')) one.hidden = false;"
SALVAGE = """
const sheet = document.querySelector("#salvage");
sheet.querySelector(".why").textContent = "保存できませんでした。";
sheet.querySelector("[data-part=how]").textContent = "入力した段落は次のとおりです。";
sheet.querySelector("[data-part=list]").innerHTML = `<li>
  <p class="soft small">あなたの文字</p><p>ただ今から開会します。</p>
  <p class="soft small">本文のいまの文字</p><p>開会します。</p>
  <button type="button" class="plain">コピーする</button></li>`;
sheet.querySelector("[data-part=said]").textContent = "コピーしました。";
sheet.showModal();
"""
"""As `web/src/saving/salvagesheet.js` writes it."""
CURSOR = "return getComputedStyle(document.querySelector('.cm-cursorLayer')).visibility"
EVERYTHING = """
const badge = (number) => `<li class="badge flag-${number}">鈴木さくら</li>`;
document.querySelector("#colleagues").innerHTML = [0, 1, 2, 3, 4, 5, 6, 7].map(badge).join("");
document.querySelector("#said").textContent = "確かめる所は、もうありません。";
document.querySelector(".cm-line:nth-child(5)").classList.add("now");
document.querySelector("#lamp").dataset.state = arguments[0];
"""
"""What is there only while others are, or while it sounds."""
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
    with town.database.writing(town.actor(None)) as session:
        glossary.add(session, town.actor(None), LONG[:LONGEST_TERM])
    ids["voices"] = town.meeting("八つの声")
    drafted(town, ids["voices"], "h", VOICES, by=by)
    ids["offered"] = town.meeting("直した会議")
    drafted(town, ids["offered"], "i", by=by)
    correct(town, ids["offered"], {"p0001": f"{LONG}を開きます。"})
    drafted(town, ids["offered"], "j", AGAIN, by=by)
    town.database.close()
    return ids


def correct(town, meeting, texts):
    with town.database.writing(town.actor(None)) as session:
        row = drafts.current(session, meeting)
        update = Document.of(drafts.text_at(session, row.id).updates).take(texts)
        drafts.change(session, town.actor(None), row, update)


def faults(page):
    return [*page.run(FAULTS), *page.nameless(), *pale(page)]


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
@pytest.mark.parametrize("path", OF_A_DRAFT)
def test_a_page_of_a_draft(site, page, there, path, width):
    page.size(width)
    page.open(f"{site.address}/meetings/{there['draft']}/{path}")
    assert page.text("h1")
    assert faults(page) == []
    complaints = [one for one in page.complaints if "/sound" not in one and "/peaks" not in one]
    assert complaints == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", OF_OFFERS)
def test_what_a_newer_draft_offers(site, page, there, path, width):
    page.size(width)
    page.open(f"{site.address}/meetings/{there['offered']}{path if path.startswith('?') else f'/{path}'}".rstrip("/"))
    assert page.text("h1")
    assert faults(page) == []
    complaints = [one for one in page.complaints if "/sound" not in one and "/peaks" not in one]
    assert complaints == []


def test_the_sign_in(site, page, new_browser):
    with new_browser(width=390) as stranger:
        stranger.open(f"{site.address}/audit")
        assert stranger.path.startswith("/sign-in")
        assert faults(stranger) == []
        assert stranger.complaints == []


@pytest.fixture
def desk(site, page, there):
    """Everything that can be seen on it: eight voices, doubts, kinds and marks; and it is somebody's first time."""

    def keys(*pressed, holding=()):
        chain = ActionChains(page.driver)
        for key in holding:
            chain.key_down(key)
        chain.send_keys(*pressed)
        for key in holding:
            chain.key_up(key)
        chain.perform()

    page.size(1280, 720)
    page.open(f"{site.address}/meetings/{there['voices']}/desk")
    page.until(lambda: page.all("#desk[data-ready]"))
    return keys


def test_every_colour_of_the_desk(page, desk):
    for line, mark in enumerate("456"):
        page.click(".cm-line", line)
        desk(Keys.HOME)
        desk(Keys.END, holding=[Keys.SHIFT])
        desk(mark, holding=[Keys.ALT])
    for line, key in ((5, "2"), (6, "3"), (7, Keys.ENTER)):
        page.click(".cm-line", line)
        desk(key, holding=[Keys.ALT])
    names = page.properties(".margin .side", "className")
    assert {f"side voice-{number}" for number in range(8)} <= set(names)
    assert page.one("#hint").is_displayed()
    for state in ("saved", "saving", "offline", "nowhere", "reading"):
        page.run(EVERYTHING, state)
        assert pale(page) == []
    assert len(page.all(".mark-cancelled, .mark-closed, .mark-check, .kind-heading, .kind-direction, .tick")) > 6


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("sheet", SHEETS)
def test_what_opens_at_the_desk(page, desk, sheet, width):
    page.size(width, 720)
    page.click(".cm-line")
    page.run("document.querySelector(`[data-act=${arguments[0]}]`)?.click()", SHEETS[sheet])
    if SHEETS[sheet] == "more":
        page.one("#more summary").send_keys(Keys.ENTER)  # a browser shows the focus to whoever uses keys
    if sheet == "#pedals":
        page.click("#help [data-part=pedals]")
    page.until(page.one(sheet).is_displayed)
    if sheet == "#find":
        desk("声")
        page.until(lambda: page.all("#find .hits li"))
    if sheet == "#pedals":
        page.run(ALL_OF_IT, page.one(sheet))
    assert faults(page) == []
    assert not page.run("return arguments[0].getBoundingClientRect().right > innerWidth", page.one(sheet))
    assert unseen_on_the_way(page, desk, sheet) == []
    desk(Keys.ESCAPE)


@pytest.mark.parametrize("width", [1280, 390])
def test_what_opens_after_a_refusal(page, desk, width):
    """`test_salvage.py` has it refused; here it is only looked at, with all that it may show."""
    page.size(width, 720)
    page.run(SALVAGE)
    page.run(ALL_OF_IT, page.one("#salvage"))
    assert page.one("#salvage").is_displayed()
    assert faults(page) == []
    assert not page.run("return arguments[0].getBoundingClientRect().right > innerWidth", page.one("#salvage"))
    assert unseen_on_the_way(page, desk, "#salvage") == []


def unseen_on_the_way(page, desk, sheet):
    """By Tab to everything in it. A heading that a sheet begins with is only read aloud: nothing can be done there."""
    found, passed = [], []
    while page.focus not in passed and len(passed) < 99:
        if not page.run("return document.activeElement.matches('h2[tabindex=\"-1\"]')"):
            found += unseen_focus(page)
        passed.append(page.focus)
        desk(Keys.TAB)
        if not page.run("return document.querySelector(arguments[0]).contains(document.activeElement)", sheet):
            desk(Keys.TAB, holding=[Keys.SHIFT])  # or the browser itself has the focus, also on the next page
            break
    assert len(passed) > 1 or sheet in NOTHING_TO_DO
    return found


def test_one_row_of_tools_and_most_of_the_window_for_the_text(page, desk):
    page.click("#hint button")
    assert page.run("return document.querySelector('.controls').clientHeight") < 50
    assert page.run("return document.querySelector('#text').clientHeight") > 540  # of 720
    page.driver.refresh()
    page.until(lambda: page.all("#desk[data-ready]"))
    assert not page.one("#hint").is_displayed()


def test_by_tab_to_everything_and_out_of_the_text_again(page, desk):
    page.run("document.querySelector('#hint button').click()")
    page.run("document.querySelector('.skip').focus()")
    passed = []
    while not page.run("return document.activeElement.matches('.cm-content')"):
        assert unseen_focus(page) == []
        passed.append(page.focus.get_attribute("id") or page.focus.get_attribute("data-act") or page.focus.text)
        assert len(passed) < 60
        desk(Keys.TAB)
    order = ["play", "back", "on", "speed", "nextDoubt", "checked", "speaker", "undo", "find", "そのほか", "help"]
    assert [one for one in passed if one in order] == order
    assert unseen_focus(page) == []
    desk(Keys.TAB, holding=[Keys.SHIFT])
    assert page.focus.get_attribute("data-act") == "help"
    desk(Keys.TAB, Keys.TAB)
    assert not page.run("return document.activeElement.matches('.cm-content')")
    page.click("#more summary")
    desk(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert page.focus.get_attribute("data-act") == "next"
    assert unseen_focus(page) == []
    desk(Keys.ESCAPE)
    assert page.focus.text == "そのほか"
    assert not page.one("#more .sheet").is_displayed()


def test_nothing_moves_for_whoever_wants_it_calm(page, desk):
    moving = """return document.getAnimations().length + [...document.querySelectorAll("*")].filter((one) => {
      const { transitionDuration, transitionProperty } = getComputedStyle(one);
      return transitionProperty !== "none" && parseFloat(transitionDuration) > 0;
    }).length"""
    away = """const layer = document.querySelector(".cm-cursorLayer.away");
    return layer && getComputedStyle(layer).visibility;"""
    page.run("document.body.appendChild(document.createElement('i')).style.transition = 'all 1s'")
    assert page.run(moving) > 0
    page.click(".cm-line")
    page.until(lambda: page.run(away) == "hidden")
    features = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    assert page.run(moving) == 0
    page.until(lambda: page.run(away) == "visible")
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_the_cursor_blinks_and_nothing_is_drawn_sixty_times_a_second_for_it(page, desk):
    """A key would wait for the next of those pictures."""
    page.click(".cm-line")
    page.run(f"addEventListener('keydown', () => {{ window.atTheKey = (() => {{ {CURSOR} }})() }})")
    page.until(lambda: page.run(CURSOR) == "hidden")
    desk(Keys.ARROW_RIGHT)
    assert page.run("return window.atTheKey") == "visible"
    assert page.run("return document.getAnimations().length") == 0
    page.until(lambda: page.run(CURSOR) == "hidden")
