"""Moments as people in Japan read them, whatever clock the machine keeps."""

from datetime import UTC, date, datetime, timedelta

from api import moments


def test_a_moment_is_told_in_japans_time():
    assert moments.moment(datetime(2026, 11, 20, 20, 5, tzinfo=UTC)) == "令和8年11月21日 05:05"


def test_lately():
    now = datetime.now(moments.JAPAN)
    assert moments.lately(None) == "まだ"
    assert moments.lately(now) == f"今日 {now:%-H:%M}"
    assert moments.lately(now - timedelta(days=1)).startswith("きのう ")
    assert moments.lately(datetime(2019, 5, 1, tzinfo=UTC)) == "令和元年5月1日"


def test_a_day_in_japan_begins_in_the_afternoon_of_greenwich():
    since, until = moments.span_of(date(2026, 11, 21))
    assert since == datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert until - since == timedelta(days=1)


def test_days_of_grace():
    now = datetime.now(UTC)
    assert moments.days_left(now - timedelta(minutes=1), timedelta(days=30)) == 29
    assert moments.days_left(now - timedelta(days=31), timedelta(days=30)) == 0
