"""目: what is on the screen, in words and as a picture, and what a screen reader would read."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selenium.webdriver.remote.webdriver import WebDriver

from benchmarks.trials.ear import Played
from minutes.domain.speech import Span

SCRIPT = Path(__file__).with_name("page.js").read_text()
SILENT = {
    "none",
    "generic",
    "LabelText",
    "rowgroup",
    "InlineTextBox",
    "LineBreak",
    "RootWebArea",
    "LayoutTable",
    "LayoutTableRow",
    "LayoutTableCell",
}
USABLE = (
    *("button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "option", "tab", "menuitem"),
    *("slider", "spinbutton", "DisclosureTriangle"),
)
"""Roles of what one presses."""
STATES = (
    "focused",
    "checked",
    "expanded",
    "selected",
    "pressed",
    "disabled",
    "required",
    "invalid",
    "modal",
    "readonly",
)
LONGEST = 60
"""Characters of a field that are read out; what stands in a longer one is read line by line."""
ROW = 8
"""Pixels: text that begins no further down stands on the same row."""


class Eyes:
    def __init__(self, driver: WebDriver, folder: Path) -> None:
        self._driver, self._folder, self._looks = driver, folder, 0
        self.open()

    def open(self) -> None:
        """In the window that is looked at now: its page, and those that come after it."""
        self._driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": SCRIPT})
        self._driver.execute_script(SCRIPT)

    def look(self, box: tuple[float, ...] = ()) -> str:
        """What is seen, row by row with its place; and where the picture is."""
        self._looks += 1
        path = self._folder / f"look-{self._looks:03}.png"
        clip = dict(zip(("x", "y", "width", "height"), box, strict=False)) | {"scale": 2} if len(box) == 4 else None
        shot = self._driver.execute_cdp_cmd(
            "Page.captureScreenshot", {"format": "png"} | ({"clip": clip} if clip else {})
        )
        path.write_bytes(base64.b64decode(shot["data"]))
        pieces = [piece for piece in self._ask("seen") if not clip or _inside(piece, box)]
        return "\n".join((*_rows(pieces), f"画像：{path}"))

    def tree(self) -> str:
        nodes = self._driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        known = {node["nodeId"]: node for node in nodes}
        return "\n".join(_told(nodes[0], known, 0, ""))

    def named(self, name: str) -> Iterator[tuple[float, float]]:
        """Middles of what a screen reader calls so, on the screen; what is called just so first."""
        nodes = self._driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        alike = [node for node in nodes if not node["ignored"] and _role(node) in USABLE and name in _name(node)]
        for node in sorted(alike, key=lambda node: _name(node) != name):
            if spot := self._middle(node):
                yield spot

    def spots(self, words: str) -> list[list[float]]:
        return self._ask("spots", words)

    def caret(self) -> str:
        return self._ask("caret")

    def state(self) -> str:
        return self._ask("state")

    def said(self) -> list[str]:
        return self._ask("said")

    def helped(self) -> bool:
        return self._ask("helped")

    def take_played(self) -> tuple[Played, ...]:
        return tuple(Played(Span(begin, end), took) for begin, end, took in self._ask("takePlayed"))

    def focus(self) -> str:
        focused = self._driver.switch_to.active_element
        return f"{focused.aria_role}「{focused.accessible_name}」" if focused.tag_name != "body" else "（なし）"

    def path(self) -> str:
        return "/" + self._driver.current_url.split("/", 3)[-1].partition("?")[0]

    def _ask(self, what: str, *more: object) -> Any:
        return self._driver.execute_script(f"return window.trial.{what}(...arguments)", *more)

    def _middle(self, node: dict) -> tuple[float, float] | None:
        try:
            box = self._driver.execute_cdp_cmd("DOM.getBoxModel", {"backendNodeId": node["backendDOMNodeId"]})["model"]
        except Exception:  # noqa: BLE001 (chromedriver tells what has no box with errors of many kinds)
            return None
        xs, ys = box["border"][0::2], box["border"][1::2]
        x, y = sum(xs) / 4, sum(ys) / 4
        return (x, y) if 0 <= x < 1280 and 0 <= y < 720 and box["width"] else None


def _inside(piece: tuple[float, float, str, float], box: tuple[float, ...]) -> bool:
    return box[0] <= piece[0] < box[0] + box[2] and box[1] <= piece[1] < box[1] + box[3]


def _rows(pieces: list) -> Iterator[str]:
    row: list = []
    for piece in sorted(pieces, key=lambda piece: (piece[1], piece[0])):
        if row and piece[1] - row[0][1] > ROW:
            yield _row(row)
            row = []
        row.append(piece)
    if row:
        yield _row(row)


def _row(row: list) -> str:
    told, end = f"y{row[0][1]}:", -1.0
    for x, _, text, right in sorted(row):
        told += text if abs(x - end) < 1 else f"  x{x} {text}"  # a word that is only marked begins no new piece
        end = right
    return told


def _role(node: dict) -> str:
    return node.get("role", {}).get("value", "")


def _name(node: dict) -> str:
    return node.get("name", {}).get("value", "").strip()


def _told(node: dict, known: dict, depth: int, above: str) -> Iterator[str]:
    """One line a node, and one for all text that stands together; what its parent is named by is not read twice."""
    role, name = _role(node), _name(node)
    shown = not node["ignored"] and role not in SILENT
    if shown:
        yield "  " * depth + _line(node, role, name)
    texts = list[str]()
    for child in (known[one] for one in node.get("childIds", ()) if one in known):
        if _role(child) in ("StaticText", "LineBreak"):
            texts += [_name(child)] * (_name(child) not in (name or above))
            continue
        if texts:
            yield "  " * (depth + shown) + "".join(texts)
        texts.clear()
        yield from _told(child, known, depth + shown, name or above)
    if texts:
        yield "  " * (depth + shown) + "".join(texts)


def _line(node: dict, role: str, name: str) -> str:
    given = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
    states = [
        key if given[key] in (True, "true") else f"{key}={given[key]}"
        for key in STATES
        if given.get(key) not in (None, False, "false", "")
    ]
    value = node.get("value", {}).get("value", "")
    told = f" ＝{value}" if value not in ("", name) and (role != "textbox" or len(str(value)) < LONGEST) else ""
    return f"{role}「{name}」{told}{' [' + ' '.join(states) + ']' if states else ''}"
