"""A real browser, and what a person does with it."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    MoveTargetOutOfBoundsException,
    StaleElementReferenceException,
)
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.site import PATIENCE_S

QUIET = (
    "--headless",
    "--no-sandbox",  # tests run as root in containers
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--lang=ja",
)
NAMED = (
    "button",
    "checkbox",
    "combobox",
    "dialog",
    "image",
    "link",
    "listbox",
    "progressbar",
    "radio",
    "searchbox",
    "slider",
    "spinbutton",
    "textbox",
)
TEXTS = """return [...document.querySelectorAll(arguments[0])]
  .map((part) => part.checkVisibility({ visibilityProperty: true }) ? part.innerText.trim() : '')"""
MOVED = (
    StaleElementReferenceException,
    MoveTargetOutOfBoundsException,
    ElementNotInteractableException,
    ElementClickInterceptedException,
)
"""What somebody wanted to read or to click has been drawn anew, or is somewhere else or covered by now."""
PROPERTIES = "return [...document.querySelectorAll(arguments[0])].map((part) => part[arguments[1]])"
WORK_S = 1800
"""So long the making of the sample's draft may take at most, on such a machine."""


class Page:
    """What a person does with a browser."""

    def __init__(self, driver):
        self.driver = driver

    def open(self, address):
        self.driver.get(address)

    def fill(self, **fields):
        for name, value in fields.items():
            field = self.driver.find_element(By.NAME, name)
            field.clear()
            field.send_keys(value)

    def choose(self, value):
        self.click(f"input[value='{value}']")

    def press(self, button):
        """The button with these words, and wait for the page that follows."""
        before = self.click(f"//main//button[normalize-space()='{button}']", by=By.XPATH)
        self.until(lambda: self._here != before)

    def text(self, selector="main"):
        """As soon as there is such a part."""
        return self.until(lambda: self.texts(selector))[0]

    def texts(self, selector):
        """Of all such parts at one moment: the page may draw them anew between two questions."""
        return self.run(TEXTS, selector)

    def properties(self, selector, name):
        """The same for what nobody sees of them, as ``className``."""
        return self.run(PROPERTIES, selector, name)

    def click(self, what, which=0, by=By.CSS_SELECTOR):
        """As soon as it can be clicked. -> the page that it was on."""
        return self.until(lambda: self._clicked(what, which, by))

    def follow(self, link):
        """The link with these words."""
        self.click(link, by=By.LINK_TEXT)

    def _clicked(self, what, which, by):
        """Tried again, a switch is switched only once: whatever raises one of `MOVED` has clicked nothing."""
        found = self.driver.find_elements(by, what)
        if which >= len(found):
            return False
        page = self._here
        found[which].click()
        return page

    @property
    def _here(self):
        return self.driver.find_element(By.TAG_NAME, "html").id

    def until(self, condition, patience_s=PATIENCE_S):
        """Wait for something to become true; the page may be replaced meanwhile."""
        waiting = WebDriverWait(self.driver, patience_s, ignored_exceptions=MOVED)
        return waiting.until(lambda _: condition())

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        """As soon as it is there."""
        return self.until(lambda: next(iter(self.all(selector)), None))

    def give(self, selector, *files):
        """Choose files, as by the browser's own window."""
        self.one(selector).send_keys("\n".join(str(file) for file in files))

    def run(self, script, *more):
        return self.driver.execute_script(script, *more)

    def line(self, bytes_a_second=-1, latency_ms=0, offline=False):
        """As slow as the line to a town hall may be, or none; without a number as fast as there is."""
        self.driver.execute_cdp_cmd("Network.enable", {})
        speeds = {"uploadThroughput": bytes_a_second, "downloadThroughput": -1}
        speeds |= {"latency": latency_ms, "offline": offline}
        self.driver.execute_cdp_cmd("Network.emulateNetworkConditions", speeds)

    def nameless(self):
        """What a screen reader could not name, of all that one can use or that tells something."""
        nodes = self.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        told = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node["ignored"]]
        return [role for role, name in told if role in NAMED and not name.strip()]

    def size(self, width, height=900):
        screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)

    @property
    def focus(self):
        return self.driver.switch_to.active_element

    @property
    def path(self):
        return re.sub(r"^https?://[^/]+", "", self.driver.current_url)

    @property
    def complaints(self):
        """What the browser found wrong with our pages: a refused script, a missing file."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]


def set_up(page, site, password):
    """山田花子 becomes the administrator, and is signed in."""
    page.open(site.set_up)
    page.fill(municipality="青葉町", department="議会事務局", name="山田花子", login="yamada")
    page.fill(password=password, again=password)
    page.press("始める")


@contextmanager
def browsing(
    program: str, driver: str, width: int = 1280, height: int = 900, profile: Path | None = None
) -> Iterator[Page]:
    """A browser that nobody has used; with a ``profile`` one that keeps there what it has, whatever becomes of it."""
    options = webdriver.ChromeOptions()
    options.binary_location = program
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for argument in (*QUIET, f"--window-size={width},{height}"):
        options.add_argument(argument)
    if profile:
        options.add_argument(f"--user-data-dir={profile}")
    browser = webdriver.Chrome(options, webdriver.ChromeService(driver, env=os.environ | {"LANGUAGE": "ja"}))
    try:
        yield Page(browser)
    finally:
        browser.quit()
