"""What a look guarantees: all or nothing, once, only what is new, and what was told stays."""

from __future__ import annotations

import threading

import pytest

from onestop import tasks
from onestop.alert.raising import raise_alerts, slot_of
from onestop.warehouse.database import WarehouseError
from tests.alert.days import FAR, OFFICE, A, B, event, everything_told, look, moment, rounds, sent, tell, told
from tests.support.warehouse import Warehouse

OLD = told("OLD", A, "2026-03-02 08:00", "2026-03-05 08:00")
LATE = told("LATE", A, "2026-04-13 08:00", "2026-04-17 16:00")
TABLES = (
    *("mart.overdue_dossier", "core.alert", "audit.alert_run", "audit.alert_list", "audit.alert_list_item"),
    "audit.alert_list_count",
)


def sizes(warehouse: Warehouse) -> dict[str, int]:
    """Return how many rows each table of the room has."""
    return {table: warehouse.query(f"SELECT count(*) AS n FROM {table}")[0].n for table in TABLES}


@pytest.mark.parametrize(
    ("hour", "slot"),
    [
        ("00:00", "morning"),
        ("07:00", "morning"),
        ("11:59:59", "morning"),
        ("12:00", "early_afternoon"),
        ("14:59:59", "early_afternoon"),
        ("15:00", "late_afternoon"),
        ("23:59:59", "late_afternoon"),
    ],
)
def test_the_slot_follows_from_the_local_time(hour: str, slot: str) -> None:
    assert slot_of(moment(f"2026-04-20 {hour}")) == slot


@pytest.mark.parametrize("table", TABLES)
def test_a_look_that_is_broken_off_leaves_nothing(office: Warehouse, table: str) -> None:
    tell(office, "2026-04-20 06:30", OLD)
    office.execute(f"ALTER TABLE {table} ADD CONSTRAINT refusing CHECK (FALSE) NOT VALID")
    with pytest.raises(WarehouseError, match="refusing"):
        look(office, "2026-04-20 07:00")
    assert set(sizes(office).values()) == {0}
    office.execute(f"ALTER TABLE {table} DROP CONSTRAINT refusing")
    assert len(look(office, "2026-04-20 07:01")) == 2, "the next look of the slot tells all of it"
    assert 0 not in sizes(office).values()


def test_a_morning_on_which_nothing_ran_is_made_up_for(office: Warehouse) -> None:
    tell(office, "2026-04-20 06:30", OLD)
    assert len(look(office, "2026-04-20 14:00")) == 2
    assert look(office, "2026-04-20 14:01") == [], "the afternoon has its own look, and nothing is new"
    assert look(office, "2026-04-20 16:00") == []
    runs = office.query("SELECT slot FROM audit.alert_run ORDER BY as_of")
    assert [row.slot for row in runs] == ["morning", "early_afternoon", "late_afternoon"]


def test_a_morning_is_not_over_before_every_source_was_read(office: Warehouse) -> None:
    tell(office, "2026-04-20 06:30", OLD)
    office.execute("INSERT INTO audit.source (connection_name, is_configured) VALUES ('new', TRUE)")
    assert look(office, "2026-04-20 07:00") == []
    office.execute(
        "UPDATE audit.source SET last_success_at = '2026-04-20T07:05:00+07:00' WHERE connection_name = 'new'"
    )
    assert len(look(office, "2026-04-20 07:10")) == 2


def test_of_two_looks_at_once_one_tells(office: Warehouse) -> None:
    tell(office, "2026-04-20 06:30", OLD)
    made: list[list[int]] = []

    def look_too() -> None:
        made.append(raise_alerts(office.engine, moment("2026-04-20 07:00")))

    threads = [threading.Thread(target=look_too) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(len, made)) == [0, 2]
    assert len(everything_told(office)) == 2


def test_two_alerts_of_a_dossier_are_resolved_as_one(office: Warehouse) -> None:
    asked = rounds(("2026-04-13 09:00", "2026-04-13 10:00"), ("2026-04-13 11:00", "2026-04-13 14:00"))
    both = {**LATE, "DanhSachHoSoBoSung": asked}
    tell(office, "2026-04-20 06:30", both)
    look(office, "2026-04-20 07:00")
    tell(office, "2026-04-20 13:30", {**both, "TrangThaiHoSo": "10", "NgayKetThucXuLy": sent("2026-04-20 10:00")})
    look(office, "2026-04-20 14:00")
    resolved = [row for row in everything_told(office) if row[4] == "resolved"]
    assert resolved == [("04-20", "early_afternoon", "19753", "update", "resolved", "overdue", "LATE")]
    levels = office.query("SELECT told -> 'ended_levels' AS levels FROM audit.alert_list_item WHERE what = 'resolved'")
    assert levels[0].levels == ["overdue", "second_supplement"]
    ends = office.query("SELECT DISTINCT ended_because, ended_at FROM core.alert")
    assert [tuple(row) for row in ends] == [("resolved", moment("2026-04-20 14:00"))]


def test_a_level_that_remains_lets_another_pass_on(office: Warehouse) -> None:
    asked = rounds(("2026-04-13 09:00", "2026-04-13 10:00"), ("2026-04-13 11:00", "2026-04-13 14:00"))
    both = {**LATE, "DanhSachHoSoBoSung": asked}
    tell(office, "2026-04-20 06:30", both)
    look(office, "2026-04-20 07:00")
    tell(office, "2026-04-20 13:30", {**both, "NgayHenTra": sent(FAR)})
    assert look(office, "2026-04-20 14:00") == []
    rows = office.query("SELECT level, ended_because FROM core.alert ORDER BY level")
    assert [tuple(row) for row in rows] == [("overdue", "passed_on"), ("second_supplement", None)]


def test_a_dossier_that_the_source_takes_back_is_resolved(office: Warehouse) -> None:
    tell(office, "2026-04-20 06:30", LATE)
    look(office, "2026-04-20 07:00")
    tell(office, "2026-04-20 13:30", {**LATE, "DaXoa": "1"})
    assert len(look(office, "2026-04-20 14:00")) == 1
    assert ("resolved", "overdue", "LATE") in {row[4:] for row in everything_told(office)}


def test_what_comes_back_is_told_again(office: Warehouse) -> None:
    tell(office, "2026-04-20 06:30", LATE)
    look(office, "2026-04-20 07:00")
    tell(office, "2026-04-20 13:30", {**LATE, "TrangThaiHoSo": "10", "NgayKetThucXuLy": sent("2026-04-20 10:00")})
    look(office, "2026-04-20 14:00")
    tell(office, "2026-04-21 06:30", LATE)
    look(office, "2026-04-21 07:00")
    assert [row[0] for row in sorted(everything_told(office)) if row[4] == "new"] == ["04-20", "04-21"]


def test_a_dossier_that_goes_to_another_agency_is_told_there_and_resolved_here(office: Warehouse) -> None:
    held = told("HELD", A, "2026-04-13 08:00", "2026-04-23 16:00")
    tell(office, "2026-04-20 06:30", held, events=[event("HELD", "2026-04-14 08:00", holder=OFFICE)])
    look(office, "2026-04-20 07:00")
    tell(office, "2026-04-21 06:30", held, events=[event("HELD", "2026-04-20 10:00", holder=B)])
    look(office, "2026-04-21 07:00")
    assert {row[:1] + row[2:6] for row in everything_told(office) if row[5] == "held_elsewhere"} == {
        ("04-20", "19753", "morning", "new", "held_elsewhere"),
        ("04-20", "H57.10", "morning", "new", "held_elsewhere"),
        ("04-21", "H57.10", "morning", "resolved", "held_elsewhere"),
        ("04-21", "19774", "morning", "new", "held_elsewhere"),
    }


def test_a_digest_names_as_many_as_the_province_wants_the_most_overdue_first(office: Warehouse) -> None:
    tell(office, "2026-04-20 06:30", OLD, LATE, told("OLDEST", B, "2026-02-02 08:00", "2026-02-05 08:00"))
    limits = "SELECT 'H57', 0.8, 2, 0.5, 0.8, 3, 10, 8, 3, 2"
    office.execute(f"INSERT INTO mart.alert_limit {limits}")
    look(office, "2026-04-20 07:00")
    worst = {row[6] for row in everything_told(office) if row[4] == "worst"}
    assert worst == {"OLDEST", "OLD"}


def test_a_unit_is_escalated_after_as_many_working_days_as_its_province_says(office: Warehouse) -> None:
    office.execute("INSERT INTO mart.alert_limit SELECT 'H57', 0.8, 2, 0.5, 0.8, 3, 10, 8, 1, 10")
    tell(office, "2026-04-24 06:30", LATE)
    for at in ("2026-04-24 07:00", "2026-04-24 14:00", "2026-04-27 07:00", "2026-04-28 07:00", "2026-04-29 07:00"):
        look(office, at)
    assert [row[0] for row in everything_told(office) if row[4] == "escalated"] == ["04-28"], "the 27th is a holiday"


def test_the_task_looks_by_the_business_clock(office: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(office, "2026-04-20 06:30", OLD)
    office.set_clock(moment("2026-04-20 16:00"))
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", office.settings.warehouse_url or "")
    monkeypatch.setenv("ONESTOP_VAR", str(office.settings.var_dir))
    assert len(tasks.raise_alerts()) == 2
    assert tasks.raise_alerts() == []
    runs = office.query("SELECT run_on::text, slot, as_of FROM audit.alert_run")
    assert [tuple(row) for row in runs] == [("2026-04-20", "morning", moment("2026-04-20 16:00"))]


REFUSED = {
    "an alert told earlier": "UPDATE core.alert SET raised_at = raised_at - interval '1 day'",
    "an alert of another level": "UPDATE core.alert SET level = 'overdue' WHERE level = 'overdue_long'",
    "an alert that ended, opened": "UPDATE core.alert SET ended_at = NULL, ended_because = NULL",
    "another end": "UPDATE core.alert SET ended_because = 'waiting'",
    "a later end": "UPDATE core.alert SET ended_at = ended_at + interval '1 day'",
    "an escalation taken back": "UPDATE core.alert SET escalated_at = NULL",
    "an alert gone": "DELETE FROM core.alert",
    "all alerts gone": "TRUNCATE core.alert CASCADE",
    "another run": "UPDATE audit.alert_run SET lists = 0",
    "a run gone": "DELETE FROM audit.alert_run",
    "another list": "UPDATE audit.alert_list SET open_before = 7",
    "a list gone": "DELETE FROM audit.alert_list",
    "another item": "UPDATE audit.alert_list_item SET told = '{}'",
    "an item gone": "DELETE FROM audit.alert_list_item",
    "another count": "UPDATE audit.alert_list_count SET open = 0",
    "a count gone": "DELETE FROM audit.alert_list_count",
}


@pytest.fixture
def ended(office: Warehouse) -> Warehouse:
    """A warehouse with an alert that was escalated and has ended."""
    tell(office, "2026-04-20 06:30", OLD)
    look(office, "2026-04-20 07:00")
    look(office, "2026-04-23 07:00")
    tell(office, "2026-04-23 13:30", {**OLD, "TrangThaiHoSo": "10", "NgayKetThucXuLy": sent("2026-04-23 10:00")})
    look(office, "2026-04-23 14:00")
    return office


def test_what_was_told_stays_as_it_was_told(ended: Warehouse) -> None:
    before = sizes(ended)
    (alert,) = ended.query("SELECT * FROM core.alert")
    assert alert.escalated_at == moment("2026-04-23 07:00")
    assert alert.ended_at == moment("2026-04-23 14:00")
    for what, statement in REFUSED.items():
        with pytest.raises(WarehouseError) as refused:
            ended.execute(statement)
        assert refused.value.sqlstate == "23001", what
    assert ended.query("SELECT * FROM core.alert") == [alert]
    assert sizes(ended) == before


def test_who_reads_the_mart_sees_what_needs_attention_and_no_alert(office: Warehouse) -> None:
    rows = office.query(
        "SELECT name, has_table_privilege('onestop_reader', name, 'SELECT') AS may_read, "
        "has_table_privilege('onestop_reader', name, 'UPDATE') AS may_write FROM unnest(%(names)s) AS table_ (name)",
        {"names": [*TABLES, "mart.alert_level", "mart.alert_limit", "mart.overdue_by_unit"]},
    )
    assert {row.name for row in rows if row.may_read} == {
        *("mart.overdue_dossier", "mart.alert_level", "mart.alert_limit", "mart.overdue_by_unit"),
    }
    assert not any(row.may_write for row in rows)
