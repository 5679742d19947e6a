"""How long whoever mistyped too often has to wait is told truly, whichever limit it was."""

import pytest
from limits import RateLimitItemPerHour, RateLimitItemPerMinute

from api.rates import Rates, TooOften

CLERK = ("login", "clerk")


def mistyped(rates, times):
    for _ in range(times):
        with rates.trying(CLERK) as wrong:
            wrong()


@pytest.mark.parametrize(
    ("a_minute", "an_hour", "told"), [(3, 30, "あと約1分"), (30, 3, "あと約60分"), (3, 3, "あと約60分")]
)
def test_until_the_last_limit_has_room_again(a_minute, an_hour, told):
    rates = Rates((RateLimitItemPerMinute(a_minute), RateLimitItemPerHour(an_hour)))
    mistyped(rates, 3)
    with pytest.raises(TooOften, match=told), rates.trying(CLERK, ("address", "192.0.2.7")):
        pass


@pytest.mark.parametrize(("wait_s", "told"), [(0.0, "1分"), (60.0, "1分"), (60.1, "2分"), (3599.0, "60分")])
def test_whole_minutes_never_too_few(wait_s, told):
    assert f"あと約{told}待って" in str(TooOften(wait_s))
