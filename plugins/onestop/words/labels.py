"""Figures, periods and states as Vietnamese readers write them.

All figures and dates that Python writes for people are written here, by Babel's locale data for Vietnam.
``mart.number_vi`` writes the same numbers in SQL; a test compares both.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from onestop.contract.parsers import LOCAL
from onestop.words.catalogue import table, text

LOCALE = Locale("vi", "VN")
DONG = "đồng"
"""The unit of amounts, as their rows have it."""


# Pages repeat few figures in many cells, and Babel takes 30 microseconds for each.
@functools.lru_cache(maxsize=4096)
def number(value: Decimal | int, decimals: int = 0) -> str:
    """Return a number as ``1.234`` or, with two decimals, as ``97,28``; rounded half up."""
    # Rounded here, because Babel rounds half to even; adding nothing takes the sign from a zero.
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0
    return format_decimal(rounded, "#,##0" + "." * (decimals > 0) + "0" * decimals, LOCALE)


def shortest(value: Decimal) -> str:
    """Return a number as ``70`` where it is whole, else with two decimals: ``85,50``."""
    return number(value, 0 if value == value.to_integral_value() else 2)


def exact(value: Decimal | int) -> str:
    """Return a number with all the decimals that it has: ``1.234``, ``12,5``."""
    return format_decimal(value, "#,##0.#", LOCALE, decimal_quantization=False)


def whole(count: int | None) -> str:
    """Return 1234 as ``1.234``; a dash where there is no figure."""
    return "–" if count is None else number(count)


def decimal(figure: Decimal | None) -> str:
    """Return 97.284 as ``97,28``: two decimals, half up; a dash where there is no figure."""
    return "–" if figure is None else number(figure, 2)


def change(figure: Decimal | None) -> str:
    """Return 1.5 as ``+1,50``, -0.25 as ``-0,25``; ``=`` where nothing changed, a dash where nothing is compared."""
    if not figure:
        return "–" if figure is None else "="
    return f"{'+' if figure > 0 else '-'}{number(abs(figure), 2)}"


def score(row: Mapping[str, Any]) -> str:
    """Return total points as ``72,50``, as ``45,20 (tối đa 82,00)`` where groups are not counted; else a dash."""
    result = decimal(row["score"])
    if not row["groups_left_out"] or row["score"] is None:
        return result
    return text("figure.score_of", score=result, points=decimal(row["max_points"]))


def left_out(row: Mapping[str, Any]) -> str:
    """Return the groups that a unit's total points leave out, and how many points are left; empty without any."""
    if not row["left_out_vi"]:
        return ""
    return text("figure.left_out", groups=row["left_out_vi"], points=decimal(row["max_points"]))


def points(given: float | None) -> str:
    """Return points that come as JSON as ``18,50``; a dash where there are none."""
    return decimal(None if given is None else Decimal(str(given)))


def percent(ratio: Decimal | None) -> str:
    """Return 0.97284 as ``97,28%``; a dash where there is no figure."""
    return "–" if ratio is None else f"{decimal(ratio * 100)}%"


_COMPARATORS = {">=": "≥", "<=": "≤", "=": "="}


def value(figure: Decimal | None, unit_vi: str, value_kind: str, null_reason: str | None = None) -> str:
    """Return an indicator's value with its unit: ``97,28%``, ``8.000 đ``, ``1.234``, ``3,50 ngày làm việc``.

    Without a value it returns the reason: Không phát sinh, Chưa có số liệu.
    """
    if figure is None:
        return table("no_value")[null_reason] if null_reason else "–"
    if unit_vi == "%":
        return percent(figure)
    if unit_vi == DONG:
        return text("figure.money", amount=number(figure))
    if value_kind == "count":
        return number(figure)
    return text("figure.with_unit", number=decimal(figure), unit=unit_vi)


def value_change(figure: Decimal | None, unit_vi: str, value_kind: str) -> str:
    """Return by how much a value changed: ``+1,50 điểm %`` between percentages, else in the value's own unit."""
    if figure is None:
        return "–"
    if unit_vi == "%":
        result = text("figure.percentage_points", change=change(figure * 100))
    elif unit_vi == DONG or value_kind == "count":
        result = f"{'+' if figure > 0 else ''}{number(figure)}"
    else:
        result = change(figure)
    return result if figure else "="


def target(row: Mapping[str, Any]) -> str:
    """Return a target as ``≥ 98%``, ``≥ 70``, ``≤ hạng 5``."""
    result = table("target")[row["value_unit"]].format(value=shortest(row["value"]))
    return f"{_COMPARATORS[row['comparator']]} {result}"


def entered(figure: Decimal | None, value_unit: str, null_reason: str | None) -> str:
    """Return a figure that was entered by hand as ``70``, ``98%``, ``85,50 điểm``; without one why there is none."""
    if figure is None:
        return text("figure.not_entered", reason=null_reason or "")
    return table("target")[value_unit].format(value=shortest(figure))


def date(day: dt.date) -> str:
    """Return a day as ``01/10/2026``."""
    return format_date(day, "dd/MM/yyyy", LOCALE)


def day(at: dt.datetime) -> str:
    """Return the day of a moment as ``01/10/2026``, in +07:00."""
    return date(at.astimezone(LOCAL))


def time(at: dt.datetime) -> str:
    """Return the time of a moment as ``06:00``, in +07:00."""
    return format_time(at.astimezone(LOCAL), "HH:mm", LOCAL, LOCALE)


def day_and_time(at: dt.datetime) -> str:
    """Return a moment in a table as ``01/10/2026 06:00``, in +07:00."""
    return f"{day(at)} {time(at)}"


def moment(at: dt.datetime) -> str:
    """Return a moment as officials write it: ``6 giờ 00 ngày 01/10/2026``, in +07:00."""
    hour, minute = time(at).split(":")
    return text("moment.at", hour=int(hour), minute=minute, day=day(at))


def period(row: Mapping[str, Any]) -> str:
    """Return the period as titled on pages: ``Tháng 9 năm 2026``, ``Quý III năm 2026``, ``Tuần 42 năm 2026``.

    A report period (from the 15th to the 14th) is called after the month, quarter or year in which it ends.
    """
    start, end = row["period_start"], row["period_end"]
    iso = start.isocalendar()
    return table("period")[row["period_kind"]].format(
        start=date(start),
        end=date(end),
        week=iso.week,
        week_year=iso.year,
        month=end.month,
        quarter=("I", "II", "III", "IV")[(end.month - 1) // 3],
        half=text("half.first") if end.month <= 6 else text("half.second"),
        year=end.year,
    )


def status(publication: Mapping[str, Any]) -> str:
    """Return the name of the status: Dự kiến, Chính thức, Đính chính lần n."""
    label = table("status").get(publication["status"])
    # Before the first correction there are the preliminary and the official version.
    return label or text("publication.correction", number=publication["version"] - 2)


def software(publication: Mapping[str, Any]) -> str:
    """Return the version that computed the figures, as the end of a sentence; empty if a publication has none."""
    version = publication["software_version"]
    return text("publication.software", version=version) if version else ""


def movement(row: Mapping[str, Any]) -> str:
    """Return how a rank moved against the period before: ``▲ 3``, ``▼ 2``, ``=``; a dash without one."""
    rank, previous = row["rank"], row["previous_rank"]
    if rank is None or previous is None:
        return "–"
    if rank == previous:
        return "="
    return f"▲ {previous - rank}" if rank < previous else f"▼ {rank - previous}"


def decision(is_accepted: bool | None) -> str:
    """Return the decision on an objection: Chấp nhận, Không chấp nhận; Chưa kết luận without one."""
    if is_accepted is None:
        return text("objection.open")
    return text("objection.accepted") if is_accepted else text("objection.refused")


def feed(name: str) -> str:
    """Return what a feed carries, as offices call it."""
    return table("feed")[name]


FILTERS = {
    "feed": feed,
    "whole": whole,
    "decimal": decimal,
    "change": change,
    "points": points,
    "score": score,
    "left_out": left_out,
    "percent": percent,
    "date": date,
    "day": day,
    "time": time,
    "day_and_time": day_and_time,
    "moment": moment,
    "period": period,
    "status": status,
    "software": software,
    "decision": decision,
    "movement": movement,
}
