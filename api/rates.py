"""回数の制限: how often somebody may try to sign in. The only door to limits."""

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

LIMITS = (RateLimitItemPerMinute(5), RateLimitItemPerHour(30))
"""Wrong tries for one login or from one address: a person who mistypes gets through, a program does not."""


class Rates:
    """Counts failures in this process; they are forgotten when it ends."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def is_full(self, *whose: str) -> bool:
        return any(not self._limiter.test(limit, one) for limit in LIMITS for one in whose)

    def count(self, *whose: str) -> None:
        for limit in LIMITS:
            for one in whose:
                self._limiter.hit(limit, one)
