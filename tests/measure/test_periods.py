"""Which periods there are at a day, what they are called, and what becomes of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import pytest

from onestop.contract.feeds import FEEDS
from onestop.measure.writer import open_period
from onestop.publish.rankings import publish_pending
from tests.support.scripted import dossier, script_of, scripted_source
from tests.support.warehouse import Warehouse

ENDED = {
    "TrangThaiHoSo": "10", "NgayKetThucXuLy": "20260304080000", "NgayTra": "20260304080000",
    "CapNhatLuc": "2026-03-31T17:00:00+07:00",
}  # fmt: skip


def read(warehouse: Warehouse, *dossiers: dict[str, object], as_of: str = "2026-05-02T06:00:00+07:00") -> None:
    """Read these dossiers at a clock of the source, and let the figures follow."""
    warehouse.read_and_refresh(script_of(dossiers, as_of=as_of), every_feed=True)


def spans(warehouse: Warehouse) -> dict[str, list[str]]:
    """Return first day, last day and state of the periods of each kind."""
    found = defaultdict(list)
    for row in warehouse.query("SELECT * FROM mart.period ORDER BY period_start, period_end"):
        assert row.period_id == f"{row.kind}:{row.period_start}:{row.period_end}"
        found[row.kind].append(f"{row.period_start:%d.%m.%y}-{row.period_end:%d.%m.%y} {row.state}")
    return found


def test_on_the_fifteenth_a_report_month_has_closed_and_the_next_is_open(warehouse: Warehouse) -> None:
    warehouse.start_clock("2026-04-15T00:30:00+07:00")
    read(warehouse, dossier("A-1", **ENDED))
    found = spans(warehouse)
    assert found["month"] == ["01.03.26-31.03.26 closed", "01.04.26-30.04.26 open"]
    assert found["quarter"] == ["01.01.26-31.03.26 closed", "01.04.26-30.06.26 open"]
    assert found["half_year"] == ["01.01.26-30.06.26 open"]
    assert found["nine_months"] == ["01.01.26-30.09.26 open"]
    assert found["year"] == ["01.01.26-31.12.26 open"]
    assert found["year_to_date"] == ["01.01.26-31.03.26 closed", "01.01.26-30.04.26 open"]
    assert found["report_month"] == [
        "15.02.26-14.03.26 closed", "15.03.26-14.04.26 closed", "15.04.26-14.05.26 open",
    ]  # fmt: skip
    assert found["report_quarter"] == ["15.12.25-14.03.26 closed", "15.03.26-14.06.26 open"]
    assert found["report_half_year"] == ["15.12.25-14.06.26 open"]
    assert found["report_nine_months"] == ["15.12.25-14.09.26 open"]
    assert found["report_year"] == ["15.12.25-14.12.26 open"]
    assert found["week"][0] == "02.03.26-08.03.26 closed"
    assert found["week"][-2:] == ["06.04.26-12.04.26 closed", "13.04.26-19.04.26 open"]
    assert len(found["week"]) == 7
    # A rolling span ends with each week; the first that reaches the dossier began three weeks before it.
    assert found["rolling_4_weeks"][0] == "09.02.26-08.03.26 closed"
    assert found["day"][-1] == "15.04.26-15.04.26 open"
    assert len(found["day"]) == 36


def test_an_open_period_counts_to_the_day_of_the_clock(warehouse: Warehouse) -> None:
    warehouse.start_clock("2026-03-05T08:00:00+07:00")
    read(warehouse, dossier("A-1", NgayHenTra="20260304080000"))
    of_month = "SELECT figures, counted_to FROM mart.period_figure INNER JOIN mart.period USING (period_id) " \
        "WHERE kind = 'month' AND subject_kind = 'unit' AND basis = 'receiving' AND sector_code = '*'"  # fmt: skip
    row = warehouse.query(of_month)[0]
    assert (row.counted_to, row.figures["overdue"]) == (dt.date(2026, 3, 5), 1)
    assert "within" not in row.figures


def test_a_closed_period_is_restated_when_its_figures_move_after_a_publication(warehouse: Warehouse) -> None:
    warehouse.execute("DELETE FROM mart.publication_plan WHERE period_kind <> 'month'")
    warehouse.start_clock("2026-05-02T07:00:00+07:00")
    april = {"NgayTiepNhan": "20260402080000", "NgayHenTra": "20260406080000", "NgayKetThucXuLy": "20260403080000",
             "NgayTra": "20260403080000", "TrangThaiHoSo": "10", "CapNhatLuc": "2026-04-30T17:00:00+07:00"}  # fmt: skip
    read(warehouse, dossier("A-1", **ENDED), dossier("A-2", **april))
    assert len(publish_pending(warehouse.engine)) == 2
    assert spans(warehouse)["month"][:2] == ["01.03.26-31.03.26 closed", "01.04.26-30.04.26 closed"]
    late = {**april, "NgayTra": "20260410080000", "NgayKetThucXuLy": "20260410080000"}
    read(warehouse, dossier("A-1", **ENDED), dossier("A-2", **{**late, "CapNhatLuc": "2026-05-01T08:00:00+07:00"}))
    assert spans(warehouse)["month"][:2] == ["01.03.26-31.03.26 closed", "01.04.26-30.04.26 restated"]
    assert spans(warehouse)["report_month"][-1].endswith("open")
    assert not [
        span for kind, found in spans(warehouse).items() for span in found if kind != "month" and "rest" in span
    ]


def custom(warehouse: Warehouse) -> list[tuple[object, ...]]:
    """Return the free periods with what was received in them, by sector."""
    rows = warehouse.query(
        "SELECT state, counted_to, sector_code, received_online + received_direct_postal - carried_over AS n "
        "FROM mart.form_ii06a INNER JOIN mart.period USING (period_id) "
        "WHERE kind = 'custom' AND basis = 'receiving' ORDER BY period.period_start, sector_code"
    )
    return [tuple(row) for row in rows]


def test_a_free_period_is_opened_on_request_and_goes_with_the_clock(warehouse: Warehouse) -> None:
    warehouse.start_clock("2026-03-05T08:00:00+07:00")
    read(warehouse, dossier("A-1", **ENDED))
    open_period(warehouse.engine, dt.date(2026, 3, 2), dt.date(2026, 3, 10))
    open_period(warehouse.engine, dt.date(2026, 3, 2), dt.date(2026, 3, 10))
    open_period(warehouse.engine, dt.date(2026, 3, 3), dt.date(2026, 3, 4))
    form = {
        row.sector_code: row.received_total
        for row in warehouse.query(
            "SELECT form.* FROM core.dossier CROSS JOIN LATERAL "
            "mart.form_ii06a_between(receiving_unit_id, 'receiving', '2026-03-02', '2026-03-05') AS form"
        )
    }
    assert form["*"] == 1
    assert [row for row in custom(warehouse) if row[0] == "open"] == [
        ("open", dt.date(2026, 3, 5), sector, n) for sector, n in sorted(form.items())
    ]
    assert {row[:2] for row in custom(warehouse) if row[0] == "closed"} == {("closed", dt.date(2026, 3, 4))}
    warehouse.set_clock("2026-03-12T08:00:00+07:00")
    warehouse.refresh()
    assert spans(warehouse)["custom"] == ["02.03.26-10.03.26 closed", "03.03.26-04.03.26 closed"]


def test_a_free_period_that_ends_before_it_begins_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(ValueError, match="must not end before it begins: 2026-03-10 to 2026-03-02"):
        open_period(warehouse.engine, dt.date(2026, 3, 10), dt.date(2026, 3, 2))
    assert warehouse.query("SELECT * FROM mart.custom_period") == []


def test_what_no_feed_told_is_unknown_and_not_nothing(warehouse: Warehouse) -> None:
    """Once the feed was read to its end, a commune without any answer has none."""
    warehouse.start_clock("2026-04-02T08:00:00+07:00")
    of_march = (
        "SELECT indicator_code, value, null_reason FROM mart.indicator_value "
        "WHERE period_id = 'month:2026-03-01:2026-03-31' AND subject_kind = 'unit' AND basis = 'receiving' "
        "AND sector_code = '*' "
        "AND indicator_code IN ('paid_amount', 'satisfaction_rate', 'received_count')"
    )
    with scripted_source(script_of([dossier("A-1", **ENDED)], as_of="2026-04-01T06:00:00+07:00")) as connection:
        warehouse.register(connection)
        warehouse.read(connection, feeds=[feed for feed in FEEDS if feed.name in {"units", "procedures", "dossiers"}])
        warehouse.refresh()
        unread = {row.indicator_code: (row.value, row.null_reason) for row in warehouse.query(of_march)}
        warehouse.read(connection)
        warehouse.refresh()
    read_to_end = {row.indicator_code: (row.value, row.null_reason) for row in warehouse.query(of_march)}
    assert unread["received_count"] == read_to_end["received_count"] == (1, None)
    assert unread["satisfaction_rate"] == (None, "no_feed")
    assert read_to_end["satisfaction_rate"] == (None, "zero_denominator")
    assert unread["paid_amount"] == (None, "no_feed")
    assert read_to_end["paid_amount"] == (0, None)


def test_each_kind_of_period_is_compared_with_its_own_before(warehouse: Warehouse) -> None:
    warehouse.start_clock("2026-08-20T06:00:00+07:00")
    first = {"NgayNopHoSo": "20250702080000", "NgayTiepNhan": "20250702080000", "NgayHenTra": "20250704080000"}
    read(warehouse, dossier("A-1", **first), as_of="2026-08-20T06:00:00+07:00")
    found = {row.period_id: row.before_period_id for row in warehouse.query("SELECT * FROM mart.compared_period")}
    expected = {
        "day:2026-08-20:2026-08-20": "day:2026-08-19:2026-08-19",
        "week:2026-08-17:2026-08-23": "week:2026-08-10:2026-08-16",
        "rolling_4_weeks:2026-07-20:2026-08-16": "rolling_4_weeks:2026-06-22:2026-07-19",
        "month:2026-03-01:2026-03-31": "month:2026-02-01:2026-02-28",
        "month:2026-08-01:2026-08-31": "month:2026-07-01:2026-07-31",
        "report_month:2026-02-15:2026-03-14": "report_month:2026-01-15:2026-02-14",
        "quarter:2026-07-01:2026-09-30": "quarter:2026-04-01:2026-06-30",
        "report_quarter:2026-06-15:2026-09-14": "report_quarter:2026-03-15:2026-06-14",
        "half_year:2026-07-01:2026-12-31": "half_year:2026-01-01:2026-06-30",
        "report_half_year:2026-06-15:2026-12-14": "report_half_year:2025-12-15:2026-06-14",
        "nine_months:2026-01-01:2026-09-30": "nine_months:2025-01-01:2025-09-30",
        "report_nine_months:2025-12-15:2026-09-14": "report_nine_months:2024-12-15:2025-09-14",
        "year:2026-01-01:2026-12-31": "year:2025-01-01:2025-12-31",
        "report_year:2025-12-15:2026-12-14": "report_year:2024-12-15:2025-12-14",
        "year_to_date:2026-01-01:2026-07-31": "year_to_date:2025-01-01:2025-07-31",
    }
    assert {period_id: found.get(period_id) for period_id in expected} == expected
    kinds = {row.kind for row in warehouse.query("SELECT DISTINCT kind FROM mart.period")}
    assert kinds == {period_id.partition(":")[0] for period_id in expected}
    assert "year_to_date:2026-01-01:2026-06-30" not in found, "there is no figure of June 2025"
