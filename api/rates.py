"""回数の制限: how often somebody may try to sign in. The only door to limits."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import ceil
from threading import Condition

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from minutes.domain.errors import BadInput

LIMITS = (RateLimitItemPerMinute(5), RateLimitItemPerHour(30))
"""Wrong tries for one login or from one address: a person who mistypes gets through, a program does not."""
Key = tuple[str, str]
"""What is counted, and of which of them: a login that is written like an address is none."""


class TooOften(BadInput):
    """``wait_s``: so long nobody looks at a further try; tries meanwhile make it no longer."""

    def __init__(self, wait_s: float) -> None:
        minutes = max(1, ceil(wait_s / 60))
        super().__init__(
            f"続けて間違えたため、しばらく試せません。あと約{minutes}分待ってから、もう一度お試しください。"
        )


class Rates:
    """Counts failures in this process; they are forgotten when it ends."""

    def __init__(self, limits: Sequence[RateLimitItem] = LIMITS) -> None:
        self._limits, self._limiter = limits, MovingWindowRateLimiter(MemoryStorage())
        self._changed, self._under_way = Condition(), Counter[Key]()

    @contextmanager
    def trying(self, *whose: Key) -> Iterator[Callable[[], None]]:
        """A try, with what is to be called where it turns out to be wrong. Raises ``TooOften``.

        No more are made at once than may still be wrong: whoever comes with many at the same moment waits.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._is_over(whose) or self._has_room(whose))
            if self._is_over(whose):
                raise TooOften(self._wait_s(whose))
            self._under_way.update(whose)
        try:
            yield lambda: self._count(whose)
        finally:
            with self._changed:
                self._under_way -= Counter(whose)
                self._changed.notify_all()

    def _count(self, whose: tuple[Key, ...]) -> None:
        for limit in self._limits:
            for one in whose:
                self._limiter.hit(limit, *one)

    def _is_over(self, whose: tuple[Key, ...]) -> bool:
        return any(self._left(one) <= 0 for one in whose)

    def _has_room(self, whose: tuple[Key, ...]) -> bool:
        return all(self._under_way[one] < self._left(one) for one in whose)

    def _left(self, one: Key) -> int:
        """So many tries may still be wrong."""
        return min(self._limiter.get_window_stats(limit, *one).remaining for limit in self._limits)

    def _wait_s(self, whose: tuple[Key, ...]) -> float:
        """Until every limit that is reached has room for one more again: its oldest try counts no longer then."""
        windows = (self._limiter.get_window_stats(limit, *one) for limit in self._limits for one in whose)
        return max((window.reset_time - time.time() for window in windows if window.remaining <= 0), default=0.0)
