"""What the database itself refuses, whoever asks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onestop.warehouse.database import WarehouseError
from tests.support.scripted import dossier, script_of
from tests.support.warehouse import Warehouse


@pytest.fixture(scope="module")
def read_once(module_warehouse: Warehouse) -> Warehouse:
    """A warehouse with one published batch of each feed."""
    module_warehouse.read_and_refresh(script_of([dossier("A-1"), dossier("A-2", TrangThaiHoSo="0")]), every_feed=True)
    return module_warehouse


@pytest.fixture
def read(copied: Callable[[Warehouse], Warehouse], read_once: Warehouse) -> Warehouse:
    """A copy of it, to change."""
    return copied(read_once)


@pytest.mark.parametrize("term", ["received", "inserted", "updated", "unchanged", "stale", "quarantined"])
def test_a_ledger_row_must_balance(read: Warehouse, term: str) -> None:
    with pytest.raises(WarehouseError, match="ledger_balances"):
        read.execute(f"UPDATE audit.batch SET {term} = {term} + 1 WHERE feed = 'dossiers'")


@pytest.mark.parametrize("status", ["fetched", "staged", "held", "passed", "rejected"])
def test_a_published_batch_stays_published(read: Warehouse, status: str) -> None:
    with pytest.raises(WarehouseError, match="CheckViolation"):
        read.execute(f"UPDATE audit.batch SET status = '{status}', held_reason = 'x' WHERE feed = 'dossiers'")


def test_touched_cases_are_only_added(read: Warehouse) -> None:
    for statement in (
        "DELETE FROM audit.touched",
        "UPDATE audit.touched SET publish_seq = 9",
        "TRUNCATE audit.touched",
    ):
        with pytest.raises(WarehouseError, match="RestrictViolation"):
            read.execute(statement)


def test_the_business_clock_does_not_go_back(warehouse: Warehouse) -> None:
    warehouse.set_clock("2026-10-01T07:00:00+07:00")
    with pytest.raises(WarehouseError, match="CheckViolation"):
        warehouse.set_clock("2026-10-01T06:59:59+07:00")


def test_a_position_never_passes_the_sources_clock(read: Warehouse) -> None:
    with pytest.raises(WarehouseError, match="never_past_the_source"):
        read.execute("UPDATE audit.position SET high_water = as_of + interval '1 second'")


@pytest.mark.parametrize(
    "change",
    [
        "received_online = coalesce(received_online, 0) + 1",
        "resolved_early = coalesce(resolved_early, 0) + 1",
        "within = coalesce(within, 0) + 1",
        "within_at_start = coalesce(within_at_start, 0) + 1",
        "withdrawn = coalesce(withdrawn, 0) + 1",
    ],
)
def test_a_form_must_balance(read: Warehouse, change: str) -> None:
    with pytest.raises(WarehouseError, match="figure_balances"):
        read.execute(f"UPDATE mart.figure SET {change}")


def test_a_code_means_one_unit_at_a_time(read: Warehouse) -> None:
    with pytest.raises(WarehouseError, match="ExclusionViolation"):
        read.execute(
            "INSERT INTO core.unit_alias SELECT code_id, unit_id, '[2026-01-01,2026-02-01)' FROM core.unit_alias"
        )


def test_messages_of_the_driver_do_not_quote_values(read: Warehouse) -> None:
    with pytest.raises(WarehouseError) as raised:
        read.execute("INSERT INTO core.sector VALUES ('CTR', 'Nguyen Van A')")
    assert str(raised.value) == "test: UniqueViolation [23505] (constraint sector_pkey, table sector)"
    assert raised.value.__cause__ is None
