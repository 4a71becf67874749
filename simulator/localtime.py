"""Moments as whole seconds on the wall clock of Vietnam (UTC+7 all year, no daylight saving).

A moment is an ``int``: seconds since 1970-01-01 00:00 local time. A day is an ``int`` too: moment // 86400.
Integers keep millions of moments small, and the absence of daylight saving makes their arithmetic exact.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

SECONDS_PER_DAY = 86_400
VIETNAM = timezone(timedelta(hours=7))
_COMPACT_MINUTES = [f"{hour:02}{minute:02}" for hour in range(24) for minute in range(60)]
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


def moment_of(when: datetime) -> int:
    """Return the moment of an aware datetime of any zone; fractions of a second are cut."""
    if when.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return int((when - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() // 1) + 7 * 3600


def day_number(day: date) -> int:
    """Return the day as days since 1970-01-01."""
    return day.toordinal() - _EPOCH_ORDINAL


def date_of(day: int) -> date:
    """Return the calendar date of a day number."""
    return date.fromordinal(day + _EPOCH_ORDINAL)


def rfc3339(moment: int) -> str:
    """``2026-02-27T10:31:02+07:00``."""
    text = compact(moment)
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[8:10]}:{text[10:12]}:{text[12:]}+07:00"


def parse_rfc3339(text: str) -> int:
    """Return the moment of an RFC 3339 timestamp; ValueError without an offset or when it is no timestamp."""
    if "T" not in text.upper():
        raise ValueError(f"not an RFC 3339 timestamp: {text!r}")
    return moment_of(datetime.fromisoformat(text))


def compact(moment: int | None) -> str:
    """``yyyyMMddHHmmss``, the form of dates inside records; an absent date is the empty string."""
    if moment is None:
        return ""
    day, clock = divmod(moment, SECONDS_PER_DAY)
    return f"{compact_day(day)}{_COMPACT_MINUTES[clock // 60]}{clock % 60:02}"


@lru_cache(maxsize=4096)
def compact_day(day: int) -> str:
    """``yyyyMMdd`` of a day number."""
    return date_of(day).strftime("%Y%m%d")
