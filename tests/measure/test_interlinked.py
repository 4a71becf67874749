"""Interlinked cases: by their procedure, by a record, by both; their limits on both sides of the law's first day."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from embedded.postgres import EmbeddedPostgres
from onestop import catalogue as catalogue_of_files
from onestop.reference.units import seed_units
from simulator.localtime import VIETNAM
from simulator.measures import count_flows
from simulator.world import Scale, build_world
from tests.catalogue.laying import lay
from tests.conftest import make_warehouse
from tests.sheets.handing_in import as_csv, hand_in
from tests.support.apart import counted_days, read_side_by_side
from tests.support.scripted import BY_DAY, Record, Script, catalogue, dossier, scripted_source, supplement
from tests.support.warehouse import Warehouse

LATER = {"CapNhatLuc": "2026-09-30T17:00:00+07:00"}
OWN_BIRTH, OWN_DEATH = "2.002621", "2.002622"


def own(code: str = "H57.31.01-260907-0001", **fields: Any) -> Record:
    """Return a dossier of the birth group's own procedure, received on Monday 7 September 2026 at 8:00."""
    return dossier(
        code, **{"MaTTHC": OWN_BIRTH, "NgayNopHoSo": "20260907080000", "NgayTiepNhan": "20260907080000",
                 "NgayHenTra": "20260910080000", **LATER, **fields}
    )  # fmt: skip


def request(key: str = "LT-1", **fields: Any) -> Record:
    """Return the record of an interlinked birth, received on Monday 7 September 2026 at 8:00."""
    return {
        "MaHoSoLT": key, "MaHoSo": "H57.31.01-260907-0001", "Nhom": "khai_sinh", "MaDonVi": "H57.31.01",
        "NgayTiepNhan": "20260907080000", "NgayHenTra": "20260917080000", "TrangThaiLT": "7", "TrangThaiTP": "3",
        "DaXoa": "0", **LATER, **fields,
    }  # fmt: skip


def step(agency: str, done: str = "", **fields: str) -> dict[str, str]:
    """Return a step, done at a moment."""
    return {"CoQuan": agency, "TrangThai": "4" if done else "3", "XongLuc": done, **fields}


JUSTICE, POLICE, INSURANCE = "Tư pháp - Hộ tịch", "Công an", "Bảo hiểm xã hội"


def read(warehouse: Warehouse, **feeds: list[Record]) -> None:
    """Read records of some feeds beside the catalogue."""
    warehouse.read_script(Script({**catalogue(), **{feed: [records] for feed, records in feeds.items()}}))


@pytest.fixture
def warehouse(warehouse: Warehouse) -> Warehouse:
    """One that has the figures of months only, so that a refresh is short."""
    warehouse.keep_periods("month")
    return warehouse


def counted(warehouse: Warehouse, like: str = "interlinked_%") -> dict[str, list[str]]:
    """Return the days on which each measure counts for the commune that received, once for each."""
    rows = warehouse.query(
        "SELECT measure, day, sum(n)::integer AS n FROM core.applied_count "
        "WHERE measure LIKE %(like)s AND receiving_unit_id IS NOT NULL GROUP BY measure, day ORDER BY measure, day",
        {"like": like},
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.measure, []).extend([row.day.isoformat()] * row.n)
    return found


def refreshed(warehouse: Warehouse, like: str = "interlinked_%") -> dict[str, list[str]]:
    """Let the figures follow, and return them; counting everything again gives the same."""
    warehouse.refresh()
    found = counted(warehouse, like)
    warehouse.rebuild()
    assert counted(warehouse, like) == found
    return found


RECEIVED = {"interlinked_birth_received": ["2026-09-07"]}


def test_a_dossier_of_a_groups_own_procedure_counts_without_any_record(warehouse: Warehouse) -> None:
    births = [own(f"H57.31.01-260907-{number:04}") for number in range(1, 33)]
    death = own("H57.31.01-260907-0100", MaTTHC=OWN_DEATH)
    groups = [{**BY_DAY, "MaTTHC": code, **LATER} for code in (OWN_BIRTH, OWN_DEATH)]
    read(warehouse, procedures=groups, dossiers=[*births, death])
    assert refreshed(warehouse) == {
        "interlinked_birth_received": ["2026-09-07"] * 32,
        "interlinked_death_received": ["2026-09-07"],
    }
    shown = warehouse.query(
        "SELECT indicator_code, value_text FROM mart.indicator_by_name "
        "WHERE unit_code = '19753' AND indicator_code = ANY(%(codes)s) AND basis = 'receiving' AND sector_code = '*' "
        "AND period_kind = 'month' AND period_start = '2026-09-01' ORDER BY indicator_code",
        {"codes": ["interlinked_birth_count", "interlinked_death_count"]},
    )
    assert [(row.indicator_code, row.value_text) for row in shown] == [
        ("interlinked_birth_count", "32"), ("interlinked_death_count", "1"),
    ]  # fmt: skip


@pytest.mark.parametrize("order", list(itertools.permutations(["dossiers", "interlinked"])))
@pytest.mark.parametrize(
    "names",
    [
        {"MaHoSo": "H57.31.01-260907-0001"},
        {"MaHoSo": "", "MaHoSoLT": "H57.31.01-260907-0001"},
        {"MaHoSo": "", "MaHoSoLT": "LT-9"},
    ],
    ids=["by the dossier's code", "by the same code", "by the code that the dossier has elsewhere"],
)
def test_a_record_and_its_dossier_are_one_case_in_any_order(
    warehouse: Warehouse, order: tuple[str, ...], names: dict[str, str]
) -> None:
    sent = {"dossiers": [own(MaHoSoKhac="LT-9")], "interlinked": [request(**names)]}
    for feed in order:
        read(warehouse, **{feed: sent[feed]})
        warehouse.refresh()
    assert refreshed(warehouse) == RECEIVED


def test_a_record_alone_counts_and_an_ordinary_birth_does_not(warehouse: Warehouse) -> None:
    read(warehouse, dossiers=[own("H57.31.01-260907-0002", MaTTHC="1.004194")], interlinked=[request(MaHoSo="")])
    assert refreshed(warehouse) == RECEIVED


def test_a_record_that_goes_leaves_the_case_to_its_procedure(warehouse: Warehouse) -> None:
    ended = {"TrangThaiLT": "5", "NgayKetThuc": "20260908090000"}
    read(warehouse, dossiers=[own()], interlinked=[request(**ended)])
    assert refreshed(warehouse) == {**RECEIVED, "interlinked_birth_completed": ["2026-09-08"]}
    read(warehouse, interlinked=[request(DaXoa="1", **{**ended, "CapNhatLuc": "2026-09-30T18:00:00+07:00"})])
    assert refreshed(warehouse) == RECEIVED


def test_a_record_that_names_another_dossier_moves_the_figures_by_the_difference(warehouse: Warehouse) -> None:
    other = own("H57.31.01-260908-0002", NgayTiepNhan="20260908080000")
    read(warehouse, dossiers=[own(), other], interlinked=[request()])
    assert refreshed(warehouse) == {"interlinked_birth_received": ["2026-09-07", "2026-09-08"]}
    again = request(MaHoSo=other["MaHoSo"], CapNhatLuc="2026-09-30T18:00:00+07:00")
    read(warehouse, interlinked=[again])
    assert refreshed(warehouse) == {"interlinked_birth_received": ["2026-09-07", "2026-09-07"]}


def test_two_sources_that_know_one_request_count_it_once(warehouse: Warehouse) -> None:
    scripts = {
        "hue": Script({**catalogue(), "dossiers": [[own()]]}, source_system="hue"),
        "bo": Script({**catalogue(), "interlinked": [[request()]]}, source_system="bo"),
        "cong": Script({**catalogue(), "interlinked": [[request(MaHoSo="")]]}, source_system="cong"),
    }
    with ExitStack() as stack:
        connections = [stack.enter_context(scripted_source(script, name)) for name, script in scripts.items()]
        warehouse.register(*connections)
        for connection in connections:
            warehouse.read(connection)
    assert refreshed(warehouse) == RECEIVED


COMMUNE_LATE = {"interlinked_commune_late"}
STEPS: dict[str, tuple[Record, set[str]]] = {
    # The commune has 24 hours; by default nights count and days off do not.
    "24 hours to the minute": (request(CacBuoc=[step(JUSTICE, "20260908080059")]), set()),
    "a minute more": (request(CacBuoc=[step(JUSTICE, "20260908080100")]), COMMUNE_LATE),
    "from Friday over the days off": (
        request(NgayTiepNhan="20260911160000", CacBuoc=[step(JUSTICE, "20260914160000")]), set(),
    ),
    "from Friday, a minute more": (
        request(NgayTiepNhan="20260911160000", CacBuoc=[step(JUSTICE, "20260914160100")]), COMMUNE_LATE,
    ),
    "received on 31 August: the date that was sent": (
        request(NgayTiepNhan="20260831080000", CacBuoc=[step(JUSTICE, "20260904080000", HanBuoc="20260904070000")]),
        set(),
    ),
    "received on 31 August: after the date that was sent": (
        request(NgayTiepNhan="20260831080000", CacBuoc=[step(JUSTICE, "20260905080000", HanBuoc="20260904070000")]),
        COMMUNE_LATE,
    ),
    "received on 31 August, asked for the later rule": (
        request(
            NgayTiepNhan="20260831080000", ApDungQuyDinhMoi="1",
            CacBuoc=[step(JUSTICE, "20260904080000", HanBuoc="20260904070000")],
        ),
        COMMUNE_LATE,
    ),
    "received on 1 September": (
        # 1 and 2 September are days off.
        request(NgayTiepNhan="20260901080000", CacBuoc=[step(JUSTICE, "20260905080000", HanBuoc="20260907080000")]),
        COMMUNE_LATE,
    ),
    "from when the commune got it": (
        request(CacBuoc=[step(JUSTICE, "20260909080000", NhanLuc="20260908090000")]), set(),
    ),
    "a supplement does not count": (
        request(
            CacBuoc=[step(JUSTICE, "20260910080000")],
            ChoCongDan=[{"LoaiCho": "bo_sung", "TuLuc": "20260907100000", "DenLuc": "20260909100000"}],
        ),
        set(),
    ),
    "a confirmation in VNeID counts again after five working days": (
        request(
            CacBuoc=[step(JUSTICE, "20260918080000")],
            ChoCongDan=[{"LoaiCho": "vneid", "TuLuc": "20260907080000", "DenLuc": "20260918080000"}],
        ),
        COMMUNE_LATE,
    ),
    "police: two working days": (
        request(CacBuoc=[step(JUSTICE, "20260907160000"), step(POLICE, "20260909235900")]), set(),
    ),
    "police: a day more": (
        request(CacBuoc=[step(JUSTICE, "20260907160000"), step(POLICE, "20260910000000")]), {"interlinked_police_late"},
    ),
    "police with verification: five working days": (
        request(CanXacMinh="1", CacBuoc=[step(JUSTICE, "20260907160000"), step(POLICE, "20260914235900")]), set(),
    ),
    "police: the identity card has five working days": (
        request(
            YeuCauCanCuoc="1",
            CacBuoc=[
                step(JUSTICE, "20260907160000"), step(POLICE, "20260908080000", Buoc="thuong_tru"),
                step(POLICE, "20260915080000", Buoc="can_cuoc"),
            ],
        ),
        set(),
    ),
    "insurance: two working days": (
        request(
            CacBuoc=[
                step(JUSTICE, "20260907160000"), step(POLICE, "20260908160000"), step(INSURANCE, "20260911080000"),
            ],
        ),
        {"interlinked_insurance_late"},
    ),
    "death: health has three working days": (
        request(
            Nhom="khai_tu",
            CacBuoc=[
                step(JUSTICE, "20260907160000"), step(POLICE, "20260908080000"),
                step("Trung tâm Y tế khu vực", "20260914080000"),
            ],
        ),
        {"interlinked_other_late"},
    ),
    "death: removal of residence in one working day": (
        request(Nhom="khai_tu", CacBuoc=[step(JUSTICE, "20260907160000"), step(POLICE, "20260909080000")]),
        {"interlinked_police_late"},
    ),
}  # fmt: skip


DONE_IN_TIME = [
    step(JUSTICE, "20260908070000"), step(POLICE, "20260909160000"), step(INSURANCE, "20260911160000"),
]  # fmt: skip
WHOLES: dict[str, tuple[Record, bool]] = {
    "each step in time, the whole late": (request(CacBuoc=DONE_IN_TIME, NgayKetThuc="20260911160000"), True),
    "three working days": (request(NgayKetThuc="20260910235900"), False),
    "a day more": (request(NgayKetThuc="20260911000000"), True),
    "received after 15:00: from the next working day": (
        request(NgayTiepNhan="20260907150001", NgayKetThuc="20260911160000"), False,
    ),
    "received at 15:00": (request(NgayTiepNhan="20260907150000", NgayKetThuc="20260911160000"), True),
    "with verification, five working days": (request(CanXacMinh="1", NgayKetThuc="20260914160000"), False),
    "received on 31 August: the date that was sent": (
        request(NgayTiepNhan="20260831080000", NgayHenTra="20260911080000", NgayKetThuc="20260911160000"), False,
    ),
    "the identity card lies outside": (
        request(
            YeuCauCanCuoc="1", NgayKetThuc="20260915080000",
            CacBuoc=[
                step(JUSTICE, "20260907160000"), step(POLICE, "20260908080000", Buoc="thuong_tru"),
                step(INSURANCE, "20260909080000"), step(POLICE, "20260915080000", Buoc="can_cuoc"),
            ],
        ),
        False,
    ),
    "death has no limit of the whole: the date that was sent": (
        request(Nhom="khai_tu", NgayHenTra="20260917080000", NgayKetThuc="20260917160000"), False,
    ),
}  # fmt: skip


ENDS: dict[str, tuple[dict[str, list[Record]], dict[str, list[str]]]] = {
    # Asked on 7 September, the window of seven working days is over on the 16th.
    "stopped on the eighth working day": (
        {"interlinked": [request(MaHoSo="", TrangThaiLT="6", NgayKetThuc="20260917080000",
                                 ChoCongDan=[{"LoaiCho": "bo_sung", "TuLuc": "20260907160000", "DenLuc": ""}])]},
        {"interlinked_stopped": ["2026-09-17"]},
    ),
    "ended within the window": (
        {"interlinked": [request(MaHoSo="", TrangThaiLT="6", NgayKetThuc="20260916160000",
                                 ChoCongDan=[{"LoaiCho": "bo_sung", "TuLuc": "20260907160000", "DenLuc": ""}])]},
        {"interlinked_refused": ["2026-09-16"]},
    ),
    "supplemented, and refused": (
        {"interlinked": [request(MaHoSo="", TrangThaiLT="6", NgayKetThuc="20260917080000",
                                 ChoCongDan=[{"LoaiCho": "bo_sung", "TuLuc": "20260907160000",
                                              "DenLuc": "20260908080000"}])]},
        {"interlinked_refused": ["2026-09-17"]},
    ),
    "the dossier tells of the request": (
        {"interlinked": [request(TrangThaiLT="6", NgayKetThuc="20260917080000")],
         "dossiers": [own(MaTTHC="1.004194", DanhSachHoSoBoSung=[supplement("20260907160000")])]},
        {"interlinked_stopped": ["2026-09-17"]},
    ),
    "received before 1 September: refused, as the system says": (
        {"interlinked": [request(MaHoSo="", NgayTiepNhan="20260831080000", TrangThaiLT="6",
                                 NgayKetThuc="20260917080000",
                                 ChoCongDan=[{"LoaiCho": "bo_sung", "TuLuc": "20260831160000", "DenLuc": ""}])]},
        {"interlinked_refused": ["2026-09-17"]},
    ),
    "of the group's own procedure, without a record": (
        {"dossiers": [own(TrangThaiHoSo="8", NgayKetThucXuLy="20260917080000",
                          DanhSachHoSoBoSung=[supplement("20260907160000")])]},
        {"interlinked_stopped": ["2026-09-17"]},
    ),
    "of the group's own procedure, refused": (
        {"dossiers": [own(TrangThaiHoSo="3", NgayTuChoi="20260909080000", NgayKetThucXuLy="20260909080000")]},
        {"interlinked_refused": ["2026-09-09"]},
    ),
    "of the group's own procedure, completed late": (
        {"dossiers": [own(TrangThaiHoSo="10", NgayHenTra="20260921080000", NgayKetThucXuLy="20260911080000",
                          NgayTra="20260911080000")]},
        {"interlinked_birth_completed": ["2026-09-11"], "interlinked_birth_late": ["2026-09-11"]},
    ),
    "sent back to the commune for a correction": (
        {"interlinked": [request(MaHoSo="", TrangThaiLT="5", NgayKetThuc="20260910080000", CacBuoc=[
            step(JUSTICE, "20260907160000"), step(POLICE, "20260908080000"),
            step(JUSTICE, "20260909080000", NhanLuc="20260908080000"), step(POLICE, "20260910080000"),
        ])]},
        {"interlinked_birth_completed": ["2026-09-10"], "interlinked_reopened": ["2026-09-08"],
         "interlinked_commune_done": ["2026-09-09"], "interlinked_police_done": ["2026-09-10"]},
    ),
    "a second record of the same dossier is a correction": (
        {"interlinked": [request(TrangThaiLT="5", NgayKetThuc="20260909080000"),
                         request("LT-2", NgayTiepNhan="20260914080000")]},
        {"interlinked_birth_completed": ["2026-09-09"], "interlinked_reopened": ["2026-09-14"]},
    ),
}  # fmt: skip


OWING: dict[str, tuple[str, list[dict[str, str]], int]] = {
    "the commune is late itself": ("20260907080000", [step(JUSTICE)], 1),
    "the police are late": ("20260907080000", [step(JUSTICE, "20260907160000"), step(POLICE)], 0),
    "insurance is late": (
        "20260907080000",
        [step(JUSTICE, "20260907160000"), step(POLICE, "20260908080000"), step(INSURANCE, "20260921080000")], 0,
    ),
    "received on 31 August, the police are late": (
        "20260831080000", [step(JUSTICE, "20260831160000"), step(POLICE)], 1,
    ),
}  # fmt: skip


def owing(received: str, steps: list[dict[str, str]]) -> dict[str, list[Record]]:
    """Return what is sent of a case, the dossier of which is of an ordinary procedure."""
    child = own(MaTTHC="1.004194", NgayTiepNhan=received)
    return {"dossiers": [child], "interlinked": [request(NgayTiepNhan=received, CacBuoc=steps)]}


SENT: dict[str, dict[str, list[Record]]] = {
    **{f"step: {name}": {"interlinked": [{**record, "MaHoSo": ""}]} for name, (record, _) in STEPS.items()},
    **{
        f"whole: {name}": {"interlinked": [{**record, "MaHoSo": "", "TrangThaiLT": "5"}]}
        for name, (record, _) in WHOLES.items()
    },
    **{f"end: {name}": feeds for name, (feeds, _) in ENDS.items()},
    **{f"owing: {name}": owing(received, steps) for name, (received, steps, _) in OWING.items()},
}
Days = dict[str, dict[str, list[str]]]


@pytest.fixture(scope="module")
def days(module_warehouse: Warehouse) -> Days:
    """The days on which each case counts, read together; counting everything again gives the same."""
    read_side_by_side(module_warehouse, SENT)
    measures = ("interlinked_%", "apology_missing")
    found = counted_days(module_warehouse, measures)
    module_warehouse.rebuild()
    assert counted_days(module_warehouse, measures) == found
    assert found.keys() == SENT.keys()
    return found


@pytest.mark.parametrize("case", STEPS)
def test_a_step_is_late_by_its_own_limit(days: Days, case: str) -> None:
    late = {name for name in days[f"step: {case}"] if name.startswith("interlinked_") and name.endswith("_late")}
    assert late == STEPS[case][1]


@pytest.mark.parametrize("case", WHOLES)
def test_the_whole_is_late_by_the_limit_of_the_group(days: Days, case: str) -> None:
    record, is_late = WHOLES[case]
    found = days[f"whole: {case}"]
    group = "death" if record["Nhom"] == "khai_tu" else "birth"
    assert (f"interlinked_{group}_completed" in found, f"interlinked_{group}_late" in found) == (True, is_late)


@pytest.mark.parametrize("case", ENDS)
def test_each_end_is_what_the_law_calls_it(days: Days, case: str) -> None:
    found = {name: on for name, on in days[f"end: {case}"].items() if name.startswith("interlinked_")}
    received = found.pop("interlinked_birth_received")
    assert (len(received), found) == (1, ENDS[case][1])


@pytest.mark.parametrize("case", OWING)
def test_the_agency_that_is_late_owes_the_apology(days: Days, case: str) -> None:
    owed = days[f"owing: {case}"].get("apology_missing", [])
    assert owed == ["2026-09-11"] * OWING[case][2]


def test_a_year_with_every_way_of_keeping_them_equals_the_truth(server: EmbeddedPostgres, tmp_path: Path) -> None:
    clock = dt.datetime(2026, 10, 1, 6, tzinfo=VIETNAM)
    world = build_world(Scale(dossiers=6000, communes=6, own_procedures=True, as_of=clock))
    warehouses = make_warehouse(server, tmp_path, clock)
    warehouse = next(warehouses)
    warehouse.keep_periods("month")
    seed_units(warehouse.engine)
    warehouse.read_and_refresh(world)
    true = {key: n for key, n in count_flows(world, with_platform=False).items() if "interlinked" in key[4]}
    rows = warehouse.query(
        "SELECT basis, unit_code, day, sector_code, to_jsonb(measure_day) AS measures "
        "FROM mart.measure_day INNER JOIN mart.unit USING (unit_id)"
    )
    counted: Counter[Any] = Counter()
    for row in rows:
        for measure, n in row.measures.items():
            if measure.startswith("interlinked_") and n:
                counted[row.basis, row.unit_code, row.day, row.sector_code, measure] += n
    assert {key: (n, counted[key]) for key, n in true.items() if counted[key] != n} == {}
    assert {key: n for key, n in counted.items() if key not in true} == {}
    in_force = Counter(key[4] for key in true if key[2] >= dt.date(2026, 9, 8))
    assert {
        "interlinked_birth_late", "interlinked_commune_late", "interlinked_police_late", "interlinked_insurance_late",
    } <= in_force.keys(), "the law's limits are at work"  # fmt: skip
    next(warehouses, None)


OUT = {"Hệ thống": "Hộ tịch", "Từ lúc": "07/09/2026 09:00", "Đến lúc": "07/09/2026 15:00", "Văn bản": "TB 7"}
OUTAGES: dict[str, tuple[Record, dict[str, str], bool]] = {
    "the commune's system: six hours do not count": (request(CacBuoc=[step(JUSTICE, "20260908140000")]), OUT, False),
    "the commune is late in spite of it": (request(CacBuoc=[step(JUSTICE, "20260908140100")]), OUT, True),
    "another agency's system": (
        request(CacBuoc=[step(JUSTICE, "20260908140000")]), {**OUT, "Hệ thống": "Bảo hiểm xã hội"}, True,
    ),
    "one that goes on": (request(CacBuoc=[step(JUSTICE, "20260918140000")]), {**OUT, "Đến lúc": ""}, False),
    "before 1 September the date that was sent stands": (
        request(NgayTiepNhan="20260831080000", CacBuoc=[step(JUSTICE, "20260908140000", HanBuoc="20260907080000")]),
        OUT, True,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("record", "outage", "is_late"), OUTAGES.values(), ids=OUTAGES.keys())
def test_the_time_of_an_announced_outage_does_not_count(
    warehouse: Warehouse, tmp_path: Path, record: Record, outage: dict[str, str], is_late: bool
) -> None:
    read(warehouse, interlinked=[{**record, "MaHoSo": ""}])
    assert "interlinked_commune_late" in refreshed(warehouse)
    assert hand_in(warehouse, tmp_path, "outages/su-co.csv", as_csv(outage)) == {"accepted": 1}
    assert ("interlinked_commune_late" in refreshed(warehouse)) is is_late


def test_an_outage_that_is_taken_back_counts_again(warehouse: Warehouse, tmp_path: Path) -> None:
    read(warehouse, interlinked=[request(MaHoSo="", CacBuoc=[step(JUSTICE, "20260908140000")])])
    assert hand_in(warehouse, tmp_path, "outages/a.csv", as_csv(OUT)) == {"accepted": 1}
    assert "interlinked_commune_late" not in refreshed(warehouse)
    taken_back = as_csv({**OUT, "Đến lúc": OUT["Từ lúc"]})
    assert hand_in(warehouse, tmp_path, "outages/b.csv", taken_back) == {"accepted": 1, "known": 1}
    assert "interlinked_commune_late" in refreshed(warehouse)
    statuses = warehouse.query("SELECT status FROM audit.sheet ORDER BY sheet_id")
    assert [row.status for row in statuses] == ["superseded", "accepted"]


def test_an_outage_that_no_case_met_is_no_change(warehouse: Warehouse, tmp_path: Path) -> None:
    read(warehouse, dossiers=[dossier("A-1")], interlinked=[request(MaHoSo="", NgayTiepNhan="20260908080000")])
    warehouse.refresh()
    before = warehouse.query("SELECT max(publish_seq) AS last FROM audit.change")[0].last
    assert hand_in(warehouse, tmp_path, "outages/a.csv", as_csv(OUT)) == {"accepted": 1}
    assert warehouse.query("SELECT max(publish_seq) AS last FROM audit.change")[0].last == before


def test_a_procedure_that_comes_to_a_group_moves_its_cases_and_back(warehouse: Warehouse, tmp_path: Path) -> None:
    read(warehouse, dossiers=[own(MaTTHC="1.004194"), own("H57.31.01-260907-0002", MaTTHC="2.000815")])
    assert refreshed(warehouse) == {}
    entry = '- {procedure_code: "1.004194", group_code: birth, valid_from: 2026-09-01, source: QĐ 1/QĐ-UBND}'
    lay(warehouse, tmp_path, interlinked_procedures=entry)
    assert refreshed(warehouse) == RECEIVED
    catalogue_of_files.install(warehouse.engine)
    assert refreshed(warehouse) == {}


@pytest.mark.parametrize(
    ("value", "done", "is_late"),
    [
        ("all", "20260912160000", False),
        ("all", "20260914080000", True),
        ("working_days", "20260914160000", False),
        ("working_days", "20260914160100", True),
        # One hour on Friday, then two days of eight, and seven hours on Wednesday.
        ("office_hours", "20260916160000", False),
        ("office_hours", "20260916160100", True),
    ],
)
def test_which_hours_count_is_a_switch(
    warehouse: Warehouse, tmp_path: Path, value: str, done: str, is_late: bool
) -> None:
    read(warehouse, interlinked=[request(MaHoSo="", NgayTiepNhan="20260911160000", CacBuoc=[step(JUSTICE, done)])])
    warehouse.refresh()
    rule = (
        f"- {{rule_code: interlinked_hours, value: {value}, valid_from: 2026-09-01, article: Điều 8.1.a, "
        "is_deduction: true}"
    )
    lay(warehouse, tmp_path, law_rules=rule)
    assert ("interlinked_commune_late" in refreshed(warehouse)) is is_late
