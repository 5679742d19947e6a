"""世話役: holds the real service and a real browser, and does what the user commands, until they are done."""

import contextlib
import json
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from selenium.common.exceptions import UnexpectedAlertPresentException, WebDriverException

from benchmarks.trials.cost import NONE, Effort
from benchmarks.trials.diary import Diary, Entry
from benchmarks.trials.ear import Played, heard
from benchmarks.trials.eyes import Eyes
from benchmarks.trials.hand import LINE, PLACE
from benchmarks.trials.hands import Hands, Refused
from benchmarks.trials.town import SAMPLE
from minutes.evaluation.reading import read_reference
from tests.browser.page import Page, browsing
from tests.browser.site import serving

SETTLE_S = 0.4
"""So long after an act people see what has come of it."""
LOADED_S = 30
DESERTED_S = 3 * 3600
"""Nobody has commanded anything for so long: the trial is over."""
UNDONE = ("ctrl+z", "元に戻す")
T = TypeVar("T")


def keep(folder: Path, mode: str, told: Callable[[str], None]) -> None:
    """``told``: gets the service's address once everything is ready, before the user begins."""
    inside = folder / PLACE
    with ExitStack() as held:
        site = held.enter_context(serving(inside))
        programs = [shutil.which(name) or name for name in ("chromium", "chromedriver")]
        page = held.enter_context(browsing(*programs, 1280, 720))
        user = User(page, inside, mode)
        page.size(1280, 720)
        page.open(site.address)
        told(site.address)
        with _listening(inside / LINE) as line:
            while not user.is_done:
                _answer(line, user)


class User:
    """Whoever is trying it, as far as they act; all of it goes into the diary."""

    def __init__(self, page: Page, inside: Path, mode: str) -> None:
        self._page, self._driver = page, page.driver
        self._eyes = Eyes(page.driver, inside.parent)
        self._hands = Hands(page.driver, self._eyes, mouse=mode == "mouse")
        self._diary = Diary(inside / "diary.jsonl")
        self._utterances = read_reference(SAMPLE / "reference.json").utterances
        self._began, self._by_mouse = time.monotonic(), False
        self._before: Entry | None = None
        self._unheard = list[Played]()
        self._said = list[str]()
        self.is_done = False

    def do(self, command: str, *arguments: str) -> str:
        """One line, as a sentence or more back."""
        at_s, idle_s = time.monotonic() - self._began, self._listen()
        was_helped = self._quietly(self._eyes.helped, False)
        did = self._did(command, arguments)
        entry = Entry(
            at_s=round(at_s, 2),
            command=command,
            arguments=arguments,
            keys=did.effort.keys,
            clicks=did.effort.clicks,
            turns=did.effort.turns,
            modelled_s=round(did.effort.seconds(hand_moves=did.effort.by_mouse != self._by_mouse), 2),
            took_s=round(time.monotonic() - self._began - at_s, 2),
            played_s=round(self._listen(), 2),
            idle_s=round(idle_s, 2),
            changed=did.changed,
            refused=did.refused,
            path=self._quietly(self._eyes.path, ""),
        )
        entry = replace(entry, hesitations=tuple(self._hesitations(entry, was_helped=was_helped)))
        self._diary.write(entry)
        self._before = entry
        self._by_mouse = did.effort.by_mouse if did.effort.acts else self._by_mouse
        return did.answer

    def _did(self, command: str, arguments: tuple[str, ...]) -> "Did":
        try:
            if command not in self._hands.acts:
                return Did(self._see(command, *arguments))
            state = self._eyes.state()
            effort = self._hands.acts[command](*arguments)
            self._settle()
            return Did(self._after(), effort, changed=self._eyes.state() != state)
        except Refused as exc:
            return Did(str(exc), refused=str(exc))
        except UnexpectedAlertPresentException as exc:
            return Did(f"ブラウザが知らせました（閉じました）：{exc.alert_text}")
        except WebDriverException as exc:
            why = f"できませんでした：{(exc.msg or '').splitlines()[0]}"
            return Did(why, refused=why)
        except (TypeError, ValueError) as exc:
            return Did(f"書き方が違います：{exc}", refused=f"書き方が違います：{exc}")

    def _see(self, command: str, *arguments: str) -> str:
        match command:
            case "look":
                return self._eyes.look(tuple(map(float, arguments)))
            case "tree":
                return self._eyes.tree()
            case "where":
                return self._after()
            case "heard":
                lines = list(heard(self._unheard, self._utterances))
                self._unheard.clear()
                return "\n".join(lines) or "（何も聞こえませんでした。再生されていません。）"
            case "wait":
                time.sleep(min(60.0, float(arguments[0])))
                return self._after()
            case "note":
                return "書き留めました。"
            case "done":
                self.is_done = True
                return "おつかれさまでした。"
            case _:
                raise Refused(f"「{command}」はここではできません。できることは guide.md にあります。")

    def _after(self) -> str:
        """Where one is now, and what the page has said since."""
        said = [words for words in self._eyes.said() if words not in self._said]
        self._said = self._eyes.said()
        told = [f"場所 {self._eyes.path()}", f"焦点 {self._eyes.focus()}"]
        if caret := self._eyes.caret():
            told.append(f"カーソル {caret}")
        return " | ".join((*told, *(f"知らせ「{words}」" for words in said)))

    def _settle(self) -> None:
        """Pages that are on their way arrive; a window that has opened is the one that is looked at."""
        time.sleep(SETTLE_S)
        handles = self._driver.window_handles
        if self._driver.current_window_handle != handles[-1]:
            self._driver.switch_to.window(handles[-1])
            self._eyes.open()
        until = time.monotonic() + LOADED_S
        loaded = "return document.readyState === 'complete' && Boolean(window.trial)"
        while not self._driver.execute_script(loaded) and time.monotonic() < until:
            time.sleep(0.1)

    def _listen(self) -> float:
        """Takes what was played since the last time; -> seconds of the day that it took."""
        played = self._quietly(self._eyes.take_played, ())
        self._unheard += played
        return sum(one.took_s for one in played)

    def _hesitations(self, entry: Entry, *, was_helped: bool) -> Iterator[str]:
        if entry.command == "note":
            yield f"note: {' '.join(entry.arguments)}"
        if entry.refused:
            yield f"refused by the instrument: {entry.refused}"
        before = self._before
        same = before is not None and (before.command, before.arguments) == (entry.command, entry.arguments)
        if same and not entry.changed and before and not before.changed:
            yield "the same again, without effect"
        if self._quietly(self._eyes.helped, False) and not was_helped:
            yield "help"
        if entry.command in self._hands.acts and any(word in one.lower() for one in entry.arguments for word in UNDONE):
            yield "undo"

    def _quietly(self, ask: Callable[[], T], otherwise: T) -> T:
        try:
            return ask()
        except WebDriverException:
            return otherwise


@dataclass(frozen=True, slots=True)
class Did:
    """What came of a command; ``refused``: why nothing did."""

    answer: str
    effort: Effort = NONE
    changed: bool = True
    refused: str = ""


@contextmanager
def _listening(place: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(place))
        line.listen()
        line.settimeout(DESERTED_S)
        try:
            yield line
        finally:
            place.unlink()


def _answer(line: socket.socket, user: User) -> None:
    try:
        caller, _ = line.accept()
    except TimeoutError:
        user.do("done", "nobody was there any more")
        return
    with caller, caller.makefile("rw", encoding="utf-8") as talk, contextlib.suppress(BrokenPipeError):
        command = json.loads(talk.readline()) or ["where"]
        talk.write(user.do(*command))
        talk.flush()
