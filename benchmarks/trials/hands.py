"""手: keys and mouse, through DevTools, as a person has them. Each act says what it takes (`cost.Effort`)."""

import re
import time
from collections.abc import Callable, Sequence
from typing import ClassVar

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.select import Select

from benchmarks.trials.cost import Effort, strokes
from benchmarks.trials.eyes import Eyes

NAMED = {
    "enter": Keys.ENTER, "tab": Keys.TAB, "esc": Keys.ESCAPE, "escape": Keys.ESCAPE, "backspace": Keys.BACKSPACE,
    "delete": Keys.DELETE, "space": " ", "up": Keys.ARROW_UP, "down": Keys.ARROW_DOWN, "left": Keys.ARROW_LEFT,
    "right": Keys.ARROW_RIGHT, "arrowup": Keys.ARROW_UP, "arrowdown": Keys.ARROW_DOWN, "arrowleft": Keys.ARROW_LEFT,
    "arrowright": Keys.ARROW_RIGHT, "home": Keys.HOME, "end": Keys.END, "pageup": Keys.PAGE_UP,
    "pagedown": Keys.PAGE_DOWN, "plus": "+",
    **{f"f{number}": getattr(Keys, f"F{number}") for number in range(1, 13)},
}  # fmt: skip
HELD = {"ctrl": Keys.CONTROL, "shift": Keys.SHIFT, "alt": Keys.ALT}
FOR_WRITING = re.compile(
    r"(shift\+)?(up|down|left|right|home|end)|backspace|delete|enter|space|.|ctrl\+[acvxz]|"
    r"(shift\+)?(arrowup|arrowdown|arrowleft|arrowright)"
)
_KEY = re.compile(r"((?:(?:ctrl|shift|alt)\+)*)(.[^*]*?)(?:\*(\d+))?", re.IGNORECASE)
_PAUSE = re.compile(r"(\d+(?:\.\d+)?)s")
_BETWEEN_S = 0.04
EDGE = 8
"""Pixels from a row's edge to where its letters certainly are."""


class Refused(Exception):
    """What the user cannot do here, in a sentence for them."""


class Hands:
    """Those of somebody with a keyboard alone, or with a mouse and a keyboard for writing."""

    BROWSERS: ClassVar[dict[str, Callable[[WebDriver], None]]] = {
        "alt+left": lambda driver: driver.back(),
        "f5": lambda driver: driver.refresh(),
        "ctrl+r": lambda driver: driver.refresh(),
    }

    def __init__(self, driver: WebDriver, eyes: Eyes, *, mouse: bool) -> None:
        self._driver, self._eyes, self._mouse = driver, eyes, mouse
        self.acts: dict[str, Callable[..., Effort]] = {"keys": self.keys, "type": self.type}
        if mouse:
            self.acts |= {"click": self.click, "double": self.double, "select": self.select, "drag": self.drag}
            self.acts |= {"hover": self.hover, "choose": self.choose, "wheel": self.wheel}
            self.acts |= {"back": self.back, "reload": self.reload}

    def keys(self, *names: str) -> Effort:
        """One after the other; ``3s`` among them waits."""
        read = [_read(name) for name in names]
        if self._mouse and (
            bad := [
                name
                for name, (_, _, _, told) in zip(names, read, strict=True)
                if not FOR_WRITING.fullmatch(told) and not _PAUSE.fullmatch(name)
            ]
        ):
            raise Refused(f"マウスの試しでは、キーは文字を書くためだけに使えます（{' '.join(bad)} は使えません）。")
        count = 0
        for held, key, times, told in read:
            if key is None:
                time.sleep(times)
                continue
            for _ in range(int(times)):
                self._press(held, key, told)
                count += len(held) + 1
        return Effort(keys=count)

    def type(self, text: str) -> Effort:
        """ASCII key by key, everything else through the input method: shown while it is converted, then accepted."""
        for run in re.findall(r"[\x00-\x7f]+|[^\x00-\x7f]+", text):
            if run.isascii():
                ActionChains(self._driver).send_keys(run).perform()
                continue
            for shown in (run[:1], run):
                compose = {"text": shown, "selectionStart": len(shown), "selectionEnd": len(shown)}
                self._driver.execute_cdp_cmd("Input.imeSetComposition", compose)
                time.sleep(_BETWEEN_S)
            self._driver.execute_cdp_cmd("Input.insertText", {"text": run})
        return Effort(keys=strokes(text))

    def click(self, *where: str) -> Effort:
        self._button(*self._at(where), count=1)
        return Effort(clicks=1, points=1)

    def double(self, *where: str) -> Effort:
        x, y = self._at(where)
        self._button(x, y, count=1)
        self._button(x, y, count=2)
        return Effort(clicks=2, points=1)

    def select(self, words: str, number: str = "1") -> Effort:
        left, top, right, bottom = self._spot(words, int(number))
        self._drawn((left + 1, top + EDGE), (right - 1, bottom - EDGE))
        return Effort(clicks=1, points=2)

    def drag(self, *places: str) -> Effort:
        x, y, to_x, to_y = map(float, places)
        self._drawn((x, y), (to_x, to_y))
        return Effort(clicks=1, points=2)

    def hover(self, *where: str) -> Effort:
        self._mouse_event("mouseMoved", *self._at(where))
        return Effort(points=1)

    def choose(self, field: str, option: str) -> Effort:
        """In a list that opens: the browser draws it outside the page, so that two clicks are taken for done."""
        for one in self._driver.find_elements(By.TAG_NAME, "select"):
            if one.is_displayed() and field in (one.accessible_name, one.get_attribute("id")):
                Select(one).select_by_visible_text(option)
                return Effort(clicks=2, points=2)
        raise Refused(f"「{field}」という選択欄は見えません。")

    def wheel(self, turns: str, *where: str) -> Effort:
        x, y = self._at(where) if where else (640.0, 400.0)
        for _ in range(abs(int(turns))):
            self._mouse_event("mouseWheel", x, y, deltaX=0, deltaY=100 if int(turns) > 0 else -100)
            time.sleep(_BETWEEN_S)
        return Effort(turns=abs(int(turns)), points=bool(where))

    def back(self) -> Effort:
        self._driver.back()
        return Effort(clicks=1, points=1)

    def reload(self) -> Effort:
        self._driver.refresh()
        return Effort(clicks=1, points=1)

    def _press(self, held: list[str], key: str, told: str) -> None:
        if told in self.BROWSERS:
            self.BROWSERS[told](self._driver)
            return
        chain = ActionChains(self._driver)
        for one in held:
            chain.key_down(one)
        chain.send_keys(key)
        for one in reversed(held):
            chain.key_up(one)
        chain.perform()
        time.sleep(_BETWEEN_S)

    def _at(self, where: Sequence[str]) -> tuple[float, float]:
        if len(where) == 2 and all(re.fullmatch(r"\d+(\.\d+)?", one) for one in where):
            return float(where[0]), float(where[1])
        words, *more = where
        edge = next((one for one in more if one in ("before", "after")), "")
        number = next((int(one) for one in more if one.isdigit()), 1)
        if not edge:
            named = list(self._eyes.named(words))
            if len(named) >= number:
                return named[number - 1]
        left, top, right, bottom = self._spot(words, number)
        if edge == "before":
            return left + 1, top + EDGE
        return (right - 1, bottom - EDGE) if edge else ((left + right) / 2, (top + bottom) / 2)

    def _spot(self, words: str, number: int) -> list[float]:
        found = self._eyes.spots(words)
        if len(found) < number:
            raise Refused(f"「{words}」は画面に見えません（{len(found)}か所）。見えないものは押せません。")
        return found[number - 1]

    def _button(self, x: float, y: float, *, count: int) -> None:
        self._mouse_event("mouseMoved", x, y)
        for kind in ("mousePressed", "mouseReleased"):
            self._mouse_event(kind, x, y, button="left", clickCount=count)

    def _drawn(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self._mouse_event("mouseMoved", *start)
        self._mouse_event("mousePressed", *start, button="left", clickCount=1)
        for step in (0.3, 0.6, 1.0):
            x, y = (one + (other - one) * step for one, other in zip(start, end, strict=True))
            self._mouse_event("mouseMoved", x, y, button="left", buttons=1)
            time.sleep(_BETWEEN_S)
        self._mouse_event("mouseReleased", *end, button="left", clickCount=1)

    def _mouse_event(self, kind: str, x: float, y: float, **more: object) -> None:
        self._driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, **more})


def _read(name: str) -> tuple[list[str], str | None, float, str]:
    """-> what is held, the key, how often, and how it is called; a wait has no key."""
    if pause := _PAUSE.fullmatch(name):
        return [], None, float(pause[1]), name
    found = _KEY.fullmatch(name)
    key = found and (NAMED.get(found[2].lower()) or (found[2] if len(found[2]) == 1 else None))
    if not found or not key:
        raise Refused(f"「{name}」というキーはありません。文字は type で書いてください。")
    held = [HELD[one] for one in found[1].lower().split("+") if one]
    key = key.lower() if held and len(key) == 1 else key
    return held, key, int(found[3] or 1), f"{found[1]}{found[2]}".lower()
