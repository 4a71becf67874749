"""Windows of the past are read again: edits without a new CapNhatLuc are found, and nothing else moves."""

from __future__ import annotations

import datetime as dt

from simulator.defects import Defects
from simulator.localtime import VIETNAM
from simulator.testing import RunningSource, running_source
from simulator.world import Scale, build_world
from tests.support.connections import connection_to
from tests.support.warehouse import Warehouse

START = dt.datetime(2026, 6, 3, 18, tzinfo=VIETNAM)
POSITION = "SELECT updated_since, cursor FROM audit.position WHERE feed = 'dossiers'"


def read(warehouse: Warehouse, running: RunningSource, days: int) -> list[dt.datetime | None]:
    """Read at a clock some days after the start; return from when on the dossiers were asked for."""
    running.set_clock(START + dt.timedelta(days=days))
    connection = connection_to(running)
    warehouse.register(connection)
    asked: list[dt.datetime | None] = []

    def note(step: str, what: str) -> None:
        if step == "page landed" and what.startswith("dossiers"):
            asked.append(warehouse.query(POSITION)[0].updated_since if warehouse.query(POSITION) else None)

    warehouse.read(connection, note)
    return asked


def silent_edits(warehouse: Warehouse) -> int:
    """Count the dossiers that changed under the same CapNhatLuc."""
    return int(warehouse.query("SELECT count(*) FROM core.flag WHERE rule_id = 'dossier_silent_edit'")[0][0])


def test_windows_are_read_again_when_they_are_due(warehouse: Warehouse) -> None:
    warehouse.execute("DELETE FROM audit.clock")
    world = build_world(Scale(dossiers=700, communes=2, as_of=START, defects=Defects(silent_edit=1.0)))
    with running_source(world) as running:
        assert set(read(warehouse, running, 0)) == {None}
        assert len(read(warehouse, running, 6)) == 1, "nothing is due before seven days"
        week = read(warehouse, running, 7)
        assert week[-1] == START + dt.timedelta(days=7 - 35)
        assert silent_edits(warehouse) > 0, "edits of the last weeks are found"
        assert len(read(warehouse, running, 8)) == 1
        month = read(warehouse, running, 30)
        assert month[-1] == START + dt.timedelta(days=30 - 400)
        assert len(read(warehouse, running, 36)) == 1, "the wide window held the narrow one"
        ledger = warehouse.query(
            "SELECT sum(received) AS a, sum(inserted + updated + unchanged + stale) AS b FROM audit.batch"
        )
        assert ledger[0].a == ledger[0].b
