"""作業中: a draft in the making, in a thread of its own, and the news of it, piece by piece. Knows no database."""

import multiprocessing
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Protocol

from minutes.domain.artefact import Pieces
from minutes.domain.record import Minutes
from minutes.domain.speech import Word

_LAST_SECONDS = 3.0
"""A child that is asked to end tidies up; one that is deep in a batch is not waited for longer."""


class Stopped(BaseException):
    """Nobody waits for this draft any more. Not an error: nothing may catch it on its way out of the work."""


class Watch(Protocol):
    """As `workshop.Watch`; ``stage`` in its Japanese name."""

    def __call__(self, stage: str, share: float) -> None: ...


Make = Callable[[Watch, Pieces], Minutes]
"""Makes the draft, telling how far it is and what it has finished."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A piece of work is finished: the words of a batch of windows, none of a block of voices."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The draft is made."""

    minutes: Minutes


class UnderWay:
    """Begins at once. ``watch`` is called from the thread, as often as there is something to tell."""

    def __init__(self, make: Make, watch: Watch) -> None:
        self._news: SimpleQueue[Finished | Done | BaseException] = SimpleQueue()
        self._watch, self._stopping = watch, threading.Event()
        self._thread = threading.Thread(target=self._run, args=(make,), name="drafting", daemon=True)
        self._thread.start()

    def news(self, wait_s: float) -> Finished | Done | None:
        """The next piece, or the end; ``None`` where there is neither yet. Raises what the work raised."""
        try:
            news = self._news.get(timeout=wait_s)
        except Empty:
            return None
        if isinstance(news, BaseException):
            raise news
        return news

    def stop(self) -> None:
        """Ends the work and its child, also one that hangs; what is finished stays. Returns when it has ended."""
        self._stopping.set()
        while self._thread.is_alive():
            for child in multiprocessing.active_children():
                child.terminate()
            self._thread.join(_LAST_SECONDS)
            for child in multiprocessing.active_children():
                child.kill()

    def _run(self, make: Make) -> None:
        try:
            self._news.put(Done(make(self._tell, self._finish)))
        except BaseException as error:  # noqa: BLE001 raised again where somebody waits
            self._news.put(error)

    def _tell(self, stage: str, share: float) -> None:
        if self._stopping.is_set():
            raise Stopped
        self._watch(stage, share)

    def _finish(self, words: tuple[Word, ...]) -> None:
        if self._stopping.is_set():
            raise Stopped
        self._news.put(Finished(words))
