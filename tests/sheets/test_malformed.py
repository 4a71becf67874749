"""Whatever a file holds, checking it ends with records or with faults that can be describe_faults."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.sheets.catalogue import Catalogue, Entry, OpenRanking, Unit
from onestop.sheets.check import Checked, check
from onestop.sheets.faults import describe_faults
from onestop.sheets.kinds import KINDS, Kind
from tests.sheets.handing_in import GOOD, as_csv, as_xlsx

ALWAYS = (dt.date(2025, 7, 1), dt.date(9999, 12, 31))
CATALOGUE = Catalogue(
    {"19753": [Unit(1, "19753", *ALWAYS)]},
    {},
    {
        "area": {"h57": [Entry("H57", 1, None)]},
        "sector": {},
        "indicator": {"online_rate": [Entry("online_rate", None, None)]},
        "scheme": {"qd766_commune": [Entry("qd766_commune", None, None)]},
        "figure": {"e_certified_copy_count": [Entry("e_certified_copy_count", None, "count")]},
        "cause": {"cơ quan khác giữ hồ sơ": [Entry("other_agency", None, None)]},
    },
    {12: OpenRanking(dt.date(2026, 9, 30), dt.date(2026, 10, 5), {1}, {"online_rate"}, {(1, "online_rate", "A-1")})},
)
TODAY = dt.date(2026, 10, 1)

pytestmark = pytest.mark.slow


def is_of_workbooks(moment: dt.datetime) -> bool:
    return moment.year > 1900


# XML, which a workbook is, has no control characters.
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=20)
NUMERIC = st.from_regex(r"[0-9]{1,4}([.,][0-9]{0,3}){0,3}%?", fullmatch=True)
DATES = st.from_regex(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}( [0-9]{1,2}:[0-9]{2})?", fullmatch=True)
PERIODS = st.from_regex(r"(tháng|quý|tuần|năm|ngày)? ?[0-9]{1,2}/[0-9]{4}|[a-z_]+(:[0-9]{4}-[01][0-9]-[0-3][0-9]){2}",
                        fullmatch=True)  # fmt: skip
CELLS = st.one_of(TEXT, NUMERIC, DATES, PERIODS, st.just(""))
TYPED = st.one_of(
    CELLS, st.integers(-(10**15), 10**15), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    st.datetimes().filter(is_of_workbooks), st.dates(dt.date(1900, 3, 1), dt.date(2100, 1, 1)), st.times(),
)  # fmt: skip
KIND = st.sampled_from(KINDS)


def ends(checked: Checked) -> None:
    """See that there are records or faults, not both, and that faults can be describe_faults."""
    assert not (checked.records and checked.faults)
    for line in describe_faults("a.csv", checked.faults).splitlines():
        assert line.startswith("Tệp a.csv")


@given(KIND, st.binary(max_size=300), st.sampled_from([".csv", ".xlsx", ".xls", ""]))
def test_any_bytes(kind: Kind, content: bytes, suffix: str) -> None:
    checked = check(kind, f"a{suffix}", content, CATALOGUE, TODAY)
    ends(checked)
    assert checked.faults


@given(KIND, st.text(max_size=200))
def test_any_text(kind: Kind, text: str) -> None:
    ends(check(kind, "a.csv", text.encode("utf-8", "ignore"), CATALOGUE, TODAY))


@given(KIND, st.data())
def test_any_cells_under_the_right_headings(kind: Kind, data: st.DataObject) -> None:
    rows = [{**GOOD[kind.name], **changed} for changed in data.draw(st.lists(changes(kind, CELLS), max_size=3))]
    ends(check(kind, "a.csv", as_csv(GOOD[kind.name], *rows), CATALOGUE, TODAY))


@given(KIND, st.data())
def test_any_typed_cells_under_the_right_headings(kind: Kind, data: st.DataObject) -> None:
    row = {**GOOD[kind.name], **data.draw(changes(kind, TYPED))}
    ends(check(kind, "a.xlsx", as_xlsx(row), CATALOGUE, TODAY))


def changes(kind: Kind, cells: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return some cells of a row."""
    return st.dictionaries(st.sampled_from(list(GOOD[kind.name])), cells, max_size=4)
