"""When dossiers arrive: the busy and the quiet months, weekdays and hours of the year of data.

All weights are invented: a drop at Tết (lunar New Year), a peak before and during the start of the school
year, more on Mondays.
"""

from calendar import monthrange
from datetime import date
from functools import lru_cache
from itertools import accumulate
from random import Random

from simulator.lifecycle import Channel
from simulator.localtime import SECONDS_PER_DAY, day_number
from simulator.office_time import HOUR, WORKING_DAY, is_working_day, office_day, to_moment
from simulator.public_holidays import PUBLIC_HOLIDAYS

FIRST_DAY, LAST_DAY = date(2025, 10, 1), date(2026, 9, 30)
"""The usual year of data, both days included."""

Month = tuple[int, int]
"""Year and month."""

_MONTH_WEIGHTS = [0.9, 0.55, 1.05, 0.95, 1.0, 1.1, 1.25, 1.3, 1.05, 1.0, 0.98, 0.95]
_WEEKDAY_WEIGHTS = [1.35, 1.1, 1.0, 0.95, 0.9, 0.6, 0.5]
_ONLINE_WHEN_CLOSED, _ONLINE_ON_HOLIDAYS = 0.4, 0.15
_WEEK_BEFORE_TET, _WEEK_AFTER_TET = range(9, 14), range(23, 28)
_ONLINE_HOURS = [4, 2, 1, 1, 1, 3, 8, 30, 60, 70, 60, 35, 20, 35, 60, 60, 50, 30, 20, 25, 30, 28, 18, 9]
_CUMULATED_HOURS = list(accumulate(_ONLINE_HOURS))
_HOURS = range(24)


def _day_weight(day: date, online: bool) -> float:
    weight = _WEEKDAY_WEIGHTS[day.weekday()]
    if (day.year, day.month) == (2026, 2):
        weight *= 0.6 if day.day in _WEEK_BEFORE_TET else 1.3 if day.day in _WEEK_AFTER_TET else 1.0
    if is_working_day(day_number(day)):
        return weight
    if not online:
        return 0.0
    return weight * (_ONLINE_ON_HOLIDAYS if day in PUBLIC_HOLIDAYS else _ONLINE_WHEN_CLOSED)


@lru_cache
def _days(year: int, month: int, *, online: bool) -> tuple[list[int], list[float]]:
    dates = [date(year, month, day + 1) for day in range(monthrange(year, month)[1])]
    return [day_number(day) for day in dates], list(accumulate(_day_weight(day, online) for day in dates))


def year_from(year: int, month: int) -> tuple[Month, ...]:
    """Twelve months, the given one first."""
    return tuple((year + (month - 1 + n) // 12, (month - 1 + n) % 12 + 1) for n in range(12))


USUAL_YEAR = year_from(FIRST_DAY.year, FIRST_DAY.month)
"""The months of the usual year of data."""


@lru_cache
def _cumulated_weights(months: tuple[Month, ...]) -> list[float]:
    return list(accumulate(_MONTH_WEIGHTS[month - 1] for _, month in months))


def draw_month(months: tuple[Month, ...], rng: Random) -> int:
    """Return an index into the months."""
    return rng.choices(range(len(months)), cum_weights=_cumulated_weights(months))[0]


def draw_arrival(month: Month, channel: Channel, rng: Random) -> int:
    """Return the moment of submission: online at any hour of any day, otherwise while offices are open."""
    days, weights = _days(*month, online=channel is Channel.ONLINE)
    midnight = rng.choices(days, cum_weights=weights)[0] * SECONDS_PER_DAY
    if channel is Channel.ONLINE:
        hour = rng.choices(_HOURS, cum_weights=_CUMULATED_HOURS)[0]
        return midnight + hour * HOUR + rng.randrange(HOUR)
    opening, _ = office_day(midnight)
    return to_moment(opening + 1 + int(rng.triangular(0, WORKING_DAY - 2, WORKING_DAY / 4)))
