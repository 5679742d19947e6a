"""大勢: people at one draft, each in a browser of their own, who do by keyboard whatever comes into their heads.

Whatever anybody types is a character that is typed only once, by nobody else, so that one which is lost, doubled or
taken away by a wrong hand is known, wherever it stands by then. Everybody writes in everybody's lines. In quiet lines
(`QUIET`) nobody deletes what anybody has meant to write; in wild ones (`WILD`) everybody does, and every browser notes
what is selected at the moment when its own person deletes it.
"""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from minutes.domain.record import Mark
from tests.browser.desks import DeskPage
from tests.browser.page import MOVED

QUIET, WILD = "\u4e00-\u76ff\U00020000-\U00020fff", "\u7700-\u9fff\U00021000-\U00021fff"
"""Characters of quiet lines and of wild ones: a line that holds one of either is such a line."""
_BEGIN = {QUIET: (0x4E00, 0x20000), WILD: (0x7700, 0x21000)}
_EACH, _EACH_RARE, _SEEDS = 800, 300, 400
_CAPTURED_S = 0.6
"""What somebody does within half a second of something else is undone together with it (web/src/text/undo.js)."""

HELPERS = """const holds = (text, letters) => new RegExp(`[${letters}]`, 'u').test(text);
const editor = () => document.querySelector('.cm-content')?.cmTile?.root.view.state; // none while it is opened anew
const [letters, other, chance] = arguments;
"""
AIMED = f"""{HELPERS}
const lines = [...document.querySelectorAll('.cm-line')].filter((line) => holds(line.textContent, letters));
const line = lines[Math.floor(chance * lines.length)];
line?.scrollIntoView({{ block: 'center' }});
return line;"""
IS_THERE = f"""{HELPERS}
if (!editor()) return false;
const {{ doc, selection }} = editor();
return document.activeElement.matches('.cm-content') && holds(doc.lineAt(selection.main.head).text, letters);"""
NOTING = f"""{HELPERS}
window.deleted = '';
addEventListener('keydown', (event) => {{
  if (!editor() || !['Delete', 'Backspace'].includes(event.key)) return;
  const {{ doc, selection: {{ main: {{ from, to }} }} }} = editor();
  const isOthers = holds(doc.sliceString(doc.lineAt(from).from, doc.lineAt(to).to), other);
  if (from < to && !isOthers) window.deleted += doc.sliceString(from, to);
  else {{
    event.preventDefault();
    event.stopImmediatePropagation();
  }}
}}, {{ capture: true }});"""
DELETED = "const found = window.deleted; window.deleted = ''; return found;"
SEEN = """return [...document.querySelectorAll('.cm-line')].map((line) => {
  const runs = [];
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    if (node.parentElement.closest('.flag')) continue;
    const marks = [];
    for (let one = node.parentElement; one !== line; one = one.parentElement)
      marks.push(...[...one.classList].filter((name) => name.startsWith('mark-')).map((name) => name.slice(5)));
    const carried = [...new Set(marks)].sort().join(' ');
    if (runs.at(-1)?.[1] === carried) runs.at(-1)[0] += node.data;
    else if (node.data) runs.push([node.data, carried]);
  }
  const kind = [...line.classList].find((name) => name.startsWith('kind-')).slice(5);
  const who = line.ariaLabel.replace(/^(\\d+時間)?\\d+分\\d+秒 ?/, '').replace(/ ?確認済み$/, '');
  return [kind, who, line.classList.contains('checked'), runs];
});"""
REFUSED = """const dialog = document.querySelector('#salvage[open]');
const told = dialog?.innerText;
dialog?.querySelector('[data-part=gone]').click();
return told;"""
"""At one moment: another refusal may open it anew, with more in it."""
KEPT = """const done = arguments[0];
indexedDB.open('minutes-desk').onsuccess = ({ target: { result } }) => {
  result.transaction('updates').objectStore('updates').count().onsuccess = ({ target }) => {
    result.close();
    done(target.result);
  };
};"""
SPAN = {Mark.CANCELLED: "4", Mark.CLOSED: "5", Mark.CHECK: "6"}


def seeds(letters: str, lines: int) -> list[str]:
    """What stands in the lines when everybody comes: ten characters each, of nobody's."""
    begin, _ = _BEGIN[letters]
    return ["".join(chr(begin + 10 * line + place) for place in range(10)) for line in range(lines)]


def _supply(letters: str, number: int) -> tuple[Iterator[str], Iterator[str]]:
    """Somebody's own characters, each only once; and those of two units in a browser."""
    begin, rare = _BEGIN[letters]
    first, first_rare = begin + _SEEDS + number * _EACH, rare + number * _EACH_RARE
    return map(chr, range(first, first + _EACH)), map(chr, range(first_rare, first_rare + _EACH_RARE))


class Person:
    """``typed`` was meant to stay, ``slips`` was taken back at once; ``deleted`` was deleted, ``restored`` deleted and
    taken back. ``offered``: what the server had refused, and they did not want back."""

    def __init__(self, number: int, login: str, seed: int, browsing: object, folder: Path, server, town, meeting):
        self.login, self._browsing, self._profile = login, browsing, folder / login
        self._server, self._town, self._meeting = server, town, meeting
        self._chance = random.Random(f"{seed}-{number}")
        self._supplies = {letters: _supply(letters, number) for letters in (QUIET, WILD)}
        self._stack = ExitStack()
        self.typed, self.slips, self.deleted, self.restored, self.offered = (set[str]() for _ in range(5))
        self._last = list[str]()
        self.diary = list[str]()
        self.come()

    def come(self) -> None:
        page = self._stack.enter_context(self._browsing(width=1280, height=900, profile=self._profile))
        self.desk = DeskPage(page, self._server, self._town, self.login)
        self.desk.open(self._meeting)
        self.desk.driver.execute_script(NOTING, WILD, QUIET)

    def leave(self) -> None:
        self._stack.close()

    # ---- what comes into their heads ----

    def work(self, is_over: Callable[[], bool], *, outages: bool = False) -> None:
        """``outages``: now and then the network is gone for some seconds, and they go on."""
        back_s = 0.0
        while not is_over():
            if back_s and time.monotonic() > back_s:
                self.network(True)
                back_s = 0.0
            elif outages and not back_s and self._chance.random() < 0.06:
                self.network(False)
                back_s = time.monotonic() + self._chance.uniform(1, 4)
            self.act()
            time.sleep(self._chance.uniform(0, 0.4))
        self.network(True)

    def act(self) -> None:
        letters = self._chance.choice((QUIET, WILD))
        own = [(self.slip, 1)] if letters == QUIET else [(self.delete, 5), (self.join, 2), (self.regret, 2)]
        common = [(self.write, 6), (self.convert, 3), (self.part, 1), (self.mark, 1), (self.kind, 1), (self.speaker, 1)]
        acts, weights = zip(*common, *own, strict=True)
        [act] = self._chance.choices(acts, weights)
        self._refused()
        try:
            if self._aim(letters):
                self._note(act.__name__)
                act(letters)
        except MOVED:  # a colleague was quicker
            self._note("too late")

    def write(self, letters: str) -> None:
        some = self._own(letters, self._chance.randint(1, 4))
        self.desk.press(*some)

    def convert(self, letters: str) -> None:
        """By an input method; half of the characters are two units in a browser."""
        for reading in ("k", "か", "かｎ", "かん"):
            self.desk.compose(reading)
        self.desk.decide(*self._own(letters, 1, rare=self._chance.random() < 0.5))

    def part(self, _: str) -> None:
        self.desk.press(Keys.ENTER)

    def mark(self, _: str) -> None:
        self._select()
        self.desk.chord(Keys.ALT, self._chance.choice(list(SPAN.values())))

    def kind(self, _: str) -> None:
        self.desk.chord(Keys.ALT, self._chance.choice("123"))

    def speaker(self, _: str) -> None:
        self.desk.press(Keys.F2)
        self.desk.until(lambda: self.desk.page.all("#palette[open]"))
        self.desk.press(self._chance.choice("12"))
        if self.desk.page.all("#palette[open]"):
            self.desk.press(Keys.ESCAPE)  # somebody else was quicker, or it was typed into the field
        self.desk.until(lambda: not self.desk.page.all("#palette[open]"))

    def slip(self, letters: str) -> None:
        """Typed, seen, taken back."""
        letter = next(self._supplies[letters][0])
        self.slips.add(letter)
        self._note(letter)
        time.sleep(_CAPTURED_S)
        self.desk.press(letter)
        self.desk.chord(Keys.CONTROL, "z")

    def delete(self, _: str) -> set[str]:
        self._select()
        return self._deleted(Keys.DELETE)

    def join(self, _: str) -> set[str]:
        """With the line before, where the cursor is in the first row of its line."""
        self.desk.press(Keys.HOME)
        self.desk.chord(Keys.SHIFT, Keys.ARROW_LEFT)
        return self._deleted(Keys.BACK_SPACE)

    def regret(self, letters: str) -> None:
        """Deleted and taken back; sometimes deleted after all."""
        time.sleep(_CAPTURED_S)
        found = self._chance.choice((self.delete, self.join))(letters)
        if not found:
            return
        self.restored |= found
        self.desk.chord(Keys.CONTROL, "z")
        if self._chance.random() < 0.3:
            self.desk.chord(Keys.CONTROL, "y")

    # ---- what happens to them ----

    def network(self, is_there: bool) -> None:
        self.desk.driver.execute_cdp_cmd("Network.enable", {})
        line = {"offline": not is_there, "latency": 0, "uploadThroughput": -1, "downloadThroughput": -1}
        self.desk.driver.execute_cdp_cmd("Network.emulateNetworkConditions", line)

    def crash(self) -> None:
        """Without a network they write; then their browser is killed, with -9, and opened again."""
        self.desk.saved()
        self.network(False)
        self.desk.until(lambda: self.desk.lamp.startswith("オフライン"))
        self.desk.until(lambda: self._aim(QUIET))
        some = self._own(QUIET, 5)
        self.desk.press(*some)
        self.desk.until(lambda: self.desk.driver.execute_async_script(KEPT) >= len(some))
        for child in _children(self.desk.driver.service.process.pid):
            os.kill(child, signal.SIGKILL)
        self._stack.close()
        self.come()

    def settle(self) -> None:
        self._refused()
        self.desk.saved()

    def seen(self) -> list[object]:
        """All of the text, as it is shown and read out, with whoever says it; nobody's cursor."""
        height = self.desk.driver.execute_script("return document.querySelector('.cm-content').scrollHeight")
        self.desk.page.size(1280, height + 1_000)
        return self.desk.driver.execute_script(SEEN)

    def around(self, letter: str) -> str:
        """What they did when they typed it, for whoever looks for it."""
        places = [number for number, said in enumerate(self.diary) if letter in said]
        return "\n...\n".join("\n".join(self.diary[max(0, place - 6) : place + 6]) for place in places)

    # ---- hands ----

    def _note(self, what: str) -> None:
        self.diary.append(f"{time.monotonic():.2f} {what}")

    def _aim(self, letters: str) -> bool:
        """Somewhere into such a line."""
        driver = self.desk.driver
        line = driver.execute_script(AIMED, letters, "", self._chance.random())
        if line is None:
            return False
        across, down = (int(side * self._chance.uniform(-0.49, 0.49)) for side in line.size.values())
        ActionChains(driver, duration=0).move_to_element_with_offset(line, down, across).click().perform()
        return driver.execute_script(IS_THERE, letters, "", 0)

    def _own(self, letters: str, count: int, *, rare: bool = False) -> list[str]:
        some = [next(self._supplies[letters][rare]) for _ in range(count)]
        self.typed.update(some)
        self._last = some
        self._note("".join(some))
        return some

    def _select(self) -> None:
        self.desk.chord(Keys.SHIFT, *[Keys.ARROW_RIGHT] * self._chance.randint(1, 4))

    def _deleted(self, key: str) -> set[str]:
        self.desk.press(key)
        found = set(self.desk.driver.execute_script(DELETED))
        self._note("".join(found))
        self.deleted |= found
        return found

    def _refused(self) -> None:
        """Rarely two copies tidy up the same undo at once, and one is refused: they do not want it back, nor what they
        were typing while the desk was opened anew."""
        if told := self.desk.driver.execute_script(REFUSED):
            self._note(f"refused: {told}")
            self.offered.update(told, self._last)


def _children(process: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
