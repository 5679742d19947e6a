"""Takes the pictures of the service in docs/images: a first day with the sample meeting, in a real browser, from the
recording to the desk. Takes minutes.

.venv/bin/python -m tools.screenshots            into docs/images
.venv/bin/python -m tools.screenshots build/look elsewhere
"""

import re
import shutil
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin

from PIL import Image
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from tests.browser.page import WORK_S, Page, browsing, set_up
from tests.browser.site import Site, serving

SAMPLE = Path("tests/data/sample").resolve()
PASSWORD = "青葉町の静かな朝ですね"  # noqa: S105
TITLE = "令和７年第３回青葉町議会定例会"
WIDE, SLIM, HEIGHT = 1280, 390, 800
NAMES = ("議長　大野茂", "3番　森下里美", "町長　長谷川進")
"""Whose the first three voices of the sample are."""


def main(folder: Path) -> None:
    if not subprocess.run(["fc-list", ":lang=ja"], capture_output=True, check=False).stdout:
        raise SystemExit("No Japanese font: install one, e.g. `apt-get install fonts-noto-cjk`")
    folder.mkdir(parents=True, exist_ok=True)
    programs = [shutil.which(name) or name for name in ("chromium", "chromedriver")]
    with TemporaryDirectory() as data, serving(Path(data)) as site, browsing(*programs, WIDE, HEIGHT) as page:
        camera = Camera(page, folder)
        set_up(page, site, PASSWORD)
        camera.take("first-day")
        new_meeting(page, site, camera)
        make(page, camera)
        listen(page, camera)
        correct(page, camera)
        several(page, site, Path(data), camera)
        page.driver.delete_all_cookies()
        page.open(site.address)
        camera.take("sign-in")


class Camera:
    """Pictures at both widths, with few colours and so small."""

    def __init__(self, page: Page, folder: Path) -> None:
        self._page, self._folder = page, folder

    def take(self, name: str, *, dark: bool = False, widths: tuple[int, ...] = (WIDE, SLIM)) -> None:
        mode = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self._page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": mode})
        for width in widths:
            self._page.size(width, HEIGHT)
            time.sleep(1)  # what glides into place has arrived
            shot = Image.open(BytesIO(self._page.driver.get_screenshot_as_png())).convert("RGB")
            few = shot.quantize(255, dither=Image.Dither.NONE)
            few.save(self._folder / f"{name}{'-dark' if dark else ''}-{width}.png", optimize=True)
        self._page.size(WIDE, HEIGHT)


def new_meeting(page: Page, site: Site, camera: Camera) -> None:
    page.open(f"{site.address}/meetings/new")
    page.give("#files", SAMPLE / "meeting.ogg")
    page.until(lambda: "送り終えました" in page.text("#recordings"))
    page.fill(title=TITLE)
    page.choose("plenary")
    page.run("document.querySelector('#held_on').value = '2025-09-09'; document.activeElement.blur()")
    camera.take("new-meeting")
    page.run("document.querySelector('details:has(#roster)').open = true")
    page.give("#roster", SAMPLE / "roster.csv")
    page.press("粗原稿を作る")


def make(page: Page, camera: Camera) -> None:
    page.until(lambda: len(page.all("#heard p")) > 3, WORK_S)
    camera.take("in-the-making")
    page.until(lambda: page.all("#draft"), WORK_S)


def listen(page: Page, camera: Camera) -> None:
    page.one("#wave > div")
    for number, name in enumerate(NAMES):
        form = page.all(".voice")[number]
        Select(form.find_element(By.NAME, "person")).select_by_visible_text(name)
        page.run("document.querySelector('#voices').dataset.before = ''")
        form.find_element(By.XPATH, ".//button[normalize-space()='決める']").click()
        page.until(lambda: not page.all("#voices[data-before]"))  # it is put in anew, with the name
    phrase = page.all(".phrase")[8]
    page.run("arguments[0].scrollIntoView({ block: 'center' })", phrase)  # the player lies over what is at the top
    phrase.click()
    page.until(lambda: page.all(".phrase.now"))
    page.one("#play").click()
    page.run("document.activeElement.blur()")
    camera.take("meeting")
    camera.take("meeting", dark=True)


def correct(page: Page, camera: Camera) -> None:
    """At the desk: a name put right, a paragraph checked; what opens over the text; and what becomes of it elsewhere."""
    page.open(re.sub(r"#.*", "", page.driver.current_url) + "/desk")
    page.one("#desk[data-ready]")
    camera.take("desk-first", widths=(WIDE,))
    page.one("#hint button").click()
    press(page, Keys.ENTER, holding=Keys.ALT)
    press(page, Keys.ENTER, holding=Keys.ALT)
    press(page, Keys.HOME, holding=Keys.CONTROL)
    Select(page.one("#speed")).select_by_visible_text("3倍")
    page.one("#play").click()
    # so much of it was listened to
    page.until(lambda: page.run("return document.querySelector('#sound').currentTime > 90"))
    page.one("#play").click()
    Select(page.one("#speed")).select_by_visible_text("1倍")
    page.all(".cm-line")[4].click()
    press(page, Keys.END)
    press(page, "（笑声）")
    page.until(lambda: page.text("#lamp") == "保存済み")
    camera.take("desk")
    camera.take("desk", dark=True, widths=(WIDE,))
    page.one("#more summary").click()
    camera.take("desk-more", widths=(WIDE,))
    page.all(".cm-line")[4].click()
    for key, name in ((Keys.F1, "desk-help"), (Keys.F2, "desk-speakers")):
        press(page, key)
        camera.take(name, widths=(WIDE,))
        press(page, Keys.ESCAPE)
    press(page, "h", holding=Keys.CONTROL)
    press(page, "議員")
    camera.take("desk-replace", widths=(WIDE,))
    press(page, Keys.ESCAPE)
    page.one(".head a[href$='/history']").click()
    camera.take("history", widths=(WIDE,))
    page.driver.find_element(By.LINK_TEXT, "直した所").click()
    camera.take("compare", widths=(WIDE,))
    for term in ("ふれあい号", "青葉町地域公共交通計画"):
        page.open(urljoin(page.driver.current_url, "/glossary"))
        page.fill(term=term)
        page.press("加える")
    camera.take("glossary", widths=(WIDE,))


def press(page: Page, *keys: str, holding: str = "") -> None:
    chain = ActionChains(page.driver)
    if holding:
        chain.key_down(holding).send_keys(*keys).key_up(holding).perform()
    else:
        chain.send_keys(*keys).perform()


def several(page: Page, site: Site, scratch: Path, camera: Camera) -> None:
    """The list while one draft is in the making and another waits."""
    for title, kind, day in (
        ("総務常任委員会", "committee", "2025-09-04"),
        ("空き家対策の打合せ（建設課・総務課）", "conference", "2025-09-02"),
    ):
        recording = scratch / f"{title}.ogg"
        recording.write_bytes((SAMPLE / "meeting.ogg").read_bytes() + title.encode())
        page.open(f"{site.address}/meetings/new")
        page.give("#files", recording)
        page.until(lambda: "送り終えました" in page.text("#recordings"))
        page.fill(title=title)
        page.choose(kind)
        page.run("document.querySelector('#held_on').value = arguments[0]", day)
        page.press("粗原稿を作る")
    page.open(site.address)
    page.until(lambda: "文字に起こす" in page.text("#meetings"), WORK_S)
    camera.take("meetings")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images"))
