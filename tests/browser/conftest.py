"""A real browser before the real service: `minutes serve` on a free port, with a data folder that is thrown away.

Chromium and its driver are Debian's; where they are missing they are installed, or one line says what to do.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

PACKAGES = ("chromium", "chromium-driver")
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
PATIENCE_S = 120
"""The machine may be busy with other work."""


@dataclass(frozen=True)
class Site:
    """The service as it greets whoever starts it; ``set_up``: the first page of all; ``data``: its folder."""

    address: str
    set_up: str
    data: Path


class Page:
    """What a person does with a browser."""

    def __init__(self, driver):
        self.driver = driver
        self._wait = WebDriverWait(driver, PATIENCE_S)

    def open(self, address):
        self.driver.get(address)

    def fill(self, **fields):
        for name, value in fields.items():
            field = self.driver.find_element(By.NAME, name)
            field.clear()
            field.send_keys(value)

    def choose(self, value):
        self.driver.find_element(By.CSS_SELECTOR, f"input[value='{value}']").click()

    def press(self, button):
        """The button with these words, and wait for the page that follows."""
        found = self.driver.find_element(By.XPATH, f"//main//button[normalize-space()='{button}']")
        before = self.driver.find_element(By.TAG_NAME, "html").id
        found.click()
        self._wait.until(lambda driver: driver.find_element(By.TAG_NAME, "html").id != before)

    def text(self, selector="main"):
        return self._wait.until(lambda driver: driver.find_element(By.CSS_SELECTOR, selector)).text

    def until(self, condition):
        """Wait for something to become true."""
        return self._wait.until(lambda _: condition())

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


@pytest.fixture(scope="session")
def chromium():
    """-> the programs, browser and driver."""
    programs = [shutil.which(name) for name in ("chromium", "chromedriver")]
    if not all(programs) and os.geteuid() == 0:
        subprocess.run(["apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES], capture_output=True)
        programs = [shutil.which(name) for name in ("chromium", "chromedriver")]
    if not all(programs):
        pytest.fail(
            f"These tests need a browser: install it with `apt-get install {' '.join(PACKAGES)}`.", pytrace=False
        )
    return programs


@pytest.fixture
def new_browser(chromium):
    """A browser that nobody has used: ``with new_browser() as page``."""
    program, driver = chromium

    @contextmanager
    def opened(width=1280, height=900):
        options = webdriver.ChromeOptions()
        options.binary_location = program
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        for argument in (*QUIET, f"--window-size={width},{height}"):
            options.add_argument(argument)
        browser = webdriver.Chrome(options, webdriver.ChromeService(driver))
        try:
            yield Page(browser)
        finally:
            browser.quit()

    return opened


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The service, empty at first, for the tests of one module."""
    folder = tmp_path_factory.mktemp("service")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "minutes", "serve", "--port", str(port), "--data", str(folder / "data")]
    with (folder / "log").open("w+") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"http://localhost:{port}/healthz", process, log)
            log.seek(0)
            yield Site(
                f"http://localhost:{port}", re.search(r"http\S+/set-up\?key=\S+", log.read())[0], folder / "data"
            )
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


def _wait_for(address, process, log):
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(address, timeout=5):  # noqa: S310 (our own)
                return
        except (URLError, OSError):
            time.sleep(0.3)
    log.seek(0)
    pytest.fail(f"the service does not answer:\n{log.read()[-2000:]}", pytrace=False)
