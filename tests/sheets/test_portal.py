"""The national portal's figures beside ours: what a difference is called, and which dossiers may explain it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from embedded.postgres import EmbeddedPostgres
from onestop.config.settings import as_sqlalchemy
from onestop.warehouse.database import connect, run_text, transaction
from tests.sheets.handing_in import PORTAL, as_csv, forget_sheets, hand_in, two_communes
from tests.support.figures import give_figures
from tests.support.scripted import Record, dossier
from tests.support.warehouse import Warehouse

MARCH = "month:2026-03-01:2026-03-31"
HERE = "H57.31.01"
ELSEWHERE = "H57.31.02"


def resolved(code: str, at: str = "20260304100000", **fields: Any) -> Record:
    """Return a dossier of March, resolved and told so on the same day."""
    told = f"{at[:4]}-{at[4:6]}-{at[6:8]}T23:00:00+07:00"
    return dossier(code, **{"TrangThaiHoSo": "10", "NgayKetThucXuLy": at, "NgayTra": at, "CapNhatLuc": told, **fields})


def supplement(*days: int) -> dict[str, Any]:
    """Return supplements asked for and answered on days of March."""
    rounds = [{"NgayBoSung": f"202603{day:02}080000", "NgayTiepNhanBoSung": f"202603{day:02}090000"} for day in days]
    return {"DanhSachHoSoBoSung": rounds}


# What March holds for the commune: 11 received, 2 of them online.
DOSSIERS = [
    resolved("PLAIN-1"),
    resolved("PLAIN-2", KenhThucHien="2"),
    resolved("OVERDUE", "20260310100000"),
    resolved("TOLD-LATE", CapNhatLuc="2026-04-02T09:00:00+07:00"),
    resolved("TOLD-BY-EVENT", CapNhatLuc="2026-04-02T09:00:00+07:00"),
    resolved("ASKED-ONCE", **supplement(3)),
    resolved("ASKED-TWICE", **supplement(3, 4)),
    resolved("ASKED-TWICE-AND-OVERDUE", "20260310100000", **supplement(3, 4)),
    resolved("ENDED-LATER", "20260407100000"),
    dossier("NO-DUE-DATE", NgayHenTra=""),
    resolved("DECIDED-ELSEWHERE", MaDonViGiaiQuyet=ELSEWHERE, KenhThucHien="2"),
    resolved("RECEIVED-ELSEWHERE", MaDonVi=ELSEWHERE, MaDonViXuLy=HERE),
    resolved("WHOLLY-ELSEWHERE", MaDonVi=ELSEWHERE),
    resolved("BEFORE", "20260224100000", NgayTiepNhan="20260220080000", NgayNopHoSo="20260220080000", NgayHenTra=""),
    dossier("LATER", NgayTiepNhan="20260402080000", NgayNopHoSo="20260402080000", NgayHenTra="",
            CapNhatLuc="2026-04-02T09:00:00+07:00"),
    dossier("UNUSABLE", TrangThaiHoSo="0"),
    dossier("UNUSABLE-ELSEWHERE", TrangThaiHoSo="0", MaDonVi=ELSEWHERE),
]  # fmt: skip


@pytest.fixture(scope="module")
def compared(module_warehouse: Warehouse) -> Warehouse:
    """A warehouse with these dossiers, and what the source counts differently on three days of March."""
    end = {"MaHoSo": "TOLD-BY-EVENT", "ThoiDiemXuLy": "20260304100000", "TrangThai": "9",
           "CapNhatLuc": "2026-03-04T10:01:00+07:00"}  # fmt: skip
    module_warehouse.read_and_refresh(two_communes(*DOSSIERS, events=[end]))
    differ(module_warehouse, "missing_here", dt.date(2026, 3, 20), here=0, there=3)
    differ(module_warehouse, "missing_here", dt.date(2026, 4, 20), here=0, there=1)
    differ(module_warehouse, "quarantined", dt.date(2026, 3, 2), here=9, there=10)
    return module_warehouse


def differ(warehouse: Warehouse, name: str, day: dt.date, here: int, there: int) -> None:
    """Let the nightly comparison have found something."""
    warehouse.execute(
        "INSERT INTO audit.count_difference (source_id, feed, unit_code, day, unit_id, name, here, there, quarantined,"
        " unplaced, told_as_of, first_seen_on, opened_on, last_seen_on, times_seen, times_opened, status) "
        "SELECT 'scripted', 'dossiers', unit_code, %(day)s, unit_id, %(name)s, %(here)s, %(there)s, 0, 0,"
        " '2026-10-01', '2026-10-01', '2026-10-01', '2026-10-01', 1, 1, 'open' "
        "FROM core.unit WHERE unit_code = '19753'",
        {"day": day, "name": name, "here": here, "there": there},
    )


@pytest.fixture
def told(compared: Warehouse) -> Warehouse:
    """The same, before any sheet was handed in."""
    forget_sheets(compared)
    return compared


def difference(warehouse: Warehouse, folder: Path, **cells: str) -> Any:
    """Hand in one figure of the portal and return how it differs."""
    names = {"num": "Tử số", "den": "Mẫu số", "points": "Điểm", "indicator": "Chỉ tiêu", "period": "Kỳ",
             "taken": "Thời điểm xem trên Cổng"}  # fmt: skip
    row = {**PORTAL, "Điểm": "", **{names[name]: cell for name, cell in cells.items()}}
    assert hand_in(warehouse, folder, "portal_figures/a.csv", as_csv(row)) == {"accepted": 1}
    return warehouse.query("SELECT * FROM mart.portal_difference")[0]


KINDS: dict[str, tuple[dict[str, str], str]] = {
    "both agree": ({"num": "2", "den": "11"}, "equal"),
    "what the portal shows agrees": ({"num": "", "den": "11"}, "equal"),
    "more dossiers there": ({"num": "2", "den": "12"}, "denominator_higher_at_portal"),
    "fewer dossiers there": ({"num": "2", "den": "8"}, "denominator_lower_at_portal"),
    "more online there": ({"num": "3", "den": "11"}, "numerator_higher_at_portal"),
    "fewer online there": ({"num": "1", "den": "11"}, "numerator_lower_at_portal"),
    "more of both": ({"num": "3", "den": "12"}, "denominator_higher_at_portal"),
    "a rounded percentage": ({"num": "18,18", "den": "100"}, "rounding_only"),
    "another percentage": ({"num": "18,28", "den": "100"}, "denominator_higher_at_portal"),
    "points only": ({"num": "", "den": "", "points": "5"}, "points_only"),
    "a count": ({"num": "11", "den": "", "indicator": "received_count"}, "equal"),
    "another count": ({"num": "13", "den": "", "indicator": "received_count"}, "numerator_higher_at_portal"),
    "a period without figures": ({"num": "2", "den": "11", "period": "Năm 2025"}, "not_counted_by_us"),
}


@pytest.mark.parametrize(("cells", "kind"), KINDS.values(), ids=KINDS.keys())
def test_what_a_difference_is_called(told: Warehouse, tmp_path: Path, cells: dict[str, str], kind: str) -> None:
    row = difference(told, tmp_path, **cells)
    assert row.kind == kind
    assert not row.name_vi.isascii()


def test_a_difference_in_full(told: Warehouse, tmp_path: Path) -> None:
    row = difference(told, tmp_path, num="3", den="12", points="6,5")._mapping
    unit_id = told.query("SELECT unit_id FROM mart.unit WHERE unit_code = '19753'")[0].unit_id
    rounded = {name: round(row[name], 4) for name in ("value_here", "value_there", "value_difference")}
    others = ("data_as_of", "value_here_responsible", "value_here_holding")
    assert {name: value for name, value in {**row, **rounded}.items() if name not in others} == {
        "unit_id": unit_id, "unit_code": "19753", "unit_name": "Phường Thuận Hóa", "period_id": MARCH,
        "period_kind": "month", "period_start": dt.date(2026, 3, 1), "period_end": dt.date(2026, 3, 31),
        "indicator_code": "online_rate", "indicator_name_vi": "Tỷ lệ hồ sơ nộp trực tuyến", "numerator_here": 2,
        "denominator_here": 11, "value_here": Decimal("0.1818"), "null_reason_here": None,
        "numerator_there": 3, "denominator_there": 12,
        "value_there": Decimal("0.2500"), "points_there": Decimal("6.5"), "numerator_difference": 1,
        "denominator_difference": 1, "value_difference": Decimal("0.0682"), "kind": "denominator_higher_at_portal",
        "name_vi": "Mẫu số trên Cổng cao hơn", "taken_at": dt.datetime(2026, 4, 5, 1, 30, tzinfo=dt.UTC),
        "sheet_id": 1,
    }  # fmt: skip


def test_a_zero_denominator_on_both_sides_is_no_difference(told: Warehouse, tmp_path: Path) -> None:
    """In May nothing was received."""
    row = difference(told, tmp_path, num="0", den="0", period="Tháng 5/2026", taken="05/06/2026")
    assert (row.kind, row.value_here, row.value_there) == ("equal", None, None)
    assert row.null_reason_here == "zero_denominator"


def test_values_of_other_bases_stand_beside(told: Warehouse, tmp_path: Path) -> None:
    """They do not decide what the difference is called."""
    for unit in told.query("SELECT DISTINCT subject_id FROM mart.figure WHERE subject_kind = 'unit'"):
        for basis, n in (("responsible", 5), ("holding", 7)):
            figures = {"received_online": n, "received_new": 10}
            give_figures(told, ("unit", unit.subject_id), MARCH, figures, basis=basis)
    row = difference(told, tmp_path, num="2", den="11")
    assert (row.kind, row.numerator_here) == ("equal", 2)
    assert (row.value_here_responsible, row.value_here_holding) == (Decimal("0.5"), Decimal("0.7"))


def candidates(warehouse: Warehouse, indicator: str, period_id: str = MARCH, unit_code: str = "19753") -> set[Any]:
    """Return reason, code, day and number of what may explain a difference."""
    rows = warehouse.query(
        "SELECT found.* FROM mart.unit CROSS JOIN LATERAL "
        "mart.portal_candidates(unit.unit_id, %(period_id)s, %(indicator)s) AS found WHERE unit_code = %(unit_code)s",
        {"period_id": period_id, "indicator": indicator, "unit_code": unit_code},
    )
    assert all(row.source_id == "scripted" and not row.reason_vi.isascii() for row in rows)
    assert len(set(rows)) == len(rows)
    return {(row.reason, row.dossier_code, row.day, row.dossier_count) for row in rows}


DAY_2 = dt.date(2026, 3, 2)
OF_RECEPTION = {
    ("not_synchronised", "UNUSABLE", DAY_2, 1),
    ("not_synchronised", None, dt.date(2026, 3, 20), 3),
    ("other_basis", "DECIDED-ELSEWHERE", DAY_2, 1),
    ("other_basis", "RECEIVED-ELSEWHERE", DAY_2, 1),
}
OF_TIME = {
    ("closed_late_in_software", "TOLD-LATE", dt.date(2026, 4, 2), 1),
    ("second_supplement", "ASKED-TWICE", dt.date(2026, 3, 4), 1),
    ("no_due_date", "NO-DUE-DATE", DAY_2, 1),
}


def test_who_may_explain_a_difference_in_time(compared: Warehouse) -> None:
    assert candidates(compared, "on_time_rate_06a") == OF_RECEPTION | OF_TIME


def test_due_dates_and_ends_explain_no_difference_of_receptions(compared: Warehouse) -> None:
    assert candidates(compared, "online_rate") == OF_RECEPTION
    assert candidates(compared, "received_count") == OF_RECEPTION


def test_an_indicator_that_has_no_columns_of_the_form_gets_every_reason(compared: Warehouse) -> None:
    assert candidates(compared, "satisfaction_rate") == OF_RECEPTION | OF_TIME


def test_other_periods_have_others(compared: Warehouse) -> None:
    assert candidates(compared, "on_time_rate_06a", "month:2026-02-01:2026-02-28") == {
        ("no_due_date", "BEFORE", dt.date(2026, 2, 20), 1)
    }
    # What stayed open is still there; what was told late was closed before.
    assert candidates(compared, "on_time_rate_06a", "month:2026-04-01:2026-04-30") == {
        ("no_due_date", "NO-DUE-DATE", DAY_2, 1),
        ("no_due_date", "LATER", dt.date(2026, 4, 2), 1),
        ("not_synchronised", None, dt.date(2026, 4, 20), 1),
    }
    assert candidates(compared, "received_count", "month:2026-04-01:2026-04-30") == {
        ("not_synchronised", None, dt.date(2026, 4, 20), 1)
    }
    # A quarter in which the late word still came.
    year = candidates(compared, "on_time_rate_06a", "year:2026-01-01:2026-12-31")
    assert "closed_late_in_software" not in {reason for reason, *_ in year}


def test_another_unit_has_others(compared: Warehouse) -> None:
    assert candidates(compared, "on_time_rate_06a", unit_code="00745") == {
        ("not_synchronised", "UNUSABLE-ELSEWHERE", DAY_2, 1),
        ("other_basis", "DECIDED-ELSEWHERE", DAY_2, 1),
        ("other_basis", "RECEIVED-ELSEWHERE", DAY_2, 1),
    }


def test_what_the_source_does_not_count_is_listed_by_its_codes(told: Warehouse) -> None:
    told.execute("UPDATE audit.count_difference SET name = 'missing_there', there = 8 WHERE name = 'quarantined'")
    try:
        found = {code for reason, code, _, _ in candidates(told, "received_count") if reason == "not_synchronised"}
        own = {one["MaHoSo"] for one in DOSSIERS if one["MaDonVi"] == HERE and one["NgayTiepNhan"][:8] == "20260302"}
        assert found == own | {None}
    finally:
        told.execute("UPDATE audit.count_difference SET name = 'quarantined', there = 10 WHERE name = 'missing_there'")


def test_a_difference_that_was_settled_explains_nothing(told: Warehouse) -> None:
    told.execute("UPDATE audit.count_difference SET status = 'closed', closed_on = '2026-10-01'")
    try:
        assert ("not_synchronised", None) not in {found[:2] for found in candidates(told, "received_count")}
    finally:
        told.execute("UPDATE audit.count_difference SET status = 'open', closed_on = NULL")


def test_bi_reads_it_all_without_seeing_the_facts(told: Warehouse, server: EmbeddedPostgres, tmp_path: Path) -> None:
    difference(told, tmp_path, num="2", den="11")
    database = sa.make_url(told.owner_url).database or ""
    reader = connect(as_sqlalchemy(server.url("onestop_reader", database)))
    statement = (
        "SELECT count(*) FROM mart.portal_difference AS told CROSS JOIN LATERAL "
        "mart.portal_candidates(told.unit_id, told.period_id, 'on_time_rate_06a') AS found"
    )
    with transaction(reader) as connection:
        assert run_text(connection, "test", statement).scalar() == len(OF_RECEPTION | OF_TIME)
        for view in ("target", "manual_figure", "portal_figure"):
            run_text(connection, "test", f"SELECT * FROM mart.{view}")
    reader.dispose()
