"""What is old goes, in portions and once; what an open batch, a rebuild, a replay or an explanation needs stays."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from onestop.contract.feeds import DOSSIERS, PROCEDURES, UNITS
from onestop.ingest import reading
from onestop.ingest.decision import Decision, decide
from onestop.ingest.reading import log_step
from onestop.ingest.steps import Context
from onestop.operations import landed
from onestop.operations.removing import remove_old
from onestop.publish.rankings import publish_pending
from onestop.quarantine.actions import Request, act
from onestop.quarantine.records import Selection, Signature
from onestop.warehouse.clock import wall_clock
from onestop.warehouse.database import WarehouseError
from simulator.testing import RunningSource
from simulator.world import Scale, build_world
from tests.support.connections import connection_to
from tests.support.scripted import Record, dossier, dossiers, script_of, scripted_source
from tests.support.warehouse import Warehouse

THREE_FEEDS = (UNITS, PROCEDURES, DOSSIERS)
TOMORROW = -1
"""Kept for so many days, everything that was done until now is old."""


def remove(warehouse: Warehouse, portion: int = 10_000, **kept: int) -> dict[str, int]:
    """Remove what is old, where everything that the pipeline did is old."""
    settings = replace(warehouse.settings, **{"keep_ledger_days": TOMORROW, **kept})
    return remove_old(warehouse.engine, settings, portion)


def count(warehouse: Warehouse, table: str) -> int:
    """Count the rows of a table."""
    return int(warehouse.query(f"SELECT count(*) FROM {table}")[0][0])


@pytest.fixture
def three_feeds() -> Iterator[None]:
    """The other feeds would be empty."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "FEEDS", THREE_FEEDS)
        yield


@pytest.fixture(scope="module")
def published_year(module_warehouse: Warehouse) -> Warehouse:
    """A year of three communes, read in small batches and published, then changed."""
    module_warehouse.keep_periods("month")
    module_warehouse.read_and_refresh(
        build_world(Scale(dossiers=300, communes=3, rich_histories=True)), batch_records=200, page_limit=100
    )
    publish_pending(module_warehouse.engine)
    module_warehouse.change_channels('SELECT case_id FROM core."case" ORDER BY case_id LIMIT 40')
    module_warehouse.refresh()
    return module_warehouse


@pytest.fixture
def year(copied: Callable[[Warehouse], Warehouse], published_year: Warehouse) -> Warehouse:
    """A copy of it, to change."""
    return copied(published_year)


def explained(warehouse: Warehouse) -> list[Any]:
    """Return the records behind some figures of the first publication and of now."""
    published = warehouse.query(
        "SELECT record_key, numerator, denominator FROM mart.publication AS publication "
        "CROSS JOIN (SELECT DISTINCT unit_code FROM mart.unit WHERE kind = 'commune') AS unit "
        "CROSS JOIN LATERAL mart.explain(publication.publication_id, unit.unit_code, 'online_rate') AS explained "
        "WHERE publication.publication_id IN (SELECT publication_id FROM mart.published_value "
        "WHERE published_value.unit_code = unit.unit_code) AND publication.period_id = 'month:2026-09-01:2026-09-30' "
        "ORDER BY 1, 2, 3"
    )
    return [tuple(row) for row in published]


def test_figures_publications_and_explanations_stay_and_a_rebuild_gives_the_same(year: Warehouse) -> None:
    before, told = year.content("core", "mart", "quarantine"), explained(year)
    progress = year.query("SELECT * FROM audit.feed_progress ORDER BY feed")
    assert len(told) > 10
    year.execute(
        "DELETE FROM audit.gate_limit WHERE check_code = 'removed_fields'"
    )  # which keeps the last 20 of each feed
    batches, paths = count(year, "audit.batch"), count(year, "(SELECT DISTINCT path FROM audit.page) AS page")
    removed = remove(year)
    assert removed["operations/delete_batches.sql"] == batches - len(progress), "the last of each feed stays"
    assert removed["operations/delete_touched.sql"] > 300
    assert removed["files"] == paths - count(year, "(SELECT DISTINCT path FROM audit.page) AS page") > 0
    assert count(year, "audit.touched") == 40, "the last change that the figures follow stays with its cases"
    assert remove(year) == {}, "the second time finds nothing"
    assert year.content("core", "mart", "quarantine") == before
    assert explained(year) == told
    assert year.query("SELECT * FROM audit.feed_progress ORDER BY feed") == progress
    assert year.query("SELECT * FROM audit.pending_work WHERE pending_kind <> 'page'") == []
    year.rebuild()
    assert year.content("core", "mart", "quarantine") == before
    assert explained(year) == told
    publish_pending(year.engine)
    assert year.content("mart") == {table: rows for table, rows in before.items() if table.startswith("mart.")}


def test_a_rebuild_under_way_keeps_what_it_needs(year: Warehouse) -> None:
    before = year.content("core", "mart")
    year.execute("UPDATE audit.measure_state SET build = build + 1, applied_seq = 0, is_rebuilding = TRUE")
    touched, changes = count(year, "audit.touched"), count(year, "audit.change")
    remove(year)
    assert (count(year, "audit.touched"), count(year, "audit.change")) == (touched, changes)
    year.rebuild()
    assert year.content("core", "mart") == before


def test_reading_goes_on_where_it_stood(
    warehouse: Warehouse, source: RunningSource, another_warehouse: Warehouse
) -> None:
    hue = connection_to(source)
    for each in (warehouse, another_warehouse):
        each.keep_periods("month")
        each.register(hue)
        each.read(hue)
        each.refresh()
    remove(warehouse)
    for each in (warehouse, another_warehouse):
        each.read(hue)
        each.refresh()
    assert warehouse.content("core", "mart", "quarantine") == another_warehouse.content("core", "mart", "quarantine")
    numbered = "SELECT max(publish_seq) AS last FROM audit.change"
    assert warehouse.query(numbered) == another_warehouse.query(numbered)


@pytest.mark.usefixtures("three_feeds")
def test_a_held_batch_is_decided_and_what_was_rejected_stays_out(warehouse: Warehouse) -> None:
    bad = [dossier(f"B-{number}", TrangThaiHoSo="0") for number in range(15)]
    for prefix in ("X", "Y"):
        good = [dossier(f"{prefix}-{number}") for number in range(15)]
        warehouse.read_script(script_of([*bad, *good]) if prefix == "X" else script_of([*good, *_others(bad)]))
        warehouse.read_script(script_of([dossier("A-1")]))
    held = [
        row.batch_id for row in warehouse.query("SELECT batch_id FROM audit.batch WHERE status = 'held' ORDER BY 1")
    ]
    assert len(held) == 2
    remove(warehouse)
    _decide(warehouse, held[0], "release")
    assert count(warehouse, "core.dossier WHERE dossier_code LIKE 'X-%%'") == 15
    _decide(warehouse, held[1], "reject")
    remove(warehouse)
    warehouse.read_script(script_of(dossiers(15, "Y")))
    assert count(warehouse, "core.dossier WHERE dossier_code LIKE 'Y-%%'") == 0, "it does not slip in"
    assert count(warehouse, "audit.batch_decision") == 2


def _others(records: list[Record]) -> list[Record]:
    return [{**record, "MaHoSo": record["MaHoSo"].replace("B", "C")} for record in records]


def _decide(warehouse: Warehouse, batch_id: int, verdict: Any) -> None:
    context = Context(warehouse.engine, warehouse.settings, log_step)
    decide(context, Decision(batch_id, verdict, "Đã kiểm tra.", "Chánh Văn phòng"))


@pytest.mark.usefixtures("three_feeds")
def test_a_landed_batch_is_published_by_the_next_run(warehouse: Warehouse) -> None:
    def stop(step: str, what: str) -> None:
        if step == "batch registered" and what == "dossiers":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _read(warehouse, [dossier("A-1")], stop)
    files = list(warehouse.settings.landing_dir.rglob("*.gz"))
    remove(warehouse)
    assert list(warehouse.settings.landing_dir.rglob("*.gz")) == files
    _read(warehouse, [dossier("A-1")], log_step)
    assert count(warehouse, "core.dossier") == 1


def _read(warehouse: Warehouse, records: list[Record], observe: Any) -> None:
    with scripted_source(script_of(records)) as connection:
        warehouse.register(connection)
        warehouse.read(connection, observe, THREE_FEEDS)


@pytest.mark.usefixtures("three_feeds")
def test_a_quarantined_record_is_put_through_again(warehouse: Warehouse) -> None:
    warehouse.read_script(script_of([dossier("A-1"), dossier("B-1", NgayTra={"x": "1"}, MaDonVi="H57.31.02")]))
    for moment in ("2026-10-01T06:15:00+07:00", "2026-10-01T06:30:00+07:00"):
        warehouse.read_script(script_of([dossier("A-1"), dossier("C-1", CapNhatLuc=moment)], as_of=moment))
    warehouse.refresh()
    open_records = count(warehouse, "quarantine.record WHERE status = 'open'")
    assert open_records == 1
    remove(warehouse)
    assert count(warehouse, "quarantine.record WHERE status = 'open'") == open_records
    signature = Signature("Danh mục đã được bổ sung.", "Trưởng phòng Kiểm soát TTHC")
    context = Context(warehouse.engine, warehouse.settings, log_step)
    done = act(context, Request("replay", Selection(), signature, dry_run=False))
    assert done["still_bad"] == 1, "the unit is still unknown, and the record is judged again"
    remove(warehouse)
    assert count(warehouse, "quarantine.decision") == 1, "what a person decided stays"


@pytest.mark.usefixtures("three_feeds")
def test_a_superseded_record_goes_once_no_window_brings_it_again(warehouse: Warehouse) -> None:
    warehouse.read_script(script_of([dossier("A-1"), dossier("B-1", TrangThaiHoSo="0")]))
    warehouse.read_script(script_of([dossier("B-1", CapNhatLuc="2026-03-02T09:00:00+07:00")]))
    statuses = "SELECT record_key, status FROM quarantine.record"
    assert [tuple(row) for row in warehouse.query(statuses)] == [("B-1", "superseded")]
    remove(warehouse, keep_message_days=TOMORROW)
    assert [tuple(row) for row in warehouse.query(statuses)] == [("B-1", "superseded")]
    warehouse.set_clock("2028-10-01T07:00:00+07:00")
    assert remove(warehouse)["operations/delete_superseded.sql"] == 1
    assert (count(warehouse, "quarantine.record"), count(warehouse, "quarantine.broken_rule")) == (0, 0)


def test_what_was_told_goes_after_its_time_list_by_list(warehouse: Warehouse) -> None:
    warehouse.execute(
        "INSERT INTO core.unit (unit_id, kind, unit_code, name, name_sort, valid) "
        "SELECT coalesce(max(unit_id), 0) + 1, 'commune', '99999', 'Xã', 'xa', '[2025-07-01,)' FROM core.unit"
    )
    for year, number in (("2025", 1), ("2026", 2)):
        at = f"{year}-08-03T07:00:00+07:00"
        warehouse.execute(
            f"""
            WITH alert AS (
                INSERT INTO core.alert (source_id, dossier_code, level, unit_id, raised_at, ended_at, ended_because)
                SELECT 'hue', 'A-{number}', 'overdue', max(unit_id), timestamptz '{at}', timestamptz '{at}', 'resolved'
                FROM core.unit RETURNING alert_id, unit_id
            ), run AS (
                INSERT INTO audit.alert_run VALUES ('{year}-08-03', 'morning', '{at}', 1, 0, 0, 1)
            ), list AS (
                INSERT INTO audit.alert_list (kind, run_on, slot, unit_id, as_of, open_before)
                SELECT 'morning', '{year}-08-03', 'morning', unit_id, '{at}', 0 FROM alert RETURNING list_id
            ), trouble AS (
                INSERT INTO audit.trouble (kind, subject, opened_at, closed_at) VALUES ('k', '{year}', '{at}', '{at}')
                RETURNING trouble_id
            ), troubles AS (
                INSERT INTO audit.trouble_list (as_of) VALUES ('{at}') RETURNING list_id
            ), told AS (
                INSERT INTO audit.trouble_list_item SELECT list_id, trouble_id, FALSE, 'd', 'a' FROM troubles, trouble
            ), sent AS (
                INSERT INTO audit.delivery (
                    subject_kind, subject_id, channel, address, message_id, status, queued_at, next_try_at, sent_at
                )
                SELECT 'alert_list', list_id, 'mail', 'a@example', '{year}', 'sent', '{at}', '{at}', '{at}' FROM list
            )
            INSERT INTO audit.alert_list_item SELECT list_id, alert_id, 'new', '{{}}' FROM list, alert
            """
        )
    told = (
        "core.alert", "audit.alert_run", "audit.alert_list", "audit.alert_list_item", "audit.trouble",
        "audit.trouble_list", "audit.trouble_list_item", "audit.delivery",
    )  # fmt: skip
    remove(warehouse, portion=1)
    assert [count(warehouse, table) for table in told] == [1] * len(told), "of the last 400 days"
    with pytest.raises(WarehouseError, match="RestrictViolation"):
        remove(warehouse, keep_message_days=TOMORROW)
    assert count(warehouse, "audit.alert_list") == 1, "what was told lately stays, whatever is set"


@pytest.mark.parametrize(
    "table",
    ["audit.touched", "core.alert", "audit.alert_list_item", "audit.alert_list_count", "audit.trouble_list_item"],
)
def test_removing_nothing_is_no_fault(warehouse: Warehouse, table: str) -> None:
    warehouse.execute(f"DELETE FROM {table} WHERE FALSE")
    assert remove(warehouse) == {}


def age(path: Path, days: int) -> None:
    """Let a file be so many days old."""
    at = (wall_clock() - dt.timedelta(days=days)).timestamp()
    os.utime(path, (at, at))


@pytest.mark.usefixtures("three_feeds")
def test_a_landed_file_goes_when_it_is_old_and_in_no_manifest(warehouse: Warehouse) -> None:
    warehouse.read_script(script_of([dossier("A-1")]))
    folder = warehouse.settings.landing_dir
    listed = sorted(folder.rglob("*.gz"))
    left, young = folder / "scripted" / "dossiers" / "ab" / "x.part", folder / "scripted" / "young.ndjson.gz"
    left.parent.mkdir(parents=True, exist_ok=True)
    for path in (left, young):
        path.write_bytes(b"")
    for path in (*listed, left):
        age(path, 100)
    assert remove(warehouse, keep_ledger_days=90) == {"files": 1}
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == sorted([*listed, young])


@pytest.mark.usefixtures("three_feeds")
def test_a_page_that_is_landed_again_is_new(warehouse: Warehouse) -> None:
    warehouse.read_script(script_of([dossier("A-1")]))
    files = list(warehouse.settings.landing_dir.rglob("*.gz"))
    for path in files:
        age(path, 100)
    warehouse.read_script(script_of([dossier("A-1")]))
    yesterday = (wall_clock() - dt.timedelta(days=1)).timestamp()
    assert [path for path in files if path.stat().st_mtime < yesterday] == []


def test_a_page_that_is_landed_while_it_is_removed_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.ndjson.gz"
    page.write_bytes(b"x")
    before = wall_clock()
    age(page, 100)
    rename = Path.rename

    def landed_again(path: Path, target: Path) -> Path:
        if path == page:
            os.utime(page)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", landed_again)
    monkeypatch.setattr(landed, "_unlisted", lambda _engine, _folder, files: list(files))
    assert landed.remove_landed(create_engine("sqlite://"), tmp_path, before) == 0
    assert page.read_bytes() == b"x"
