"""Which version of a record wins, and what becomes of the others."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.support.scripted import Script, catalogue, dossier, dossiers, script_of
from tests.support.warehouse import Warehouse

TERMS = ("received", "inserted", "updated", "unchanged", "stale", "quarantined")


def read(warehouse: Warehouse, script: Script, **changed: Any) -> None:
    """Read a script as the one source."""
    warehouse.read_script(script, **changed)


def ledger(warehouse: Warehouse, feed: str = "dossiers") -> list[tuple[int, ...]]:
    """Return the ledger terms of the feed's batches."""
    rows = warehouse.query(
        f"SELECT {', '.join(TERMS)} FROM audit.batch WHERE feed = %(feed)s ORDER BY batch_id",
        {"feed": feed},
    )
    return [tuple(row) for row in rows]


def broken(warehouse: Warehouse) -> list[tuple[str | None, str]]:
    """Return key and decisive rule of what is in quarantine."""
    rows = warehouse.query(
        "SELECT r.record_key, b.rule_id FROM quarantine.record AS r "
        "INNER JOIN quarantine.broken_rule AS b USING (source_id, feed, page_hash, ordinal) "
        "INNER JOIN audit.rule USING (rule_id) WHERE disposition = 'quarantined' ORDER BY 1, 2"
    )
    return [tuple(row) for row in rows]


FIRST = dossier("A-1")
LATER = dossier("A-1", TrangThaiHoSo="9", NgayKetThucXuLy="20260303090000", CapNhatLuc="2026-03-03T09:00:00+07:00")


def test_a_later_version_updates_and_both_are_kept(warehouse: Warehouse) -> None:
    read(warehouse, script_of([FIRST]))
    read(warehouse, script_of([LATER]))
    assert ledger(warehouse) == [(1, 1, 0, 0, 0, 0), (1, 0, 1, 0, 0, 0)]
    versions = warehouse.query("SELECT status FROM core.dossier_version ORDER BY source_updated_at")
    assert [row.status for row in versions] == [4, 9]


def test_an_older_version_that_comes_later_is_stale(warehouse: Warehouse) -> None:
    read(warehouse, script_of([LATER]))
    read(warehouse, script_of([FIRST]))
    assert ledger(warehouse) == [(1, 1, 0, 0, 0, 0), (1, 0, 0, 0, 1, 0)]
    assert warehouse.query("SELECT status FROM core.dossier")[0].status == 9


def test_duplicates_in_a_batch_are_stale(warehouse: Warehouse) -> None:
    read(warehouse, script_of([FIRST, LATER], [LATER]))
    assert ledger(warehouse) == [(3, 1, 0, 0, 2, 0)]
    assert warehouse.query("SELECT status FROM core.dossier")[0].status == 9


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_the_order_of_arrival_does_not_change_the_content(
    warehouse: Warehouse, another_warehouse: Warehouse, order: tuple[int, ...]
) -> None:
    versions = [FIRST, LATER, {**LATER, "BuocXuLy": "cho_ky", "CapNhatLuc": "2026-03-04T09:00:00+07:00"}]
    read(warehouse, script_of([versions[place] for place in order]))
    for version in versions:
        read(another_warehouse, script_of([version]))
    for holder in (warehouse, another_warehouse):
        holder.refresh()
    assert warehouse.content("mart") == another_warehouse.content("mart")
    assert warehouse.query("SELECT record_hash FROM core.dossier") == another_warehouse.query(
        "SELECT record_hash FROM core.dossier"
    )


def test_an_edit_without_a_new_update_time_is_accepted_and_flagged(warehouse: Warehouse) -> None:
    read(warehouse, script_of([FIRST]))
    read(warehouse, script_of([{**FIRST, "BuocXuLy": "cho_ky"}], as_of="2026-10-01T06:15:00+07:00"))
    assert ledger(warehouse) == [(1, 1, 0, 0, 0, 0), (1, 0, 1, 0, 0, 0)]
    assert warehouse.query("SELECT step FROM core.dossier")[0].step == "awaiting_signature"
    assert [tuple(row) for row in warehouse.query("SELECT record_key, rule_id FROM core.flag")] == [
        ("A-1", "dossier_silent_edit")
    ]


def test_an_update_time_beyond_the_sources_clock_is_quarantined_and_moves_no_position(warehouse: Warehouse) -> None:
    ahead = dossier("A-2", CapNhatLuc="2026-10-01T06:11:00+07:00")
    read(warehouse, script_of([FIRST, ahead]))
    assert ledger(warehouse) == [(2, 1, 0, 0, 0, 1)]
    assert broken(warehouse) == [("A-2", "dossier_updated_in_future")]
    position = warehouse.query("SELECT high_water <= as_of AS is_sane FROM audit.position WHERE feed = 'dossiers'")
    assert position[0].is_sane


def test_update_times_move_the_position_whatever_case_their_name_has(warehouse: Warehouse) -> None:
    read(warehouse, script_of([{name.upper(): value for name, value in LATER.items()}]))
    position = warehouse.query("SELECT high_water FROM audit.position WHERE feed = 'dossiers'")
    assert position[0].high_water.isoformat() == "2026-03-03T09:00:00+07:00"


def test_an_update_time_within_the_tolerance_is_used(warehouse: Warehouse) -> None:
    read(warehouse, script_of([dossier("A-2", CapNhatLuc="2026-10-01T06:10:00+07:00")]))
    assert ledger(warehouse) == [(1, 1, 0, 0, 0, 0)]


CONFLICT = {**LATER, "MaTTHC": "2.000815", "NgayTiepNhan": "20260228080000"}


@pytest.mark.parametrize("pages", [([FIRST], [CONFLICT]), ([FIRST, CONFLICT],)], ids=["two batches", "one batch"])
def test_another_procedure_and_another_day_is_an_identity_conflict(warehouse: Warehouse, pages: Any) -> None:
    read(warehouse, script_of(*pages), batch_records=1)
    assert broken(warehouse) == [("A-1", "dossier_identity_conflict")]
    assert warehouse.query("SELECT procedure_code FROM core.dossier")[0].procedure_code == "1.004194"


@pytest.mark.parametrize(
    "change",
    [{"MaTTHC": "2.000815"}, {"NgayTiepNhan": "20260303080000"}],
    ids=["procedure alone", "reception day alone"],
)
def test_one_of_them_alone_is_an_update(warehouse: Warehouse, change: dict[str, str]) -> None:
    read(warehouse, script_of([FIRST]))
    read(warehouse, script_of([{**LATER, **change}]))
    assert ledger(warehouse) == [(1, 1, 0, 0, 0, 0), (1, 0, 1, 0, 0, 0)]


def test_an_online_dossier_gains_its_reception_later(warehouse: Warehouse) -> None:
    read(warehouse, script_of([dossier("A-1", NgayTiepNhan="", TrangThaiHoSo="1", KenhThucHien="2")]))
    read(warehouse, script_of([{**LATER, "KenhThucHien": "2"}]))
    assert ledger(warehouse) == [(1, 1, 0, 0, 0, 0), (1, 0, 1, 0, 0, 0)]
    assert broken(warehouse) == []


UNUSABLE = {
    "no code": ({"MaHoSo": ""}, None, "dossier_key_missing"),
    "unknown unit": ({"MaDonVi": "H57.99.99"}, "A-9", "dossier_unit_unknown"),
    "unit before it existed": ({"NgayTiepNhan": "20250630080000"}, "A-9", "dossier_unit_unknown"),
    "unknown status": ({"TrangThaiHoSo": "0"}, "A-9", "dossier_status_unknown"),
    "status in words": ({"TrangThaiHoSo": "done"}, "A-9", "dossier_status_unknown"),
    "no update time": ({"CapNhatLuc": ""}, "A-9", "dossier_updated_at_missing"),
    "unreadable update time": ({"CapNhatLuc": "hom qua"}, "A-9", "dossier_updated_at_missing"),
}


@pytest.fixture(scope="module")
def refused(module_warehouse: Warehouse) -> dict[str, Any]:
    """What is in quarantine of each unusable record, which come behind a good one."""
    sent = [FIRST, *(dossier("A-9", **change) for change, _, _ in UNUSABLE.values())]
    read(module_warehouse, script_of(sent))
    assert ledger(module_warehouse) == [(len(sent), 1, 0, 0, 0, len(UNUSABLE))]
    records = module_warehouse.query(
        "SELECT r.*, rule_id, reason_vi FROM quarantine.record AS r "
        "INNER JOIN quarantine.broken_rule AS b USING (source_id, feed, page_hash, ordinal) "
        "INNER JOIN audit.rule USING (rule_id) WHERE disposition = 'quarantined' ORDER BY ordinal"
    )
    return dict(zip(UNUSABLE, records, strict=True))


@pytest.mark.parametrize("case", UNUSABLE)
def test_an_unusable_record_lands_in_quarantine_with_its_reason(refused: dict[str, Any], case: str) -> None:
    record, (_, key, rule) = refused[case], UNUSABLE[case]
    assert (record.record_key, record.rule_id, record.reason) == (key, rule, record.reason_vi)
    assert (record.status, record.times_seen, record.payload["MaTTHC"]) == ("open", 1, "1.004194")


def test_records_that_are_no_objects_are_quarantined_not_lost(warehouse: Warehouse) -> None:
    script = script_of([FIRST])
    script.feeds["dossiers"] = [[FIRST, "a text", 7, None, ["a list"]]]
    read(warehouse, script)
    assert ledger(warehouse) == [(5, 1, 0, 0, 0, 4)]
    assert {row.payload["_unusable"] for row in warehouse.query("SELECT payload FROM quarantine.record")} == {
        "str", "int", "NoneType", "list",
    }  # fmt: skip


def test_a_quarantined_record_is_superseded_by_a_good_version(warehouse: Warehouse) -> None:
    read(warehouse, script_of([dossier("A-1", TrangThaiHoSo="0")]))
    read(warehouse, script_of([LATER]))
    assert [row.status for row in warehouse.query("SELECT status FROM quarantine.record")] == ["superseded"]


def test_a_quarantined_record_is_not_superseded_by_an_older_version(warehouse: Warehouse) -> None:
    read(warehouse, script_of([{**LATER, "TrangThaiHoSo": "0"}]))
    read(warehouse, script_of([FIRST]))
    assert [row.status for row in warehouse.query("SELECT status FROM quarantine.record")] == ["open"]


def test_a_good_version_supersedes_one_whose_clock_ran_ahead(warehouse: Warehouse) -> None:
    read(warehouse, script_of([{**FIRST, "CapNhatLuc": "20990101000000"}]))
    read(warehouse, script_of([LATER]))
    assert [row.status for row in warehouse.query("SELECT status FROM quarantine.record")] == ["superseded"]


def test_a_reused_code_stays_refused_while_its_first_owner_goes_on(warehouse: Warehouse) -> None:
    read(warehouse, script_of([FIRST]))
    reused = dossier("A-1", MaTTHC="1.000894", NgayTiepNhan="20260903080000", CapNhatLuc="20260903080000")
    read(warehouse, script_of([reused]))
    read(warehouse, script_of([{**LATER, "CapNhatLuc": "20260930080000"}]))
    assert broken(warehouse) == [("A-1", "dossier_identity_conflict")]
    assert [row.status for row in warehouse.query("SELECT status FROM quarantine.record")] == ["open"]


def test_the_same_bad_page_read_twice_counts_its_sightings(warehouse: Warehouse) -> None:
    for _ in range(2):
        read(warehouse, script_of([FIRST, dossier("A-9", TrangThaiHoSo="0")]))
    read(warehouse, script_of([dossier("B-1", TrangThaiHoSo="0")], [dossier("B-1", TrangThaiHoSo="0")]))
    seen = warehouse.query("SELECT record_key, times_seen FROM quarantine.record ORDER BY record_key")
    assert [tuple(row) for row in seen] == [("A-9", 2), ("B-1", 2)]
    assert ledger(warehouse)[-1] == (2, 0, 0, 0, 0, 2)


def test_flags_follow_the_current_version(warehouse: Warehouse) -> None:
    read(warehouse, script_of([dossier("A-1", NgayHenTra="")]))
    assert [row.rule_id for row in warehouse.query("SELECT rule_id FROM core.flag")] == ["dossier_due_date_missing"]
    read(warehouse, script_of([LATER]))
    assert warehouse.query("SELECT rule_id FROM core.flag") == []


def test_a_batch_with_too_many_unusable_records_is_held_and_later_ones_go_on(warehouse: Warehouse) -> None:
    bad = dossiers(5, "B", MaDonVi="H57.99.99")
    good = dossiers(16)
    read(warehouse, script_of(bad + good, [dossier("C-1")]), batch_records=20)
    held, later = warehouse.query(
        "SELECT status, held_reason, publish_seq FROM audit.batch WHERE feed = 'dossiers' ORDER BY batch_id"
    )
    assert held.status == "held"
    assert "5 trong 21 bản ghi mới (23,8%) không dùng được" in held.held_reason
    assert later.status == "published"
    assert [row.dossier_code for row in warehouse.query("SELECT dossier_code FROM core.dossier")] == ["C-1"]


def test_a_share_at_the_limit_passes(warehouse: Warehouse) -> None:
    bad = dossiers(4, "B", MaDonVi="H57.99.99")
    read(warehouse, script_of(bad + dossiers(16)))
    assert ledger(warehouse) == [(20, 16, 0, 0, 0, 4)]


def test_unknown_fields_keep_name_and_type_only(warehouse: Warehouse) -> None:
    read(warehouse, script_of([dossier("A-1", GioiTinh="Nam", MaMoi={"x": "bi mat"})]))
    pages = warehouse.query(
        "SELECT unknown_fields FROM audit.page WHERE records = 1 AND cardinality(unknown_fields) > 0"
    )
    assert pages[0].unknown_fields == ["GioiTinh:str", "MaMoi:dict"]


def test_a_unit_renamed_by_its_source_keeps_its_id(warehouse: Warehouse) -> None:
    read(warehouse, script_of([FIRST]))
    renamed = {
        **catalogue()["units"][0][1],
        "TenDonVi": "Phường Thuận Hoá Mới",
        "CapNhatLuc": "2026-03-03T08:00:00+07:00",
    }
    read(warehouse, Script({"units": [[renamed]]}))
    units = warehouse.query("SELECT unit_id, name FROM core.unit WHERE kind = 'commune'")
    assert [tuple(row) for row in units] == [(1, "Phường Thuận Hoá Mới")]


def test_a_changed_procedure_touches_its_cases(warehouse: Warehouse) -> None:
    read(warehouse, script_of([FIRST]))
    warehouse.refresh()
    moved = {**catalogue()["procedures"][0][0], "MaLinhVuc": "HT", "CapNhatLuc": "2026-03-03T08:00:00+07:00"}
    read(warehouse, Script({"procedures": [[moved]]}))
    warehouse.refresh()
    sectors = warehouse.query("SELECT DISTINCT sector_code FROM mart.measure_day")
    assert [row.sector_code for row in sectors] == ["HT"]
