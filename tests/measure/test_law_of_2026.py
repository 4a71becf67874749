"""The ordinary law of August 2026, on both sides of its day: the day of reception decides, never that of the count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onestop import catalogue as rules
from onestop.config.settings import SourceConnection
from simulator.localtime import VIETNAM
from simulator.measures import count_flows, count_stocks
from simulator.reception_law import is_of_2026
from simulator.testing import running_source
from simulator.world import Scale, build_world
from tests.support.scripted import BY_DAY, COMMUNE, PROVINCE, Record, Script, dossier
from tests.support.warehouse import Warehouse

OTHER_COMMUNE = {**COMMUNE, "MaDonVi": "H57.31.02", "TenDonVi": "Phường Kim Long", "MaXaGSO": "19774"}
POLICE = {"MaDonVi": "H57.91.01", "TenDonVi": "Công an", "CapDonVi": "4", "MaDonViCha": "H57"}
WITH_FEE = {**BY_DAY, "CoPhi": "1"}
SAME_DAY = {**BY_DAY, "MaTTHC": "2.000908", "ThoiGianGiaiQuyet": "8", "DonViTinh": "gio"}
TOLD = {"CapNhatLuc": "2026-09-30T17:00:00+07:00"}
WITHIN, BEYOND = "no_due_within_limit", "no_due_beyond_limit"


def script(*dossiers: Record, events: tuple[Record, ...] = ()) -> Script:
    """Return what a source tells of two communes, the police and these dossiers."""
    pages = {
        "units": [PROVINCE, COMMUNE, OTHER_COMMUNE, POLICE],
        "procedures": [WITH_FEE, SAME_DAY],
    }
    told = {feed: [[{**record, **TOLD} for record in records]] for feed, records in pages.items()}
    return Script({**told, "dossiers": [list(dossiers)], "events": [list(events)]})


def ended(received: str, at: str, **fields: Any) -> Record:
    """Return a dossier without due date, received and resolved at these moments (MMDDhhmmss of 2026)."""
    moment = f"2026{received}"
    life = {
        "NgayNopHoSo": moment, "NgayTiepNhan": moment, "NgayHenTra": "", "TrangThaiHoSo": "10",
        "NgayKetThucXuLy": f"2026{at}", "NgayTra": f"2026{at}",
    }  # fmt: skip
    return dossier("A-1", **{**life, **TOLD, **fields})


def counted(warehouse: Warehouse, *measures: str) -> dict[str, int]:
    """Return how often the cases of a warehouse count in each of some measures, for who received them."""
    rows = warehouse.query(
        "SELECT measure, sum(n)::integer AS n FROM core.applied_count WHERE measure = ANY(%(measures)s) "
        "AND receiving_unit_id IS NOT NULL GROUP BY measure",
        {"measures": list(measures)},
    )
    return {row.measure: row.n for row in rows}


def flags(warehouse: Warehouse) -> list[str]:
    rows = warehouse.query("SELECT rule_id FROM core.flag WHERE feed = 'dossiers' ORDER BY rule_id")
    return [row.rule_id for row in rows if row.rule_id != "dossier_due_date_missing"]


OUTSIDE = {"MaDonViGiaiQuyet": "H57.31.02"}
AFTER_THREE: dict[str, tuple[Record, str]] = {
    "the 4th, in person: the limit of three days runs from the 5th": (ended("0804150001", "0807170000"), WITHIN),
    "the 4th, in person, a second later than that": (ended("0804150001", "0810070001"), BEYOND),
    "the 4th, online": (ended("0804150001", "0807170000", KenhThucHien="2"), WITHIN),
    "the 4th, by post": (ended("0804150001", "0807170000", KenhThucHien="3"), WITHIN),
    "the 5th, in person: the limit runs at once": (ended("0805150001", "0810150001"), WITHIN),
    "the 5th, in person, a second later than that": (ended("0805150001", "0810150002"), BEYOND),
    "the 5th, online": (ended("0805150001", "0810150002", KenhThucHien="2"), BEYOND),
    "the 5th, by post": (ended("0805150001", "0810150002", KenhThucHien="3"), BEYOND),
    "the 5th, a procedure with its own rule": (ended("0805150001", "0806170000", MaTTHC="2.000908"), WITHIN),
    "the 5th, such a procedure, a second later": (ended("0805150001", "0807070001", MaTTHC="2.000908"), BEYOND),
}


@pytest.mark.parametrize(("record", "measure"), AFTER_THREE.values(), ids=AFTER_THREE)
def test_what_comes_after_three(warehouse: Warehouse, record: Record, measure: str) -> None:
    warehouse.read_script(script(record))
    warehouse.refresh()
    assert counted(warehouse, WITHIN, BEYOND) == {measure: 1}


STEP = {
    "MaSuKien": "A-1/1", "MaHoSo": "A-1", "ThoiDiemXuLy": "20260807080000", "TrangThai": "4",
    "MaDonViXuLy": "H57.31.02", **TOLD,
}  # fmt: skip
GOT = {"NgayCoQuanNhan": "20260807080000"}
UNTOLD = "dossier_outside_untold"
OUTSIDE_CASES: dict[str, tuple[Record, tuple[Record, ...], str, list[str]]] = {
    "the 4th, told: from the reception": (ended("0804080000", "0812080000", **OUTSIDE, **GOT), (), BEYOND, []),
    "the 4th, by a step: from the reception": (ended("0804080000", "0812080000", **OUTSIDE), (STEP,), BEYOND, []),
    "the 5th, told": (ended("0805080000", "0812080000", **OUTSIDE, **GOT), (), WITHIN, []),
    "the 5th, told, a second later": (ended("0805080000", "0812080001", **OUTSIDE, **GOT), (), BEYOND, []),
    "the 5th, by the first step": (ended("0805080000", "0812080000", **OUTSIDE), (STEP,), WITHIN, [UNTOLD]),
    "the 5th, neither: from the reception": (ended("0805080000", "0812080000", **OUTSIDE), (), BEYOND, [UNTOLD]),
    "the 5th, neither, in time": (ended("0805080000", "0810080000", **OUTSIDE), (), WITHIN, [UNTOLD]),
    "the 5th, what the police is competent for is at home": (
        ended("0805080000", "0812080000", MaDonViGiaiQuyet="H57.91.01"),
        ({**STEP, "MaDonViXuLy": "H57.91.01"},), BEYOND, [],
    ),
    "the 5th, told of another province's agency": (
        ended("0805080000", "0812080000", MaDonViGiaiQuyet="H57.91.01", **GOT), (), WITHIN, [],
    ),
    "the 5th, told of what the receiving commune resolves": (
        ended("0805080000", "0812080000", MaDonViGiaiQuyet="H57.31.01", **GOT), (), BEYOND, [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("record", "events", "measure", "flagged"), OUTSIDE_CASES.values(), ids=OUTSIDE_CASES)
def test_the_clock_outside_the_home_area(
    warehouse: Warehouse, record: Record, events: tuple[Record, ...], measure: str, flagged: list[str]
) -> None:
    warehouse.read_script(script(record, events=events))
    warehouse.refresh()
    assert counted(warehouse, WITHIN, BEYOND) == {measure: 1}
    assert flags(warehouse) == flagged


def attention(warehouse: Warehouse, at: str) -> list[Any]:
    return list(warehouse.attention(dt.datetime.fromisoformat(f"2026-{at}+07:00")))


@pytest.mark.parametrize(("received", "share"), [("0804080000", 0.6667), ("0805080000", 0.3333)])
def test_the_share_of_time_used_follows_the_clock_and_the_due_date_stays(
    warehouse: Warehouse, received: str, share: float
) -> None:
    life = {"NgayNopHoSo": f"2026{received}", "NgayTiepNhan": f"2026{received}", "NgayHenTra": "20260812080000"}
    warehouse.read_script(script(dossier("A-1", **{**life, **TOLD, **OUTSIDE, **GOT})))
    (row,) = attention(warehouse, "08-10T08:00:00")
    assert float(row.share_of_time_used) == share
    assert row.due_at == row.due_original == dt.datetime(2026, 8, 12, 8, tzinfo=VIETNAM)


def online(day: int, received: str, **fields: str) -> Record:
    """Return what was handed in at 8:00 of a day of August, and received at a moment of the next."""
    times = {"NgayNopHoSo": f"202608{day:02}080000", "NgayTiepNhan": received and f"202608{day + 1:02}{received}"}
    return dossier("A-1", KenhThucHien="2", **{**times, "NgayHenTra": "20260820080000", **TOLD, **fields})


ACCEPTED = {
    "received on the 4th: from the submission": (
        online(3, "090000", NgayCongXacNhan="20260803133000"), {"accepted_late": 1},
    ),
    "received on the 5th: from the acknowledgement": (online(4, "090000", NgayCongXacNhan="20260804133000"), {}),
    "the 5th, in the last second": (online(4, "113000", NgayCongXacNhan="20260804133000"), {}),
    "the 5th, a second late": (online(4, "133001", NgayCongXacNhan="20260804133000"), {"accepted_late": 1}),
    "the 5th, not told: from the submission": (online(4, "090000"), {"accepted_late": 1}),
    "the 5th, acknowledged before it was handed in": (
        online(4, "090000", NgayCongXacNhan="20260801080000"), {"accepted_late": 1},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("record", "wanted"), ACCEPTED.values(), ids=ACCEPTED)
def test_the_hours_to_accept(warehouse: Warehouse, record: Record, wanted: Mapping[str, int]) -> None:
    warehouse.read_script(script(record))
    warehouse.refresh()
    assert counted(warehouse, "accepted_late") == wanted


@pytest.mark.parametrize(("day", "accept_by"), [(4, "2026-08-05T08:00:00+07:00"), (5, "2026-08-06T11:30:00+07:00")])
def test_until_when_an_online_dossier_is_to_be_accepted(warehouse: Warehouse, day: int, accept_by: str) -> None:
    waiting = online(day, "", TrangThaiHoSo="1", NgayHenTra="", NgayCongXacNhan=f"202608{day:02}133000")
    warehouse.read_script(script(waiting))
    (row,) = attention(warehouse, f"08-{day + 2:02}T07:00:00")
    assert row.levels == ["not_yet_accepted"]
    assert row.accept_by == dt.datetime.fromisoformat(accept_by)


@pytest.mark.parametrize("day", ["0814", "0815"])
def test_a_fee_is_payable_where_the_dossier_has_one(warehouse: Warehouse, day: str) -> None:
    """By person, so that of one procedure one dossier has a fee and another has none."""
    fees = [{"DanhSachLePhi": [{"MaPhiLePhi": "LP", "Gia": price}]} for price in ("20000", "0")]
    dossiers = [
        {**ended(f"{day}080000", f"{day}090000", **fee), "MaHoSo": f"A-{number}", "DuocThanhToanTrucTuyen": "1"}
        for number, fee in enumerate([*fees, {}])
    ]
    warehouse.read_script(script(*dossiers))
    warehouse.refresh()
    assert counted(warehouse, "payable", "paid_online") == {"payable": 2, "paid_online": 2}


def test_a_rule_that_a_province_sets_otherwise_moves_the_cases_of_its_days(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    """In person the limit waits for the next working day, online it does not; what was received before stays."""
    rules.install(warehouse.engine)  # with every plan: the file of the province is then the only difference
    lives = {
        "A-1": ended("0805150001", "0810170000"),
        "A-2": ended("0805150001", "0810170000", KenhThucHien="2"),
        "A-3": ended("0804150001", "0810070001"),
    }
    warehouse.read_script(script(*({**life, "MaHoSo": code} for code, life in lives.items())))
    warehouse.refresh()
    assert counted(warehouse, WITHIN, BEYOND) == {BEYOND: 3}
    (tmp_path / "law_rules.yaml").write_text(
        "- {rule_code: held_over_channels, valid_from: 2026-08-05, value: in_person, article: Kế hoạch 1/KH-UBND}\n",
        encoding="utf-8",
    )
    assert rules.install(warehouse.engine, tmp_path) == ["law_rules: held_over_channels 2026-08-05 is changed"]
    touched = warehouse.query(
        "SELECT dossier_code FROM audit.touched INNER JOIN audit.change USING (publish_seq) "
        "INNER JOIN core.dossier USING (case_id) WHERE change.kind = 'catalogue' ORDER BY dossier_code"
    )
    assert [row.dossier_code for row in touched] == ["A-1", "A-2"]
    warehouse.refresh()
    assert counted(warehouse, WITHIN, BEYOND) == {WITHIN: 1, BEYOND: 2}
    moved = warehouse.content("mart")
    warehouse.rebuild()
    assert warehouse.content("mart") == moved


def test_a_world_with_receptions_outside_equals_its_truth(warehouse: Warehouse) -> None:
    """Every flow and stock of each role; read in two parts, and the same when all is counted again."""
    warehouse.keep_periods("month")
    scale = Scale(dossiers=2500, communes=4, rich_histories=True, outside_receptions=True)
    world = build_world(scale)
    middle = dt.datetime(2026, 8, 20, 6, tzinfo=VIETNAM)
    with running_source(build_world(replace(scale, as_of=middle))) as running:
        connection = SourceConnection("hue", running.url, running.token)
        for clock in (middle, scale.as_of):
            running.set_clock(clock)
            warehouse.register(connection)
            warehouse.read(connection)
            warehouse.refresh()
    last_day = dt.date(2026, 9, 30)
    names = warehouse.query("SELECT measure FROM mart.measure WHERE kind = 'flow' ORDER BY measure")
    found: dict[Any, int] = {}
    for row in warehouse.query(
        "SELECT basis, unit_code, day, sector_code, to_jsonb(measure_day) AS measures FROM mart.measure_day "
        "INNER JOIN mart.unit USING (unit_id) WHERE day <= %(last)s",
        {"last": last_day},
    ):
        for name in (each.measure for each in names):
            if row.measures[name]:
                key = (row.basis, row.unit_code, row.day, row.sector_code, name)
                found[key] = found.get(key, 0) + row.measures[name]
    true = {key: n for key, n in count_flows(world, with_platform=False).items() if key[2] <= last_day}
    assert {
        key: (true.get(key, 0), found.get(key, 0))
        for key in true.keys() | found.keys()
        if true.get(key) != found.get(key)
    } == {}
    outside = [each for each in world.dossiers if each.outside]
    assert sum(is_of_2026(each.moments[0].at) for each in outside) > 60
    assert any(key[0] == "responsible" and key[4] == "resolved_on_time" for key in true)
    open_then = warehouse.query(
        "SELECT basis, unit_code, sum(overdue_enter)::integer - coalesce(sum(overdue_leave), 0)::integer AS n "
        "FROM mart.measure_day INNER JOIN mart.unit USING (unit_id) WHERE day <= %(last)s "
        "GROUP BY basis, unit_code",
        {"last": last_day},
    )
    overdue: dict[tuple[str, str], int] = {}
    for (basis, unit, _, _, measure), n in count_stocks(world, [last_day]).items():
        if measure == "overdue":
            overdue[basis, unit] = overdue.get((basis, unit), 0) + n
    assert {(row.basis, row.unit_code): row.n for row in open_then if row.n} == overdue
    moved = warehouse.content("mart")
    warehouse.rebuild()
    assert warehouse.content("mart") == moved
