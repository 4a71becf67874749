"""The ordinary law of August 2026, on both sides of its day: the day of reception decides, never that of the count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onestop import catalogue as rules
from simulator.localtime import VIETNAM
from simulator.measures import count_flows, count_stocks
from simulator.reception_law import is_of_2026
from simulator.testing import running_source
from simulator.world import Scale, build_world
from tests.support.apart import communes_of, counted_days, read_side_by_side
from tests.support.connections import connection_to
from tests.support.scripted import BY_DAY, Record, Script, commune, dossier, event, script_of
from tests.support.warehouse import Warehouse

OTHER_COMMUNE = commune("H57.31.99", "19774", "Phường Kim Long")
POLICE = {"MaDonVi": "H57.91.01", "TenDonVi": "Công an", "CapDonVi": "4", "MaDonViCha": "H57"}
WITH_FEE = {**BY_DAY, "CoPhi": "1"}
SAME_DAY = {**BY_DAY, "MaTTHC": "2.000908", "ThoiGianGiaiQuyet": "8", "DonViTinh": "gio"}
TOLD = {"CapNhatLuc": "2026-09-30T17:00:00+07:00"}
WITHIN, BEYOND = "no_due_within_limit", "no_due_beyond_limit"


MORE = {"more_units": [OTHER_COMMUNE, POLICE], "procedures": [WITH_FEE, SAME_DAY]}


def script(*dossiers: Record) -> Script:
    """Return what a source tells of two communes, the police and these dossiers."""
    return script_of(dossiers, **MORE)


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


OUTSIDE = {"MaDonViGiaiQuyet": "H57.31.99"}
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


STEP = event("A-1", "20260807080000", holder="H57.31.99", **TOLD)
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


def with_fees(day: str) -> list[Record]:
    """Return dossiers of one procedure: the first with a fee, the second with none, the third does not say."""
    fees = [{"DanhSachLePhi": [{"MaPhiLePhi": "LP", "Gia": price}]} for price in ("20000", "0")]
    return [
        {**ended(f"{day}080000", f"{day}090000", **fee), "MaHoSo": f"A-{number}", "DuocThanhToanTrucTuyen": "1"}
        for number, fee in enumerate([*fees, {}])
    ]


def halfway(received: str) -> Record:
    """Return a dossier that is open and whose agency has it since 7 August."""
    life = {"NgayNopHoSo": f"2026{received}", "NgayTiepNhan": f"2026{received}", "NgayHenTra": "20260812080000"}
    return dossier("A-1", **{**life, **TOLD, **OUTSIDE, **GOT})


def waiting(day: int) -> Record:
    """Return a dossier that was handed in online and acknowledged at 13:30, and that nobody accepted yet."""
    return online(day, "", TrangThaiHoSo="1", NgayHenTra="", NgayCongXacNhan=f"202608{day:02}133000")


SHARES = {"0804080000": 0.6667, "0805080000": 0.3333}
"""The share of time that is used at 8:00 of 10 August, by reception."""
WAITING = {4: "2026-08-05T08:00:00+07:00", 5: "2026-08-06T11:30:00+07:00"}
"""Until when a dossier is to be accepted, by the day in August on which it was handed in."""
SENT: dict[str, dict[str, Sequence[Record]]] = {
    **{name: {"dossiers": [record]} for name, (record, _) in AFTER_THREE.items()},
    **{name: {"dossiers": [record], "events": events} for name, (record, events, _, _) in OUTSIDE_CASES.items()},
    **{name: {"dossiers": [record]} for name, (record, _) in ACCEPTED.items()},
    **{f"with fees {day}": {"dossiers": with_fees(day)} for day in ("0814", "0815")},
    **{f"halfway {received}": {"dossiers": [halfway(received)]} for received in SHARES},
    **{f"waiting {day}": {"dossiers": [waiting(day)]} for day in WAITING},
}


@pytest.fixture(scope="module")
def read(module_warehouse: Warehouse) -> Warehouse:
    """A warehouse that read all these cases, each in a commune of its own; for tests that only look."""
    read_side_by_side(module_warehouse, SENT, **MORE)
    return module_warehouse


def counted_in(warehouse: Warehouse, case: str, *measures: str) -> dict[str, int]:
    """Return how often the commune of a case counts in each of some measures."""
    return {measure: len(days) for measure, days in counted_days(warehouse, measures).get(case, {}).items()}


@pytest.mark.parametrize("case", AFTER_THREE)
def test_what_comes_after_three(read: Warehouse, case: str) -> None:
    assert counted_in(read, case, WITHIN, BEYOND) == {AFTER_THREE[case][1]: 1}


@pytest.mark.parametrize("case", OUTSIDE_CASES)
def test_the_clock_outside_the_home_area(read: Warehouse, case: str) -> None:
    _, _, measure, flagged = OUTSIDE_CASES[case]
    assert counted_in(read, case, WITHIN, BEYOND) == {measure: 1}
    flags = read.query(
        "SELECT rule_id FROM core.flag WHERE feed = 'dossiers' AND rule_id <> 'dossier_due_date_missing' "
        "AND record_key = %(key)s ORDER BY rule_id",
        {"key": f"A-1-{communes_of(SENT)[case]['MaDonVi']}"},
    )
    assert [row.rule_id for row in flags] == flagged


@pytest.mark.parametrize("case", ACCEPTED)
def test_the_hours_to_accept(read: Warehouse, case: str) -> None:
    assert counted_in(read, case, "accepted_late") == ACCEPTED[case][1]


@pytest.mark.parametrize("day", ["0814", "0815"])
def test_a_fee_is_payable_where_the_dossier_has_one(read: Warehouse, day: str) -> None:
    """By person, so that of one procedure one dossier has a fee and another has none."""
    assert counted_in(read, f"with fees {day}", "payable", "paid_online") == {"payable": 2, "paid_online": 2}


def attention(warehouse: Warehouse, case: str, at: str) -> Any:
    """Return the one dossier of the commune of a case that needs attention at a moment."""
    agency = communes_of(SENT)[case]["MaDonVi"]
    rows = warehouse.attention(dt.datetime.fromisoformat(f"2026-{at}+07:00"))
    (row,) = (row for row in rows if row.dossier_code.endswith(agency))
    return row


@pytest.mark.parametrize(("received", "share"), SHARES.items())
def test_the_share_of_time_used_follows_the_clock_and_the_due_date_stays(
    read: Warehouse, received: str, share: float
) -> None:
    row = attention(read, f"halfway {received}", "08-10T08:00:00")
    assert float(row.share_of_time_used) == share
    assert row.due_at == row.due_original == dt.datetime(2026, 8, 12, 8, tzinfo=VIETNAM)


@pytest.mark.parametrize(("day", "accept_by"), WAITING.items())
def test_until_when_an_online_dossier_is_to_be_accepted(read: Warehouse, day: int, accept_by: str) -> None:
    row = attention(read, f"waiting {day}", f"08-{day + 2:02}T07:00:00")
    assert row.levels == ["not_yet_accepted"]
    assert row.accept_by == dt.datetime.fromisoformat(accept_by)


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
    warehouse.read_and_refresh(script(*({**life, "MaHoSo": code} for code, life in lives.items())))
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
        connection = connection_to(running)
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
