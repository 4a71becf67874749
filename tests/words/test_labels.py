"""Figures, periods and states as offices write them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop import words
from onestop.contract.feeds import FEEDS
from onestop.warehouse.database import SQL_ROOT
from onestop.words import labels


@pytest.mark.parametrize(
    ("kind", "start", "end", "text"),
    [
        ("day", "2026-10-01", "2026-10-01", "Ngày 01/10/2026"),
        ("week", "2026-10-12", "2026-10-18", "Tuần 42 năm 2026"),
        ("week", "2025-12-29", "2026-01-04", "Tuần 1 năm 2026"),
        ("rolling_4_weeks", "2026-09-21", "2026-10-18", "Bốn tuần đến ngày 18/10/2026"),
        ("month", "2026-09-01", "2026-09-30", "Tháng 9 năm 2026"),
        ("quarter", "2026-07-01", "2026-09-30", "Quý III năm 2026"),
        ("quarter", "2026-10-01", "2026-12-31", "Quý IV năm 2026"),
        ("half_year", "2026-01-01", "2026-06-30", "6 tháng đầu năm 2026"),
        ("half_year", "2026-07-01", "2026-12-31", "6 tháng cuối năm 2026"),
        ("nine_months", "2026-01-01", "2026-09-30", "9 tháng năm 2026"),
        ("year", "2026-01-01", "2026-12-31", "Năm 2026"),
        ("year_to_date", "2026-01-01", "2026-09-30", "Lũy kế từ đầu năm 2026 đến ngày 30/09/2026"),
        ("report_month", "2025-12-15", "2026-01-14", "Tháng báo cáo 1 năm 2026"),
        ("report_quarter", "2025-12-15", "2026-03-14", "Quý báo cáo I năm 2026"),
        ("report_quarter", "2026-09-15", "2026-12-14", "Quý báo cáo IV năm 2026"),
        ("report_half_year", "2025-12-15", "2026-06-14", "6 tháng báo cáo đầu năm 2026"),
        ("report_nine_months", "2025-12-15", "2026-09-14", "9 tháng báo cáo năm 2026"),
        ("report_year", "2025-12-15", "2026-12-14", "Năm báo cáo 2026"),
        ("custom", "2026-02-03", "2026-03-04", "Từ ngày 03/02/2026 đến ngày 04/03/2026"),
    ],
)
def test_a_period_is_called_as_offices_call_it(kind: str, start: str, end: str, text: str) -> None:
    which = {
        "period_kind": kind,
        "period_start": dt.date.fromisoformat(start),
        "period_end": dt.date.fromisoformat(end),
    }
    assert labels.period(which) == text


@pytest.mark.parametrize(
    ("status", "version", "text"),
    [
        ("preliminary", 1, "Dự kiến"),
        ("official", 2, "Chính thức"),
        ("correction", 3, "Đính chính lần 1"),
        ("correction", 4, "Đính chính lần 2"),
    ],
)
def test_a_state_is_called_as_offices_call_it(status: str, version: int, text: str) -> None:
    assert labels.status({"status": status, "version": version}) == text


def test_figures() -> None:
    assert [labels.whole(number) for number in (None, 0, 1234, 1234567)] == ["–", "0", "1.234", "1.234.567"]
    assert [labels.decimal(number) for number in (None, Decimal("97.285"), Decimal(1234))] == ["–", "97,29", "1.234,00"]
    changes = [None, Decimal(0), Decimal("1.5"), Decimal("-0.25")]
    assert [labels.change(number) for number in changes] == ["–", "=", "+1,50", "-0,25"]
    assert [labels.percent(number) for number in (None, Decimal("0.97284"))] == ["–", "97,28%"]
    assert [labels.points(number) for number in (None, 18.5, 0)] == ["–", "18,50", "0,00"]


def test_a_figure_that_rounds_to_zero_has_no_sign_and_a_change_keeps_its_own() -> None:
    little = Decimal("-0.001")
    assert [labels.decimal(little), labels.percent(little / 100), labels.number(little)] == ["0,00", "0,00%", "0"]
    assert [labels.change(little), labels.change(-little)] == ["-0,00", "+0,00"]


def test_figures_with_all_their_decimals() -> None:
    figures = [0, 1234, Decimal("12.50"), Decimal("1234.5678"), Decimal("3.000")]
    assert [labels.exact(figure) for figure in figures] == ["0", "1.234", "12,5", "1.234,5678", "3"]
    assert [labels.shortest(Decimal(text)) for text in ("70.00", "85.5", "0.005")] == ["70", "85,50", "0,01"]


@given(st.decimals(-(10**17), 10**17, places=6), st.integers(0, 3))
def test_a_number_has_points_between_thousands_and_one_comma(value: Decimal, decimals: int) -> None:
    """Whatever locale data a new version of Babel brings."""
    text = labels.number(value, decimals)
    assert re.fullmatch(r"-?\d{1,3}(\.\d{3})*" + (rf",\d{{{decimals}}}" if decimals else ""), text)
    half_up = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert Decimal(text.replace(".", "").replace(",", ".")) == half_up
    assert text.startswith("-") == (half_up < 0)


@given(st.integers(0, 4_000_000_000), st.timezones())
def test_a_moment_is_written_in_vietnamese_time(seconds: int, zone: dt.tzinfo) -> None:
    at = dt.datetime.fromtimestamp(seconds, zone)
    local = at.astimezone(dt.timezone(dt.timedelta(hours=7)))
    assert labels.day_and_time(at) == local.strftime("%d/%m/%Y %H:%M")
    assert labels.moment(at) == local.strftime(f"{local.hour} giờ %M ngày %d/%m/%Y")


@pytest.mark.parametrize(
    ("rank", "previous", "text"), [(1, 4, "▲ 3"), (4, 2, "▼ 2"), (2, 2, "="), (2, None, "–"), (None, 2, "–")]
)
def test_a_movement(rank: int | None, previous: int | None, text: str) -> None:
    assert labels.movement({"rank": rank, "previous_rank": previous}) == text


def test_who_made_the_figures() -> None:
    assert labels.software({"software_version": "1.0.0"}) == ", số liệu do onestop 1.0.0 tính"
    assert labels.software({"software_version": None}) == ""


def test_every_kind_of_period_has_its_words() -> None:
    kinds = {"day", "week", "rolling_4_weeks", "month", "quarter", "half_year", "nine_months", "year", "year_to_date"}
    reports = {f"report_{kind}" for kind in ("month", "quarter", "half_year", "nine_months", "year")}
    assert words.table("period").keys() == kinds | reports | {"custom"}


def test_every_feed_has_its_words() -> None:
    assert words.table("feed").keys() == {feed.name for feed in FEEDS}


def test_every_trouble_has_its_vietnamese_name() -> None:
    text = (SQL_ROOT / "operations/functions/troubles.sql").read_text(encoding="utf-8")
    kinds = set(re.findall(r"^    '([a-z_]+)', ", text, flags=re.MULTILINE))
    assert kinds == words.table("trouble").keys() == words.table("trouble_advice").keys()
