"""Office time: the seconds during which one-stop offices are open, counted through.

Offices are open 7:00 to 11:30 and 13:30 to 17:00 on working days, 8 hours in all. ``to_office`` maps a moment
to the office seconds passed since the first day of the table, ``to_moment`` maps them back, so that a
duration in working time is an addition.
"""

from bisect import bisect_left
from datetime import date, timedelta

from simulator.localtime import SECONDS_PER_DAY, date_of, day_number
from simulator.public_holidays import PUBLIC_HOLIDAYS, WORKED_SATURDAYS

HOUR = 3600
WORKING_DAY = 8 * HOUR
_OPENS, _NOON, _REOPENS, _CLOSES = 7 * HOUR, 11 * HOUR + 1800, 13 * HOUR + 1800, 17 * HOUR
_MORNING = _NOON - _OPENS
_FIRST, _LAST = date(2025, 1, 1), date(2028, 12, 31)


def _open_on(day: date) -> bool:
    return (day.weekday() < 5 and day not in PUBLIC_HOLIDAYS) or day in WORKED_SATURDAYS


_WORKING_DAYS: list[int] = [
    day_number(day) for day in (_FIRST + timedelta(days=n) for n in range((_LAST - _FIRST).days + 1)) if _open_on(day)
]


def is_working_day(day: int) -> bool:
    """Return whether offices are open on a day (a day number)."""
    return _open_on(date_of(day))


def to_office(moment: int) -> int:
    """Office seconds passed at a moment; a moment outside office hours counts as the next opening."""
    day, clock = divmod(moment, SECONDS_PER_DAY)
    index = bisect_left(_WORKING_DAYS, day)
    passed = index * WORKING_DAY
    if index == len(_WORKING_DAYS) or _WORKING_DAYS[index] != day:
        return passed
    morning = min(max(clock - _OPENS, 0), _MORNING)
    afternoon = min(max(clock - _REOPENS, 0), _CLOSES - _REOPENS)
    return passed + morning + afternoon


def to_moment(office: int) -> int:
    """Return the earliest moment at which so many office seconds have passed: a full day ends at 17:00, not 7:00."""
    index, clock = divmod(office - 1, WORKING_DAY)
    clock += 1
    opened = _OPENS if clock <= _MORNING else _OPENS + _REOPENS - _NOON
    return _WORKING_DAYS[index] * SECONDS_PER_DAY + opened + clock


def office_day(moment: int) -> tuple[int, int]:
    """Return the office seconds at which the working day of a moment begins and ends."""
    begin = bisect_left(_WORKING_DAYS, moment // SECONDS_PER_DAY) * WORKING_DAY
    return begin, begin + WORKING_DAY


def to_office_when_passed_on(received: int) -> int:
    """Office seconds from which a limit runs: what comes after 15:00 waits for the next working day."""
    day, clock = divmod(received, SECONDS_PER_DAY)
    if is_working_day(day) and clock > 15 * HOUR:
        return office_day(received)[1]
    return to_office(received)


def after_calendar_days(moment: int, days: int) -> int:
    """Return the moment some calendar days later, moved to the next working day and into office hours."""
    day, clock = divmod(moment, SECONDS_PER_DAY)
    target = _WORKING_DAYS[bisect_left(_WORKING_DAYS, day + days)]
    return to_moment(max(to_office(target * SECONDS_PER_DAY + clock), to_office(target * SECONDS_PER_DAY) + 1))
