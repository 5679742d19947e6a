"""限度: how much one browser may send, and how long it may lag behind. Far beyond what a person's work comes to."""

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """``messages_s`` a second for as long as one likes, ``at_once`` in a burst; ``cursor`` in characters.

    ``waiting``: bytes that a browser has not taken yet. ``sockets``: of one person, in one process. ``follow_s``: so
    often a room looks what others wrote into the log; ``ask_s``: so often it is asked whether somebody who only reads
    is still signed in, and they are told that the line holds. ``greet_s``: so long a browser may take to say what it
    has. ``snapshot``: after so many changes they are added up.
    """

    messages_s: float = 100.0
    at_once: int = 200
    cursor: int = 1_000
    waiting: int = 32 * 1024 * 1024
    sockets: int = 20
    follow_s: float = 1.0
    ask_s: float = 30.0
    greet_s: float = 30.0
    snapshot: int = 5_000


class Pace:
    """速さ: what may be sent comes back with time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left, self._at = float(limits.at_once), time.monotonic()

    def has_room(self) -> bool:
        """Count one more message; may it be sent?"""
        moment = time.monotonic()
        grown = self._left + (moment - self._at) * self._limits.messages_s
        self._left, self._at = min(grown, self._limits.at_once) - 1, moment
        return self._left >= 0
