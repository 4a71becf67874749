"""A drain of many cases goes in parts: the figures follow once, with the last, and a broken drain goes on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded.postgres import EmbeddedPostgres
from onestop.measure import writer
from onestop.measure.writer import rebuild, refresh
from onestop.warehouse.database import transaction
from onestop.warehouse.locks import Lock, take_lock
from simulator.world import World
from tests.conftest import copy_warehouse
from tests.support.locks import wait_for_a_waiting_lock
from tests.support.warehouse import Warehouse

PART = 400


@pytest.fixture(scope="module")
def facts(small_world: World, module_warehouse: Warehouse) -> Warehouse:
    """A warehouse with the facts of a year, none of them in a figure; for copies."""
    module_warehouse.keep_periods("month")
    module_warehouse.read_world(small_world)
    return module_warehouse


@pytest.fixture
def read(server: EmbeddedPostgres, facts: Warehouse, tmp_path: Path) -> Iterator[Warehouse]:
    """A warehouse of its own that has read a year and has no figure."""
    yield from copy_warehouse(server, facts, tmp_path)


@pytest.fixture(scope="module")
def figures(
    server: EmbeddedPostgres, facts: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Warehouse]:
    """A warehouse with the facts and the figures of a year; for copies."""
    for warehouse in copy_warehouse(server, facts, tmp_path_factory.mktemp("figures")):
        warehouse.refresh()
        yield warehouse


@pytest.fixture
def refreshed(server: EmbeddedPostgres, figures: Warehouse, tmp_path: Path) -> Iterator[Warehouse]:
    """A warehouse of its own that has read a year and has its figures."""
    yield from copy_warehouse(server, figures, tmp_path)


def state(warehouse: Warehouse) -> tuple[int, bool, bool]:
    """Return the applied sequence, whether a drain is under way, and whether it has got anywhere."""
    row = warehouse.query("SELECT applied_seq, draining_to, drained_case FROM audit.measure_state")[0]
    return row.applied_seq, row.draining_to is not None, row.drained_case is not None


def count(warehouse: Warehouse, table: str) -> int:
    return int(warehouse.query(f"SELECT count(*) AS n FROM {table}")[0].n)


class StoppedError(Exception):
    """The process is gone."""


def stop_after(monkeypatch: pytest.MonkeyPatch, file: str, times: int) -> None:
    """Let the writer break off after it ran a statement so many times."""
    original, seen = writer.run, []

    def run(connection, name, parameters=None):
        result = original(connection, name, parameters)
        seen.append(name)
        if seen.count(file) == times and name == file:
            raise StoppedError
        return result

    monkeypatch.setattr(writer, "run", run)


def test_parts_give_what_one_gives(read: Warehouse) -> None:
    touched = read.query("SELECT count(DISTINCT case_id) AS n, count(*) AS all_n FROM audit.touched")[0]
    assert PART * 3 < touched.n < touched.all_n, "the test needs several parts, and cases that were touched twice"
    refresh(read.engine, PART)
    in_parts = read.content("mart", "audit")
    assert state(read) == (read.query("SELECT max(publish_seq) AS seq FROM audit.change")[0].seq, False, False)
    read.rebuild()
    assert read.content("mart", "audit") == in_parts


def test_figures_follow_each_part_of_a_later_drain(refreshed: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was added is not added again, and periods turn with the last part."""
    before = refreshed.content("mart")["mart.figure"]
    refreshed.change_channels("SELECT case_id FROM core.dossier ORDER BY case_id LIMIT 1000")
    stop_after(monkeypatch, "measure/claim_cases.sql", 3)
    with pytest.raises(StoppedError):
        refresh(refreshed.engine, PART)
    monkeypatch.undo()
    assert refreshed.content("mart")["mart.figure"] != before
    refreshed.set_clock("2026-11-02T07:00:00+07:00")
    refresh(refreshed.engine, PART)
    in_parts = refreshed.content("mart", "core", "audit")
    refreshed.rebuild()
    assert refreshed.content("mart", "core", "audit") == in_parts


def test_a_broken_drain_goes_on_and_no_figure_moves_before_its_end(
    read: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_after(monkeypatch, "measure/find_changed_cases.sql", 3)
    with pytest.raises(StoppedError):
        refresh(read.engine, PART)
    monkeypatch.undo()
    assert state(read) == (0, True, True)
    assert count(read, "core.case_fact") > 0
    assert count(read, "core.day_count") > 0
    assert count(read, "mart.period_figure") == 0
    waiting = read.query("SELECT 1 FROM audit.pending_work WHERE pending_kind = 'measure'")
    assert len(waiting) > 0
    refresh(read.engine, PART)
    in_parts = read.content("mart", "core", "audit")
    read.rebuild()
    assert read.content("mart", "core", "audit") == in_parts


def test_what_is_touched_during_a_drain_waits_for_the_next(read: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_after(monkeypatch, "measure/find_changed_cases.sql", 2)
    with pytest.raises(StoppedError):
        refresh(read.engine, PART)
    monkeypatch.undo()
    read.change_channels("SELECT case_id FROM core.dossier ORDER BY case_id LIMIT 20")
    refresh(read.engine, PART)
    drained = read.content("mart", "core")
    read.rebuild()
    assert read.content("mart", "core") == drained


def test_a_rebuild_that_broke_off_may_be_begun_again(refreshed: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = refreshed.content("mart", "core", "audit")
    stop_after(monkeypatch, "measure/find_changed_cases.sql", 3)
    with pytest.raises(StoppedError):
        rebuild(refreshed.engine, PART)
    monkeypatch.undo()
    assert state(refreshed) == (0, True, True)
    rebuild(refreshed.engine, PART)
    assert refreshed.content("mart", "core", "audit") == moved


def test_a_rebuild_in_two_sessions_gives_what_moving_gave(
    refreshed: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = refreshed.content("mart", "core", "audit")
    handed_over = watch_handing_over(monkeypatch)
    rebuild(refreshed.engine, PART)
    assert refreshed.content("mart", "core", "audit") == moved
    assert handed_over[0] == PART // 2
    assert len(handed_over) > 3, "the test needs several parts"


def test_a_rebuild_goes_on_where_one_of_its_two_sessions_broke_off(
    refreshed: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other has committed its half, which is stored and counted once all the same."""
    moved = refreshed.content("mart", "core", "audit")
    for file, number in (("measure/take_handed_over.sql", 2), ("measure/note_drained.sql", 2)):
        with monkeypatch.context() as patched:
            watch_handing_over(patched)
            stop_after(patched, file, number)
            with pytest.raises(StoppedError):
                rebuild(refreshed.engine, PART)
        assert state(refreshed) == (0, True, True)
        refresh(refreshed.engine, PART)
        assert refreshed.content("mart", "core", "audit") == moved


def test_a_rebuild_waits_for_a_second_session_whose_writer_was_killed(refreshed: Warehouse) -> None:
    moved = refreshed.content("mart", "core", "audit")
    with transaction(refreshed.engine) as orphan:
        take_lock(orphan, Lock.SECOND_SESSION)
        going_on = threading.Thread(target=rebuild, args=(refreshed.engine, PART))
        going_on.start()
        wait_for_a_waiting_lock(refreshed)
        assert count(refreshed, "core.case_fact WHERE build = (SELECT build FROM audit.measure_state)") == 0, (
            "nothing is stored yet"
        )
    going_on.join()
    assert refreshed.content("mart", "core", "audit") == moved


def test_what_was_counted_stays_until_a_rebuild_has_counted_everything(
    refreshed: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ("core.day_count", "core.duration_count", "mart.period_figure", "mart.form_ii06a")
    before = {table: rows for table, rows in refreshed.content("core", "mart").items() if table in shown}
    stop_after(monkeypatch, "measure/find_changed_cases.sql", 3)
    with pytest.raises(StoppedError):
        rebuild(refreshed.engine, PART)
    assert {table: rows for table, rows in refreshed.content("core", "mart").items() if table in shown} == before


def watch_handing_over(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let a rebuild of few cases take a second session too; return how many cases each part hands over."""
    original, handed_over = writer.run, []

    def run(connection, name, parameters=None):
        if name == "measure/take_handed_over.sql":
            handed_over.append(len(parameters["case_ids"]))
        return original(connection, name, parameters)

    monkeypatch.setattr(writer, "MANY_CASES", 10)
    monkeypatch.setattr(writer, "run", run)
    return handed_over
