from datetime import date

import pytest

from exports.notation import Notation
from exports.wareki import clock, wareki


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2024, 12, 10), "令和６年12月10日（火曜日）"),
        (date(2019, 5, 1), "令和元年５月１日（水曜日）"),
        (date(2019, 4, 30), "平成31年４月30日（火曜日）"),
        (date(1989, 1, 7), "昭和64年１月７日（土曜日）"),
        (date(1926, 12, 24), "大正15年12月24日（金曜日）"),
        (date(1873, 1, 1), "明治６年１月１日（水曜日）"),
        (date(1872, 12, 31), "西暦1872年12月31日（火曜日）"),
    ],
)
def test_a_date_is_written_in_its_era_with_its_weekday(day, written):
    assert wareki(day, Notation().number) == written


def test_a_council_may_write_every_digit_full_width():
    assert wareki(date(2024, 12, 10), Notation(wide_digits=True).number) == "令和６年１２月１０日（火曜日）"


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0, "0:00:00"), (59.99, "0:00:59"), (3661.5, "1:01:01"), (36000, "10:00:00"), (-1, "0:00:00")],
)
def test_a_time_is_hours_minutes_and_whole_seconds(seconds, written):
    assert clock(seconds) == written
