"""Figures, periods and states in the words of the offices, for pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from onestop.contract.parsers import LOCAL
from onestop.words.catalogue import table, text

DONG = "đồng"
"""The unit of amounts, as their rows have it."""


def whole(number: int | None) -> str:
    """Return 1234 as ``1.234``; a dash where there is no figure."""
    return "–" if number is None else f"{number:,}".replace(",", ".")


def decimal(number: Decimal | None) -> str:
    """Return 97.284 as ``97,28``: two decimals, half up; a dash where there is no figure."""
    if number is None:
        return "–"
    rounded = number.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{rounded:,}".translate(str.maketrans(",.", ".,"))


def change(number: Decimal | None) -> str:
    """Return 1.5 as ``+1,50``, -0.25 as ``-0,25``; ``=`` where nothing changed, a dash where nothing is compared."""
    if number is None:
        return "–"
    return decimal(number) if number < 0 else f"+{decimal(number)}" if number else "="


def score(row: Mapping[str, Any]) -> str:
    """Return total points as ``72,50``, as ``45,20 (tối đa 82,00)`` where groups are not counted; else a dash."""
    said = decimal(row["score"])
    if not row["groups_left_out"] or row["score"] is None:
        return said
    return text("figure.score_of", score=said, points=decimal(row["max_points"]))


def left_out(row: Mapping[str, Any]) -> str:
    """Return which groups a unit's total points leave out, and how many points are left; empty where none is."""
    if not row["left_out_vi"]:
        return ""
    return text("figure.left_out", groups=row["left_out_vi"], points=decimal(row["max_points"]))


def points(number: float | None) -> str:
    """Return points that come as JSON as ``18,50``; a dash where there are none."""
    return decimal(None if number is None else Decimal(str(number)))


def percent(ratio: Decimal | None) -> str:
    """Return 0.97284 as ``97,28%``; a dash where there is no figure."""
    return "–" if ratio is None else f"{decimal(ratio * 100)}%"


_COMPARATORS = {">=": "≥", "<=": "≤", "=": "="}


def value(number: Decimal | None, unit_vi: str, value_kind: str, null_reason: str | None = None) -> str:
    """Return an indicator's value with its unit: ``97,28%``, ``8.000 đ``, ``1.234``, ``3,50 ngày làm việc``.

    Without one it says why: Không phát sinh, Chưa có số liệu.
    """
    if number is None:
        return table("no_value")[null_reason] if null_reason else "–"
    if unit_vi == "%":
        return percent(number)
    if unit_vi == DONG:
        return text("figure.money", amount=whole(_rounded(number)))
    if value_kind == "count":
        return whole(_rounded(number))
    return text("figure.with_unit", number=decimal(number), unit=unit_vi)


def value_change(number: Decimal | None, unit_vi: str, value_kind: str) -> str:
    """Return by how much a value changed: ``+1,50 điểm %`` between percentages, else in the value's own unit."""
    if number is None:
        return "–"
    if unit_vi == "%":
        said = text("figure.percentage_points", change=change(number * 100))
    elif unit_vi == DONG or value_kind == "count":
        said = f"{'+' if number > 0 else ''}{whole(_rounded(number))}"
    else:
        said = change(number)
    return said if number else "="


def target(which: Mapping[str, Any]) -> str:
    """Return a target as ``≥ 98%``, ``≥ 70``, ``≤ hạng 5``."""
    number = which["value"]
    said = whole(int(number)) if number == number.to_integral_value() else decimal(number)
    return f"{_COMPARATORS[which['comparator']]} {table('target')[which['value_unit']].format(value=said)}"


def entered(number: Decimal | None, value_unit: str, null_reason: str | None) -> str:
    """Return a figure that was entered by hand as ``70``, ``98%``, ``85,50 điểm``; without one why there is none."""
    if number is None:
        return text("figure.not_entered", reason=null_reason or "")
    said = whole(int(number)) if number == number.to_integral_value() else decimal(number)
    return table("target")[value_unit].format(value=said)


def _rounded(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


def date(day: dt.date) -> str:
    """Return a day as ``01/10/2026``."""
    return f"{day:%d/%m/%Y}"


def day(at: dt.datetime) -> str:
    """Return the day of a moment as ``01/10/2026``, in +07:00."""
    return date(at.astimezone(LOCAL))


def time(at: dt.datetime) -> str:
    """Return the time of a moment as ``06:00``, in +07:00."""
    return f"{at.astimezone(LOCAL):%H:%M}"


def day_and_time(at: dt.datetime) -> str:
    """Return a moment in a table as ``01/10/2026 06:00``, in +07:00."""
    return f"{day(at)} {time(at)}"


def moment(at: dt.datetime) -> str:
    """Return a moment as officials write it: ``6 giờ 00 ngày 01/10/2026``, in +07:00."""
    local = at.astimezone(LOCAL)
    return text("moment.at", hour=local.hour, minute=f"{local:%M}", day=f"{local:%d/%m/%Y}")


def period(which: Mapping[str, Any]) -> str:
    """Return the period as titled on pages: ``Tháng 9 năm 2026``, ``Quý III năm 2026``, ``Tuần 42 năm 2026``.

    A report period (from the 15th to the 14th) is called after the month, quarter or year in which it ends.
    """
    start, end = which["period_start"], which["period_end"]
    iso = start.isocalendar()
    return table("period")[which["period_kind"]].format(
        start=start,
        end=end,
        week=iso.week,
        week_year=iso.year,
        month=end.month,
        quarter=("I", "II", "III", "IV")[(end.month - 1) // 3],
        half=text("half.first") if end.month <= 6 else text("half.second"),
        year=end.year,
    )


def status(publication: Mapping[str, Any]) -> str:
    """Return the status as offices say it: Dự kiến, Chính thức, Đính chính lần n."""
    label = table("status").get(publication["status"])
    # Before the first correction there are the preliminary and the official version.
    return label or text("publication.correction", number=publication["version"] - 2)


def software(publication: Mapping[str, Any]) -> str:
    """Return which version made the figures, to go on a sentence; empty where a publication does not say."""
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
    """Return what was decided of an objection: Chấp nhận, Không chấp nhận; Chưa kết luận where nothing was."""
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
