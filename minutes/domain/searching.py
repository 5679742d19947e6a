"""探す言葉: a word that somebody looks for a meeting by, in the ways in which titles and dates may write it. Pure."""

import re
import unicodedata

from minutes.domain.eras import BEFORE

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_YEAR = rf"(?:(?P<era>{'|'.join(BEFORE)})(?P<of_era>元|\d{{1,2}})|(?P<year>\d{{4}}))[年./-]?"
_MONTH = r"(?P<month>\d{1,2})[月./-]?"
_DAY = r"(?P<day>\d{1,2})日?"
_DATE = re.compile(rf"(?:{_YEAR})?(?:{_MONTH}(?:{_DAY})?)?", re.IGNORECASE)


def spellings(word: str) -> tuple[str, ...]:
    """As it was typed, with narrow letters and with wide ones: 「第4回」 finds 「第４回」."""
    narrow = unicodedata.normalize("NFKC", word)
    return tuple(dict.fromkeys((word, narrow, narrow.translate(_WIDE))))


def days(word: str) -> str | None:
    """The ISO dates that a word means, with a ``_`` for every digit it leaves open: 「令和8年9月」 is 2026-09-__.

    ``None`` where it is no date; a mere number is none.
    """
    narrow = unicodedata.normalize("NFKC", word)
    found = _DATE.fullmatch(narrow)
    if not found or not (found["era"] or found["year"] or "月" in narrow or "/" in narrow):
        return None
    year = found["year"]
    if found["era"]:
        year = str(BEFORE[found["era"].upper()] + int(found["of_era"].replace("元", "1")))
    return f"{year or '____'}-{(found['month'] or '__').zfill(2)}-{(found['day'] or '__').zfill(2)}"
