"""Every name that a page prints for a period is understood in a sheet, in the ways in which people type it."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop import words
from onestop.sheets.faults import CellError
from onestop.sheets.periods import KIND_WORDS, PORTAL_KINDS, SHAPES, Period, as_period
from onestop.words import labels

DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2099, 12, 31))
MONTHS = {
    "month": 1, "quarter": 3, "half_year": 6, "nine_months": 9, "year": 12,
    "report_month": 1, "report_quarter": 3, "report_half_year": 6, "report_nine_months": 9, "report_year": 12,
}  # fmt: skip
DAYS_LONG = {"day": 1, "week": 7, "rolling_4_weeks": 28}


def first_of(month: int) -> dt.date:
    """Return the first day of a month, counted from January of the year 0."""
    return dt.date(month // 12, month % 12 + 1, 1)


def period_at(kind: str, day: dt.date, length: int) -> Period:
    """Return the period of a kind that a day lies near; written without what the product knows of periods."""
    if kind == "custom":
        return Period(kind, day, day + dt.timedelta(days=length))
    if kind == "year_to_date":
        return Period(kind, dt.date(day.year, 1, 1), first_of(day.year * 12 + day.month) - dt.timedelta(days=1))
    if kind in DAYS_LONG:
        start = day - dt.timedelta(days=day.weekday() if kind == "week" else 0)
        return Period(kind, start, start + dt.timedelta(days=DAYS_LONG[kind] - 1))
    months = MONTHS[kind]
    in_year = 0 if months == 9 else (day.month - 1) // months * months
    start = first_of(day.year * 12 + in_year)
    behind = first_of(day.year * 12 + in_year + months)
    if kind.startswith("report_"):
        # From the 15th of the month before to the 14th of the last month.
        start = first_of(day.year * 12 + in_year - 1).replace(day=15)
        behind = first_of(day.year * 12 + in_year + months - 1).replace(day=15)
    return Period(kind, start, behind - dt.timedelta(days=1))


def without_diacritics(text: str) -> str:
    """Return a text as people type it on a keyboard without Vietnamese letters."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def printed(period: Period) -> str:
    """Return what a page calls a period."""
    return labels.period({"period_kind": period.kind, "period_start": period.start, "period_end": period.end})


@pytest.mark.parametrize("kind", sorted(words.table("period")))
@given(day=DAYS, length=st.integers(0, 800))
def test_what_a_page_prints_a_sheet_understands(kind: str, day: dt.date, length: int) -> None:
    period = period_at(kind, day, length)
    name = printed(period)
    first, last = labels.date(period.start), labels.date(period.end)
    around = words.text("publication_page.period", period=name, start=first, end=last)
    in_a_package = words.text("signing_package.period", period=name, start=first, end=last)
    on_a_form = words.text("form.period", period=name, start=first, end=last)
    for said in (name, around, in_a_package, on_a_form, period.period_id):
        assert as_period(said) == period


@pytest.mark.parametrize("kind", sorted(words.table("period")))
@given(day=DAYS, length=st.integers(0, 800), data=st.data())
def test_people_type_names_in_their_own_way(kind: str, day: dt.date, length: int, data: st.DataObject) -> None:
    period = period_at(kind, day, length)
    name = printed(period)
    ways = {
        "capitals": name.upper(),
        "small letters": name.lower(),
        "decomposed letters": unicodedata.normalize("NFD", name),
        "no diacritics": without_diacritics(name),
        "more spaces": f"  {name.replace(' ', '   ')} ",
        "hard spaces": name.replace(" ", "\u00a0"),
        "the other accents": name.replace("Quý", "Quí").replace("Lũy", "Luỹ"),
        "a full stop": f"{name}.",
    }
    assert as_period(ways[data.draw(st.sampled_from(sorted(ways)))]) == period


TYPED = {
    "Tháng 9/2026": "month:2026-09-01:2026-09-30",
    "tháng 09-2026": "month:2026-09-01:2026-09-30",
    "9 / 2026": "month:2026-09-01:2026-09-30",
    "Tháng 9 – 2026": "month:2026-09-01:2026-09-30",
    "Quý III/2026": "quarter:2026-07-01:2026-09-30",
    "quý 3-2026": "quarter:2026-07-01:2026-09-30",
    "Quý báo cáo III/2026": "report_quarter:2026-06-15:2026-09-14",
    "Quý báo cáo I năm 2026": "report_quarter:2025-12-15:2026-03-14",
    "quí báo cáo 3 / 2026": "report_quarter:2026-06-15:2026-09-14",
    "Năm báo cáo 2026": "report_year:2025-12-15:2026-12-14",
    "Năm báo cáo năm 2026": "report_year:2025-12-15:2026-12-14",
    "Tháng báo cáo 1/2026": "report_month:2025-12-15:2026-01-14",
    "6 tháng báo cáo đầu năm 2026": "report_half_year:2025-12-15:2026-06-14",
    "sáu tháng đầu năm 2026": "half_year:2026-01-01:2026-06-30",
    "6 tháng cuối 2026": "half_year:2026-07-01:2026-12-31",
    "9 tháng năm 2026": "nine_months:2026-01-01:2026-09-30",
    "9 tháng đầu năm 2026": "nine_months:2026-01-01:2026-09-30",
    "9 tháng báo cáo năm 2026": "report_nine_months:2025-12-15:2026-09-14",
    "Luỹ kế từ đầu năm 2026 đến hết ngày 30/9/2026": "year_to_date:2026-01-01:2026-09-30",
    "Bốn tuần đến ngày 18/10/2026": "rolling_4_weeks:2026-09-21:2026-10-18",
    "4 tuần đến 18/10/2026": "rolling_4_weeks:2026-09-21:2026-10-18",
    "Tuần thứ 42 năm 2026": "week:2026-10-12:2026-10-18",
    "từ 05/12/2022 đến 04/12/2023": "custom:2022-12-05:2023-12-04",
    "Từ ngày 5/12/2022 đến hết ngày 4/12/2023": "custom:2022-12-05:2023-12-04",
    "05/12/2022 – 04/12/2023": "custom:2022-12-05:2023-12-04",
    "05.12.2022-04.12.2023": "custom:2022-12-05:2023-12-04",
}


@pytest.mark.parametrize(("typed", "period_id"), TYPED.items())
def test_what_people_type(typed: str, period_id: str) -> None:
    assert as_period(typed).period_id == period_id


@pytest.mark.parametrize(
    "typed",
    [
        "Tháng 13/2026",
        "Quý V/2026",
        "Tuần 60 năm 2026",
        "Lũy kế từ đầu năm 2026 đến ngày 15/09/2026",
        "Lũy kế từ đầu năm 2025 đến ngày 30/09/2026",
        "từ 04/12/2023 đến 05/12/2022",
        "từ 31/02/2026 đến 05/03/2026",
        "Tháng 9 năm 2026 (từ 01/09/2026 đến 29/09/2026)",
        "Quý báo cáo III/2026 (từ 01/07/2026 đến 30/09/2026)",
        "Tháng 9 năm 2026 và tháng 10",
        "9 tháng",
        "",
    ],
)
def test_what_is_no_period_is_refused(typed: str) -> None:
    with pytest.raises(CellError) as told:
        as_period(typed)
    assert str(told.value) == words.text("sheet_error.no_period")


def test_a_period_of_another_kind_is_refused_with_those_that_are_allowed() -> None:
    with pytest.raises(CellError) as told:
        as_period("từ 05/12/2022 đến 04/12/2023", PORTAL_KINDS)
    assert str(told.value) == words.text("sheet_error.other_period", kinds="tháng, quý, năm")


def test_every_kind_that_a_page_names_has_a_shape_and_a_word() -> None:
    assert set(SHAPES) == set(words.table("period"))
    assert set(KIND_WORDS.values()) == set(words.table("period")) | {"*"}
