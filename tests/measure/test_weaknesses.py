"""What known statistics get wrong, a test for each: named after the mistake, it shows what comes out here.

The weaknesses were found by reading two peers: OpenCPS v2's statistics service, and the statistics of the second peer,
a vendor's one-stop software (TD).

OpenCPS v2:

1. ``test_months_overlap_when_the_run_falls_on_the_29th_30th_or_31st``
2. ``test_a_past_month_changes_when_its_dossier_is_closed_later``
3. ``test_a_missing_due_date_is_on_time_and_nothing_resolved_is_a_full_rate``
4. ``test_early_is_judged_by_day_and_late_by_hour``
5. ``test_a_dossier_without_reception_day_empties_its_month``
6. ``test_every_figure_is_computed_anew_for_one_change``
7. ``test_a_unit_without_dossiers_shows_its_neighbours_figures_and_what_disappeared_stays``
8. ``test_a_run_that_was_missed_is_neither_noted_nor_caught_up``
9. ``test_figures_wait_for_an_index``
10. ``test_a_failure_between_deleting_and_inserting_empties_the_month``
11. ``test_no_figure_says_which_dossiers_made_it``
12. ``test_figures_typed_by_hand_stand_among_the_counted_ones``
13. ``test_the_month_is_the_only_grain_and_rates_are_whole_percents``
14. ``test_agencies_other_than_the_receiving_one_are_missing``
15. ``test_the_machines_time_zone_moves_a_dossier_to_another_day``

The second peer:

16. ``test_snapshots_reach_back_twelve_months_only``
17. ``test_two_reports_take_two_moments_for_the_end``
18. ``test_amounts_are_multiplied_by_the_dossiers_papers``
19. ``test_the_reuse_rate_compares_a_code_with_a_text_and_is_always_zero``
20. ``test_digitisation_below_a_threshold_is_worth_nothing``
21. ``test_dossiers_that_break_the_statistics_go_unseen``
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from onestop.warehouse.database import WarehouseError
from tests.support.lives import AGENCY
from tests.support.scripted import (
    BY_DAY,
    BY_HOUR,
    CATALOGUE_MOMENT,
    COMMUNE,
    PROVINCE,
    Record,
    Script,
    dossier,
)
from tests.support.warehouse import Warehouse

AS_OF = "2026-04-15T06:00:00+07:00"
TOLD = {"CapNhatLuc": "2026-04-14T17:00:00+07:00"}
MARCH, APRIL = ("2026-03-01", "2026-03-31"), ("2026-04-01", "2026-04-30")
DUE, OVERDUE = "20260310100000", "20260401080000"
IN_DAYS = {"NgayHenTra": DUE}
IN_HOURS = {"MaTTHC": BY_HOUR["MaTTHC"], "NgayHenTra": DUE}


def commune(number: int) -> Record:
    """Return one of the communes, each of which a test has for itself."""
    return {
        **COMMUNE,
        "MaDonVi": f"H57.31.{number:02}",
        "MaXaGSO": f"{19750 + 3 * number}",
        "TenDonVi": f"Phường {number}",
        **{"CapNhatLuc": CATALOGUE_MOMENT},
    }


def received(place: int, number: int = 1, **fields: Any) -> Record:
    """Return a dossier that a commune received on 2 March 2026, with fields changed."""
    return dossier(f"H57.31.{place:02}-{number}", **{"MaDonVi": f"H57.31.{place:02}", **TOLD, **fields})


def resolved(place: int, at: str, number: int = 1, **fields: Any) -> Record:
    """Return a dossier with a result."""
    return received(place, number, **{"TrangThaiHoSo": "10", "NgayKetThucXuLy": at, **fields})


def catalogue() -> dict[str, list[list[Record]]]:
    """Return the communes, a department and the procedures."""
    others = [{**unit, "CapNhatLuc": CATALOGUE_MOMENT} for unit in (PROVINCE, AGENCY)]
    procedures = [{**procedure, "CapNhatLuc": CATALOGUE_MOMENT} for procedure in (BY_DAY, BY_HOUR)]
    return {"units": [[*others, *map(commune, range(1, 15))]], "procedures": [procedures]}


PAPER = {"DuocSoHoa": "1", "DuocTaiSuDung": "0"}
PAYMENT = {
    "MaYeuCau": "P-1",
    "MaHoSo": "H57.31.08-1",
    "MaDonVi": "H57.31.08",
    "SoTien": "20000",
    "PhiLePhi": [{"LoaiPhiLePhi": "2", "MaPhiLePhi": "LP", "SoTien": "20000"}],
    "TrangThai": "Đã thanh toán",
    "NgayThuPhi": "20260303090000",
    **TOLD,
}
HANDED_OVER = {
    "MaHoSo": "H57.31.06-1",
    "ThoiDiemXuLy": "20260305090000",
    "TrangThai": "4",
    "MaDonViXuLy": AGENCY["MaDonVi"],
    **TOLD,
}
DOSSIERS = [
    # 3: without due date.
    resolved(1, "20260303090000", NgayHenTra=""),
    received(1, 2, NgayHenTra=""),
    received(2, NgayHenTra="20260410080000"),
    # 4: on the due date three hours after the due hour; procedures in hours a minute before and after.
    resolved(3, "20260310130000", 1, **IN_DAYS),
    resolved(3, "20260310095959", 2, **IN_HOURS),
    resolved(3, "20260310100100", 3, **IN_HOURS),
    # 5: no reception day beside sound ones.
    received(4, 1, NgayTiepNhan=""),
    received(4, 2),
    # 13: two of three on time, on 6 April, a Monday, and the Sunday before.
    resolved(5, "20260406090000", 1, NgayHenTra="20260407080000"),
    resolved(5, "20260406090000", 2, NgayHenTra="20260406080000"),
    resolved(5, "20260405090000", 3, NgayHenTra="20260403080000"),
    # 14: another agency is competent, has it, and is late.
    received(6, MaDonViGiaiQuyet=AGENCY["MaDonVi"], NgayHenTra="20260309080000"),
    # 15: 23:59 and 0:01 of Hue, as a server in UTC writes them.
    received(7, 1, NgayTiepNhan="2026-03-31T16:59:00+00:00", NgayHenTra=OVERDUE),
    received(7, 2, NgayTiepNhan="2026-03-31T17:01:00+00:00", NgayHenTra=OVERDUE),
    # 18: three papers and one payment.
    received(8, TaiLieuNop=[PAPER, PAPER, PAPER]),
    # 17: the result was ready in time and fetched days later.
    resolved(9, "20260310090000", NgayTra="20260316090000", **IN_DAYS),
    # 19 and 20: one of four dossiers with a digitized paper, one of four with a reused one.
    received(10, 1, TaiLieuNop=[PAPER]),
    received(10, 2, TaiLieuNop=[{"DuocSoHoa": "0", "DuocTaiSuDung": "1"}]),
    received(10, 3),
    received(10, 4),
    # 21: what the second peer lists as breaking its statistics.
    received(11, 1, NgayTiepNhan=""),
    resolved(11, "", 2),
    received(11, 3, NgayTiepNhan="20260420080000"),
    resolved(11, "20260420080000", 4),
    resolved(11, "20260227080000", 5),
]


def deliver(warehouse: Warehouse, feeds: dict[str, list[list[Record]]], as_of: str = AS_OF) -> None:
    """Let the source tell these records beside the catalogue."""
    warehouse.read_script(Script({**catalogue(), **feeds}, as_of=as_of))


def tell(warehouse: Warehouse, *records: Record) -> None:
    """Let the source tell these dossiers, and the figures follow."""
    deliver(warehouse, {"dossiers": [list(records)]})
    warehouse.refresh()


def set_back(warehouse: Warehouse, clock: str, kinds: str = "month") -> None:
    """Let the business clock begin at another moment, and keep some kinds of periods, so that a refresh is short."""
    warehouse.execute("DELETE FROM mart.period_kind WHERE kind <> ALL(%(kinds)s)", {"kinds": kinds.split()})
    warehouse.start_clock(clock)


@pytest.fixture(scope="module")
def told(module_warehouse: Warehouse) -> Warehouse:
    """A warehouse on 15 April that was told everything at once; for tests that only look."""
    set_back(module_warehouse, "2026-04-15T07:00:00+07:00", "day week month")
    deliver(module_warehouse, {"dossiers": [DOSSIERS], "payments": [[PAYMENT]], "events": [[HANDED_OVER]]})
    module_warehouse.refresh()
    return module_warehouse


@pytest.fixture
def april(warehouse: Warehouse) -> Warehouse:
    """An empty warehouse on 15 April with months only, to tell things one after the other."""
    set_back(warehouse, "2026-04-15T07:00:00+07:00")
    return warehouse


def figures(
    warehouse: Warehouse, place: int | str, period: tuple[str, str], basis: str = "receiving"
) -> dict[str, int]:
    """Return what is not nothing of a unit in the days of a period, computed from the measures at once."""
    name = place if isinstance(place, str) else commune(place)["MaXaGSO"]
    row = warehouse.query(
        "SELECT mart.named_figures(jsonb_populate_record(NULL::mart.figure, to_jsonb(figure))) AS figures "
        "FROM mart.unit CROSS JOIN LATERAL mart.figures_between(unit_id, %(basis)s, %(first)s, %(last)s) AS figure "
        "WHERE unit.unit_code = %(name)s AND figure.sector_code = '*'",
        {"basis": basis, "first": period[0], "last": period[1], "name": name},
    )[0]
    return dict(row.figures)


def stored(warehouse: Warehouse, place: int, period_start: str, kind: str = "month") -> dict[str, dict[str, int]]:
    """Return the stored figures of a commune in a period, by sector."""
    rows = warehouse.query(
        "SELECT sector_code, figures FROM mart.period_figure INNER JOIN mart.period USING (period_id) "
        "INNER JOIN mart.unit ON subject_id = unit_id WHERE subject_kind = 'unit' AND basis = 'receiving' "
        "AND unit_code = %(name)s AND period.kind = %(kind)s AND period_start = %(start)s",
        {"name": commune(place)["MaXaGSO"], "kind": kind, "start": period_start},
    )
    return {row.sector_code: row.figures for row in rows}


def indicator(warehouse: Warehouse, place: int, code: str, period_start: str, kind: str = "month") -> Any:
    """Return a commune's value of an indicator over all sectors."""
    return warehouse.query(
        "SELECT numerator, denominator, value, null_reason FROM mart.indicator_value WHERE subject_kind = 'unit' "
        "AND basis = 'receiving' AND sector_code = '*' AND unit_code = %(name)s AND indicator_code = %(code)s "
        "AND period_kind = %(kind)s AND period_start = %(start)s",
        {"name": commune(place)["MaXaGSO"], "code": code, "kind": kind, "start": period_start},
    )[0]


def flags(warehouse: Warehouse, place: int) -> set[tuple[str, str]]:
    """Return which dossiers of a commune are flagged, and why, by the last letter of their code."""
    rows = warehouse.query(
        "SELECT right(record_key, 1) AS number, rule_id FROM core.flag WHERE starts_with(record_key, %(prefix)s)",
        {"prefix": f"H57.31.{place:02}-"},
    )
    return {(row.number, row.rule_id) for row in rows}


# 1
def test_months_overlap_when_the_run_falls_on_the_29th_30th_or_31st(warehouse: Warehouse) -> None:
    set_back(warehouse, "2026-03-01T07:00:00+07:00")
    tell(warehouse, received(1, 1, NgayTiepNhan="20260228160000"), received(1, 2, NgayTiepNhan="20260301080000"))
    for day in ("2026-03-29", "2026-03-30", "2026-03-31", "2026-05-29", "2026-05-31", "2026-07-31"):
        warehouse.set_clock(f"{day}T00:05:00+07:00")
        warehouse.refresh()
        periods = warehouse.query("SELECT period_start, period_end FROM mart.period ORDER BY period_start")
        ends = [period.period_end for period in periods]
        assert [period.period_start for period in periods[1:]] == [end + dt.timedelta(days=1) for end in ends[:-1]]
        assert ends[0] == dt.date(2026, 2, 28)
    assert dt.date(2026, 6, 30) in ends
    assert stored(warehouse, 1, "2026-02-01")["*"]["received_new"] == 1
    assert stored(warehouse, 1, "2026-03-01")["*"]["received_new"] == 1


# 2
def test_a_past_month_changes_when_its_dossier_is_closed_later(april: Warehouse) -> None:
    tell(april, received(1, NgayHenTra=OVERDUE))
    before = stored(april, 1, "2026-03-01")
    assert before["*"]["within"] == 1
    assert stored(april, 1, "2026-04-01")["*"]["overdue"] == 1
    tell(april, resolved(1, "20260413090000", NgayHenTra=OVERDUE, CapNhatLuc="2026-04-14T18:00:00+07:00"))
    assert stored(april, 1, "2026-03-01") == before
    assert stored(april, 1, "2026-04-01")["*"]["resolved_overdue"] == 1
    assert "overdue" not in stored(april, 1, "2026-04-01")["*"]


# 3
def test_a_missing_due_date_is_on_time_and_nothing_resolved_is_a_full_rate(told: Warehouse) -> None:
    march = figures(told, 1, MARCH)
    assert (march["resolved_total"], march["resolved_no_due_date"], march["no_due_date"]) == (1, 1, 1)
    assert march.keys().isdisjoint({"resolved_timely", "within", "overdue"})
    assert tuple(indicator(told, 1, "on_time_rate_06a", MARCH[0])) == (0, 1, 0, None)
    assert tuple(indicator(told, 2, "on_time_rate_06a", MARCH[0])) == (0, 0, None, "zero_denominator")


# 4
def test_early_is_judged_by_day_and_late_by_hour(told: Warehouse) -> None:
    march = figures(told, 3, MARCH)
    judged = {
        name: n for name, n in march.items() if name in {"resolved_early", "resolved_on_time", "resolved_overdue"}
    }
    assert judged == {"resolved_on_time": 1, "resolved_early": 1, "resolved_overdue": 1}
    day_only = told.query(
        'SELECT measure FROM core.applied_count INNER JOIN core."case" USING (case_id) '
        "WHERE dossier_code = 'H57.31.03-1' AND measure IN ('resolved_on_time', 'resolved_overdue')"
    )
    assert [row.measure for row in day_only] == ["resolved_on_time"], "three hours late is not late by day"


# 5
def test_a_dossier_without_reception_day_empties_its_month(told: Warehouse) -> None:
    assert figures(told, 4, MARCH)["received_new"] == 2
    assert flags(told, 4) == {("1", "dossier_reception_missing")}


# 6
def test_every_figure_is_computed_anew_for_one_change(april: Warehouse) -> None:
    rows = (
        "SELECT unit_code, period_id, figure.xmin::text AS written FROM mart.figure "
        "INNER JOIN mart.period USING (period_no) INNER JOIN mart.unit ON subject_id = unit_id "
        "WHERE subject_kind = 'unit' AND basis = 'receiving' ORDER BY 1, 2"
    )
    tell(april, received(1), received(2))
    before = {tuple(row) for row in april.query(rows)}
    tell(april, resolved(1, "20260413090000", CapNhatLuc="2026-04-14T18:00:00+07:00"))
    rewritten = before - {tuple(row) for row in april.query(rows)}
    assert {(unit, period) for unit, period, _ in rewritten} == {(commune(1)["MaXaGSO"], "month:2026-04-01:2026-04-30")}


# 7
def test_a_unit_without_dossiers_shows_its_neighbours_figures_and_what_disappeared_stays(april: Warehouse) -> None:
    ended = resolved(1, "20260303090000")
    other_sector = resolved(1, "20260303090000", 2, MaTTHC=BY_HOUR["MaTTHC"])
    tell(april, received(2), received(2, 2, NgayTiepNhan="20260402080000"), ended, other_sector)
    assert stored(april, 1, "2026-04-01") == {"*": {}}
    assert stored(april, 2, "2026-04-01")["*"]["received_new"] == 1
    assert stored(april, 1, "2026-03-01").keys() == {"*", "CTR", "CT"}
    tell(april, {**other_sector, "DaXoa": "1", "CapNhatLuc": "2026-04-14T18:00:00+07:00"})
    assert stored(april, 1, "2026-03-01").keys() == {"*", "CTR"}
    assert stored(april, 1, "2026-03-01")["*"]["received_new"] == 1


# 8
def test_a_run_that_was_missed_is_neither_noted_nor_caught_up(warehouse: Warehouse) -> None:
    set_back(warehouse, "2026-03-03T07:00:00+07:00")
    tell(warehouse, received(1, 1, CapNhatLuc="2026-03-02T08:01:00+07:00"))
    deliver(warehouse, {"dossiers": [[received(1, 2, NgayTiepNhan="20260311080000")]]})
    deliver(warehouse, {"dossiers": [[received(1, 3, NgayTiepNhan="20260402080000")]]})
    warehouse.set_clock("2026-05-02T07:00:00+07:00")
    noted = warehouse.query("SELECT detail FROM audit.pending_work WHERE pending_kind = 'measure'")
    assert [row.detail.split(" from ")[0] for row in noted] == ["touched cases wait"]
    warehouse.refresh()
    assert warehouse.query("SELECT detail FROM audit.pending_work WHERE pending_kind = 'measure'") == []
    assert [stored(warehouse, 1, f"2026-0{month}-01")["*"].get("received_new") for month in (3, 4, 5)] == [2, 1, None]
    states = warehouse.query("SELECT state FROM mart.period ORDER BY period_start")
    assert [row.state for row in states] == ["closed", "closed", "open"]


# 9
def test_figures_wait_for_an_index(april: Warehouse) -> None:
    for number in (1, 2):
        tell(april, received(1, number))
        counted = april.query("SELECT count(*) AS n FROM core.case_fact")[0].n
        assert stored(april, 1, "2026-03-01")["*"]["received_new"] == counted == number
        assert figures(april, 1, MARCH) == {
            name: n for name, n in stored(april, 1, "2026-03-01")["*"].items() if not name.startswith("procedures_")
        }


# 10
def test_a_failure_between_deleting_and_inserting_empties_the_month(april: Warehouse) -> None:
    tell(april, received(1))
    before = april.content("mart")
    april.execute("ALTER TABLE mart.figure ADD CONSTRAINT fails CHECK (received_online < 2 AND received_in_person < 2)")
    with pytest.raises(WarehouseError, match="fails"):
        tell(april, received(1), received(1, 2))
    assert april.content("mart") == before
    april.execute("ALTER TABLE mart.figure DROP CONSTRAINT fails")
    april.refresh()
    assert stored(april, 1, "2026-03-01")["*"]["received_new"] == 2


# 11
def test_no_figure_says_which_dossiers_made_it(told: Warehouse) -> None:
    made = told.query(
        'SELECT dossier_code, n FROM core.applied_count INNER JOIN core."case" USING (case_id) '
        "INNER JOIN mart.unit ON unit_id = receiving_unit_id "
        "WHERE measure = 'resolved_overdue' AND unit_code = %(name)s AND day BETWEEN '2026-04-01' AND '2026-04-30'",
        {"name": commune(5)["MaXaGSO"]},
    )
    assert [tuple(row) for row in made] == [("H57.31.05-3", 1)]
    assert stored(told, 5, "2026-04-01")["*"]["resolved_overdue"] == 1
    batch = told.query(
        "SELECT received, inserted, updated, unchanged, stale, quarantined FROM audit.batch WHERE feed = 'dossiers'"
    )
    assert [tuple(row) for row in batch] == [(len(DOSSIERS), len(DOSSIERS) - 2, 0, 0, 0, 2)]


# 12
def test_figures_typed_by_hand_stand_among_the_counted_ones(april: Warehouse) -> None:
    writable = april.query(
        "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = 'mart' "
        "AND has_table_privilege('onestop_reader', schemaname || '.' || tablename, 'INSERT, UPDATE, DELETE, TRUNCATE')"
    )
    assert writable == [], "who reads the figures cannot write them"
    tell(april, received(1))
    counted = april.content("mart")
    april.execute("UPDATE mart.figure SET withdrawn = 99, received_online = coalesce(received_online, 0) + 99")
    april.rebuild()
    assert april.content("mart") == counted, "what no dossier made does not last"


# 13
def test_the_month_is_the_only_grain_and_rates_are_whole_percents(told: Warehouse) -> None:
    month = indicator(told, 5, "on_time_rate_06a", APRIL[0])
    assert (month.numerator, month.denominator) == (2, 3)
    assert month.value == pytest.approx(Decimal(2) / 3, abs=Decimal("1e-12"))
    assert tuple(indicator(told, 5, "on_time_rate_06a", "2026-04-06", "day"))[:3] == (2, 2, 1)
    assert tuple(indicator(told, 5, "on_time_rate_06a", "2026-04-05", "day"))[:3] == (0, 1, 0)
    assert tuple(indicator(told, 5, "on_time_rate_06a", "2026-04-06", "week"))[:3] == (2, 2, 1)
    assert tuple(indicator(told, 5, "on_time_rate_06a", "2026-03-30", "week"))[:3] == (0, 1, 0)


# 14
def test_agencies_other_than_the_receiving_one_are_missing(told: Warehouse) -> None:
    agency = AGENCY["MaDonVi"]
    assert figures(told, 6, MARCH)["overdue"] == 1
    assert figures(told, 6, MARCH)["overdue_elsewhere"] == 1
    assert figures(told, 6, MARCH, "responsible") == {}
    assert figures(told, agency, MARCH) == {}
    assert figures(told, agency, MARCH, "responsible")["received_new"] == 1
    assert figures(told, agency, MARCH, "responsible")["overdue"] == 1
    left, holds = figures(told, 6, MARCH, "holding"), figures(told, agency, MARCH, "holding")
    assert (left["received_new"], left["transferred_out"], left.get("in_progress_total")) == (1, 1, None)
    assert (holds.get("received_new"), holds["transferred_in"], holds["overdue"]) == (None, 1, 1)


# 15
def test_the_machines_time_zone_moves_a_dossier_to_another_day(told: Warehouse) -> None:
    days = [figures(told, 7, (day, day)).get("received_new") for day in ("2026-03-31", "2026-04-01")]
    assert days == [1, 1]
    assert [figures(told, 7, month)["received_new"] for month in (MARCH, APRIL)] == [1, 1]


# 16
def test_snapshots_reach_back_twelve_months_only(warehouse: Warehouse) -> None:
    set_back(warehouse, "2026-10-01T07:00:00+07:00")
    long_ago = {"NgayNopHoSo": "20250707080000", "NgayTiepNhan": "20250707080000", "NgayHenTra": "20250710080000"}
    tell(warehouse, received(1, **long_ago, CapNhatLuc="2025-07-07T08:01:00+07:00"))
    assert stored(warehouse, 1, "2025-07-01")["*"]["overdue"] == 1
    tell(warehouse, resolved(1, "20250709090000", **long_ago))
    july = stored(warehouse, 1, "2025-07-01")["*"]
    assert (july["resolved_early"], july.get("overdue")) == (1, None), "told nine months late, in its own month"
    assert stored(warehouse, 1, "2025-08-01") == {"*": {}}


# 17
def test_two_reports_take_two_moments_for_the_end(told: Warehouse) -> None:
    form = told.query(
        "SELECT form.resolved_on_time, form.resolved_overdue, between_.resolved_on_time, between_.resolved_overdue "
        "FROM mart.form_ii06a AS form CROSS JOIN LATERAL mart.form_ii06a_between("
        "form.unit_id, form.basis, form.period_start, form.period_end) AS between_ "
        "WHERE form.unit_code = %(name)s AND form.basis = 'receiving' AND form.sector_code = '*' "
        "AND between_.sector_code = '*' AND form.period_start = '2026-03-01'",
        {"name": commune(9)["MaXaGSO"]},
    )
    assert [tuple(row) for row in form] == [(1, 0, 1, 0)]
    assert figures(told, 9, MARCH)["resolved_on_time"] == 1
    assert tuple(indicator(told, 9, "on_time_rate_06a", MARCH[0]))[:3] == (1, 1, 1)
    assert tuple(indicator(told, 9, "resolved_overdue_count", MARCH[0]))[:1] == (0,)


# 18
def test_amounts_are_multiplied_by_the_dossiers_papers(told: Warehouse) -> None:
    march = figures(told, 8, MARCH)
    assert (march["paid_count"], march["paid_vnd"], march["components"]) == (1, 20_000, 3)


# 19
def test_the_reuse_rate_compares_a_code_with_a_text_and_is_always_zero(told: Warehouse) -> None:
    assert tuple(indicator(told, 10, "reuse_rate", MARCH[0]))[:3] == (1, 4, Decimal("0.25"))


# 20
def test_digitisation_below_a_threshold_is_worth_nothing(told: Warehouse) -> None:
    assert tuple(indicator(told, 10, "digitized_dossier_rate", MARCH[0]))[:3] == (1, 4, Decimal("0.25"))
    assert tuple(indicator(told, 10, "component_digitized_rate", MARCH[0]))[:3] == (1, 2, Decimal("0.5"))


# 21
def test_dossiers_that_break_the_statistics_go_unseen(told: Warehouse) -> None:
    assert flags(told, 11) == {
        ("1", "dossier_reception_missing"),
        ("2", "dossier_end_missing"),
        ("5", "dossier_end_before_reception"),
    }
    unusable = told.query(
        "SELECT right(record.record_key, 1) AS number, broken_rule.rule_id FROM quarantine.record "
        "INNER JOIN quarantine.broken_rule USING (source_id, feed, page_hash, ordinal) "
        "WHERE record.feed = 'dossiers' AND record.status = 'open'"
    )
    assert {tuple(row) for row in unusable} == {
        ("3", "dossier_reception_in_future"),
        ("4", "dossier_end_far_in_future"),
    }
    assert figures(told, 11, MARCH)["received_new"] == 3
