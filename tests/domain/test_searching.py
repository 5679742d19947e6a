"""A word finds what it means, however titles and dates write it."""

import pytest

from minutes.domain.searching import days, spellings


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("令和8年", "2026-__-__"),
        ("令和８年９月", "2026-09-__"),
        ("R8.9.9", "2026-09-09"),
        ("令和元年", "2019-__-__"),
        ("平成30年1月5日", "2018-01-05"),
        ("2026-09-09", "2026-09-09"),
        ("20260909", "2026-09-09"),
        ("2026年9月", "2026-09-__"),
        ("9月", "____-09-__"),
        ("9/9", "____-09-09"),
    ],
)
def test_dates_that_leave_something_open(word, meant):
    assert days(word) == meant


@pytest.mark.parametrize("word", ["", "4", "第4回", "10.5", "定例会", "月"])
def test_what_is_no_date(word):
    assert days(word) is None


def test_digits_of_either_width():
    assert spellings("第4回") == ("第4回", "第４回")
    assert spellings("第４回") == ("第４回", "第4回")
    assert spellings("定例会") == ("定例会",)
