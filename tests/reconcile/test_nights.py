"""Whole nights: which days are asked for, what is kept of an answer, and what happens when a source fails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from onestop.ingest.client import SourceError
from onestop.reconcile.comparing import reconcile_source
from simulator.faults import Refuse
from simulator.testing import RunningSource, running_source
from simulator.world import Scale, build_world
from tests.reconcile.conftest import LOCAL, compare, connection_to, open_on
from tests.support.scripted import dossier, script_of, scripted_source
from tests.support.warehouse import Warehouse

T1 = dt.datetime(2025, 10, 6, 20, tzinfo=LOCAL)
T2 = dt.datetime(2025, 10, 10, 6, tzinfo=LOCAL)


@pytest.fixture
def read(warehouse: Warehouse) -> Iterator[tuple[Warehouse, RunningSource]]:
    """A warehouse that has read the first days of a clean source."""
    world = build_world(Scale(dossiers=900, communes=2, as_of=T1))
    with running_source(replace(world, dossiers=world.dossiers[:30])) as source:
        open_on(warehouse, T1)
        warehouse.register(connection_to(source))
        warehouse.read(connection_to(source))
        yield warehouse, source


def asked(warehouse: Warehouse) -> dict[int, tuple[int, bool]]:
    """Return on which day each of the platform's days was last asked for, and whether it was ever told."""
    rows = warehouse.query("SELECT day, asked_on, told_as_of IS NOT NULL AS is_told FROM audit.platform_day")
    return {row.day.day: (row.asked_on.day, row.is_told) for row in rows}


def test_a_day_is_asked_for_until_it_is_closed_and_while_an_outcome_is_open(
    read: tuple[Warehouse, RunningSource],
) -> None:
    warehouse, source = read
    warehouse.set_clock("2025-10-07T02:30:00+07:00")
    compare(warehouse, source, 3)
    assert asked(warehouse) == {4: (7, True), 5: (7, True), 6: (7, False)}
    # One outcome is open since yesterday, one for longer than a day is asked for again.
    warehouse.execute(
        "INSERT INTO audit.payment_outcome (source_id, merchant_ref, day, outcome, since_on) "
        "SELECT source_id, since_on, day, 'local_only', since_on FROM audit.source CROSS JOIN "
        "(VALUES (date '2025-10-04', date '2025-10-06'), (date '2025-10-05', date '2025-09-07')) AS v (day, since_on)"
    )
    source.set_clock(T2)
    warehouse.set_clock("2025-10-08T02:30:00+07:00")
    compare(warehouse, source, 3)
    assert asked(warehouse) == {4: (8, True), 5: (7, True), 6: (8, True), 7: (8, True)}

    # A day that was told stays told, should the platform open it again.
    warehouse.execute(
        "UPDATE audit.payment_outcome SET day = '2025-10-07', since_on = '2025-10-09', closed_on = NULL;"
        "UPDATE audit.platform_day SET asked_on = '2025-10-01' WHERE day = '2025-10-07'"
    )
    source.faults.add(Refuse(404, feed="reconciliation", times=None))
    warehouse.set_clock("2025-10-09T02:30:00+07:00")
    compare(warehouse, source, 1)
    assert {day: asked(warehouse)[day] for day in (7, 8)} == {7: (9, True), 8: (9, False)}


def test_a_source_fails_alone_and_goes_on_where_it_stopped(read: tuple[Warehouse, RunningSource]) -> None:
    warehouse, source = read
    warehouse.execute(
        "INSERT INTO audit.source (connection_name, source_id, is_configured) VALUES ('other', 'o', TRUE)"
    )
    with pytest.raises(SourceError, match="source other: /v1/counts answered 401; the token is missing"):
        reconcile_source(warehouse.engine, replace(connection_to(source, "other"), token="wrong"), warehouse.settings)
    assert warehouse.query("SELECT * FROM audit.count_comparison") == []

    source.faults.add(Refuse(500, feed="reconciliation", after=1))
    settings = replace(warehouse.settings, page_tries=1, reconcile_days=3)
    with pytest.raises(SourceError, match="source hue: /v1/reconciliation answered 500"):
        reconcile_source(warehouse.engine, connection_to(source), settings)
    assert asked(warehouse) == {3: (6, True)}
    compared = warehouse.query("SELECT source_id, count(*) AS feeds FROM audit.count_comparison GROUP BY source_id")
    assert [tuple(row) for row in compared] == [("hue-mot-cua", 6)]
    reconcile_source(warehouse.engine, connection_to(source), settings)
    assert asked(warehouse) == {3: (6, True), 4: (6, True), 5: (6, True)}


def test_a_source_that_was_never_read_has_nothing_to_compare(warehouse: Warehouse) -> None:
    with scripted_source(script_of([dossier("A-1")])) as connection:
        warehouse.register(connection)
        reconcile_source(warehouse.engine, connection, warehouse.settings)
    assert warehouse.query("SELECT * FROM audit.count_comparison") == []


PLATFORM_ROW = {
    "MaThamChieu": "R1",
    "MaGiaoDich": "G1",
    "LoaiGiaoDich": "G22.99.01",
    "MaHoSo": "A-1",
    "MaTTHC": "1.004194.000.00.00.H57",
    "SoTien": "15.000",
    "MaTienTe": "VND",
    "MaNganHang": "VCB",
    "ThoiGianGD": "20260302081500",
    "TrangThaiGD": "1",
    "MaLoi": "00",
    "SoTienHoan": "",
    "NgayHoan": "",
    "HoTenNguoiNop": "Nguyễn Văn A",
    "GhiChuLa": "Nguyễn Văn A",
}


def test_what_is_kept_of_the_platforms_rows(warehouse: Warehouse) -> None:
    rows: list[Any] = [
        PLATFORM_ROW,
        {**PLATFORM_ROW, "TrangThaiGD": "4", "ThoiGianGD": "20260302091500"},
        {**PLATFORM_ROW, "MaThamChieu": ""},
        {**PLATFORM_ROW, "SoTien": "mười nghìn"},
        {**PLATFORM_ROW, "TrangThaiGD": "7"},
        {**PLATFORM_ROW, "ThoiGianGD": None},
        "R2",
    ]
    script = script_of([dossier("A-1")], reconciliation=rows)
    with scripted_source(script) as connection:
        warehouse.register(connection)
        warehouse.read(connection)
        settings = replace(warehouse.settings, reconcile_days=1)
        reconcile_source(warehouse.engine, connection, settings)
        kept = warehouse.query("SELECT * FROM core.platform_transaction")
        assert [tuple(row)[1:] for row in kept] == [
            (
                "R1", dt.date(2026, 9, 30), "G1", "G22.99.01", "A-1", "1.004194", 15000, "VND", "VCB",
                dt.datetime(2026, 3, 2, 8, 15, tzinfo=LOCAL), "success", "00", None, None, True,
            )
        ]  # fmt: skip
        day = warehouse.query("SELECT listed, unusable, unknown_fields FROM audit.platform_day")
        assert [tuple(row) for row in day] == [(2, 5, ["GhiChuLa:str"])]
        assert "Nguyễn" not in repr(warehouse.content("audit", "core", "staging"))
        # The platform takes it back: the row stays, and does not count any more.
        script.feeds["reconciliation"] = [[]]
        reconcile_source(warehouse.engine, connection, settings)
    assert [row.is_listed for row in warehouse.query("SELECT is_listed FROM core.platform_transaction")] == [False]
    assert [tuple(row) for row in warehouse.query("SELECT outcome, closed_on FROM audit.payment_outcome")] == [
        ("matched", dt.date(2026, 10, 1))
    ]


def test_another_source_under_the_same_address_is_refused(warehouse: Warehouse) -> None:
    script = script_of([dossier("A-1")])
    with scripted_source(script) as connection:
        warehouse.register(connection)
        warehouse.read(connection)
        script.source_system = "another"
        with pytest.raises(SourceError, match="another source_system than its pages"):
            reconcile_source(warehouse.engine, connection, warehouse.settings)
    assert warehouse.query("SELECT * FROM audit.count_comparison") == []
