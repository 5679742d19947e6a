"""日時: moments as people in Japan read them. Servers mostly keep another clock's time."""

from datetime import UTC, date, datetime, time, timedelta, timezone

from exports.wareki import wareki

JAPAN = timezone(timedelta(hours=9))


def today() -> date:
    return datetime.now(JAPAN).date()


def moment(at: datetime) -> str:
    """「令和8年11月21日 13:46」."""
    there = at.astimezone(JAPAN)
    return f"{plain_day(there.date())} {there:%H:%M}"


def lately(at: datetime | None) -> str:
    """「今日 13:46」「きのう 9:05」, further back the day alone."""
    if at is None:
        return "まだ"
    there = at.astimezone(JAPAN)
    ago = (today() - there.date()).days
    return f"{('今日', 'きのう')[ago]} {there:%-H:%M}" if ago in (0, 1) else plain_day(there.date())


def plain_day(day: date) -> str:
    """「令和8年11月21日」, without the day of the week."""
    return wareki(day).partition("（")[0]


def span_of(day: date) -> tuple[datetime, datetime]:
    """From its first moment in Japan to the first of the next."""
    begins = datetime.combine(day, time(), JAPAN).astimezone(UTC)
    return begins, begins + timedelta(days=1)


def days_left(since: datetime, grace: timedelta) -> int:
    """Whole days until a time of grace is over; 0 on the last."""
    return max(0, (since + grace - datetime.now(UTC)).days)
