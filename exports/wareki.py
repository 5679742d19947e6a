"""和暦: dates in eras and times of a recording, as records write them."""

from collections.abc import Callable
from datetime import date

_ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1873, 1, 1), "明治"),  # the Gregorian calendar begins here, in Meiji 6
)
_MEIJI_OFFSET = 5
_WEEKDAYS = "月火水木金土日"


def wareki(day: date, number: Callable[[int], str] = str) -> str:
    """``令和６年12月10日（火曜日）``; ``number`` writes the digits as the council does. Before Meiji 6: 西暦."""
    weekday = _WEEKDAYS[day.weekday()]
    return f"{_year(day, number)}{number(day.month)}月{number(day.day)}日（{weekday}曜日）"


def _year(day: date, number: Callable[[int], str]) -> str:
    for begins, era in _ERAS:
        if day >= begins:
            year = day.year - begins.year + 1 + (_MEIJI_OFFSET if era == "明治" else 0)
            return f"{era}{'元' if year == 1 else number(year)}年"
    return f"西暦{number(day.year)}年"


def clock(seconds: float) -> str:
    """``h:mm:ss`` from the start of the recording, cut to whole seconds so that playback starts before the word."""
    whole = max(0, int(seconds))
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
