"""What people do at the correction desk, with a browser's keys and mouse."""

import numpy as np
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from api.access import COOKIE
from minutes.audio.heard import PEAKS, PROXY, key
from minutes.audio.peaks import Peaks
from minutes.audio.proxy import Proxy
from minutes.coedit import Document
from minutes.domain.speech import SAMPLE_RATE
from minutes.store.queries import accounts
from minutes.store.tables import AccountRow
from tests.api.desks import log_of, make_draft

LINES = """return [...document.querySelectorAll('.cm-line')].map((line) => {
  const copy = line.cloneNode(true);
  copy.querySelectorAll('.flag').forEach((flag) => flag.remove());
  return copy.textContent;
})"""
DAMAGE = """const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {
  if (data.length > 8 && data[3] === 1 && !window.damaged) {
    window.damaged = true;
    data = data.slice().fill(255, 4);
  }
  send.call(this, data);
};"""
"""Of the first update, on its way."""


class Meeting:
    """A meeting with a draft, as it lies in the database."""

    def __init__(self, town, minutes):
        self._town = town
        self._clerk = town.actor("clerk")
        self.id = town.meeting()
        self.draft = make_draft(town.database, town.service.recordings, self._clerk, self.id, minutes)

    @property
    def lines(self):
        return Document.of(log_of(self._town.database, self._clerk, self.draft)).lines()

    @property
    def texts(self):
        return [line.text for line in self.lines]


class Hands:
    """Of somebody who is signed in."""

    def __init__(self, page):
        self.page, self.driver = page, page.driver

    def go(self, address):
        """To the desk of the meeting that is there."""
        self.page.open(f"{address}/desk")
        self.until(lambda: self.driver.find_elements(By.CSS_SELECTOR, "#desk[data-ready]"))

    def until(self, condition):
        return self.page.until(condition)

    @property
    def lines(self):
        return self.driver.execute_script(LINES)

    @property
    def lamp(self):
        return self.page.text("#lamp")

    @property
    def names(self):
        """In the margin, one for each line; nothing where the same person goes on."""
        return self.page.texts(".margin .side .name")[1:]

    def at(self, line, character=None):
        """Put the cursor there; without a place at the line's end."""
        self.page.click(".cm-line", line)
        keys = [Keys.END] if character is None else [Keys.HOME, *[Keys.ARROW_RIGHT] * character]
        self.press(*keys)

    def press(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def chord(self, modifier, *keys):
        """``modifier``: one, or several in one string."""
        chain = ActionChains(self.driver)
        for one in modifier:
            chain.key_down(one)
        chain.send_keys(*keys)
        for one in modifier:
            chain.key_up(one)
        chain.perform()

    def key(self, name, kind, **more):
        """As by a key that this keyboard does not have: ``rawKeyDown`` and ``keyUp``."""
        self.driver.execute_cdp_cmd(
            "Input.dispatchKeyEvent", {"type": kind, "key": name, "code": name, "windowsVirtualKeyCode": 125, **more}
        )

    @property
    def plays(self):
        return self.driver.execute_script("return !document.getElementById('sound').paused")

    @property
    def time(self):
        """Where the sound stands, in seconds."""
        return self.driver.execute_script("return document.getElementById('sound').currentTime")

    def compose(self, reading):
        """The input method shows a reading that is not decided yet."""
        self.driver.execute_cdp_cmd(
            "Input.imeSetComposition",
            {"text": reading, "selectionStart": len(reading), "selectionEnd": len(reading)},
        )

    def decide(self, text):
        self.driver.execute_cdp_cmd("Input.insertText", {"text": text})

    def saved(self):
        self.until(lambda: self.lamp == "保存済み")

    def shows(self, *lines):
        self.until(lambda: self.lines == list(lines))


class DeskPage(Hands):
    """Somebody's browser."""

    def __init__(self, page, server, town, login):
        super().__init__(page)
        self._server = server
        page.open(f"{server.address}/sign-in")
        with town.database.writing(town.actor(login)) as session:
            secret = accounts.sign_in(session, session.get_one(AccountRow, login))
        self.driver.add_cookie({"name": COOKIE, "value": secret})

    def open(self, meeting):
        self.go(f"{self._server.address}/meetings/{meeting.id}")


def add_sound(town, minutes):
    """As long as the draft: a tone, for whoever presses play."""
    recording = minutes.provenance.recording
    seconds = np.arange(int(recording.duration_s + 5) * SAMPLE_RATE) / SAMPLE_RATE
    samples = (3_000 * np.sin(2 * np.pi * 220 * seconds)).astype(np.int16)
    files = town.service.artefacts
    for writer, name in ((Proxy, PROXY), (Peaks, PEAKS)):
        path = files.scratch / name
        with writer(path) as file:
            for begin in range(0, len(samples), SAMPLE_RATE):
                file.write(samples[begin : begin + SAMPLE_RATE])
        files.adopt(key(recording.sha256, name), path)
