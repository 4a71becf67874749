"""A world with defects, the warehouse that read it, and the nights on which both are compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from embedded.postgres import EmbeddedPostgres
from onestop.config.settings import SourceConnection
from onestop.reconcile.comparing import reconcile_source
from simulator.defects import Defects
from simulator.testing import RunningSource, running_source
from simulator.world import Scale, World, build_world
from tests.conftest import make_warehouse
from tests.support.warehouse import Warehouse

LOCAL = dt.timezone(dt.timedelta(hours=7))
CLOCK = dt.datetime(2026, 1, 15, 6, tzinfo=LOCAL)
"""The source's clock: a year began in October, so there are 107 days to compare."""
DAYS = 107

DEFECTS = replace(
    Defects.profile(),
    reused_code=0.02,
    two_codes=0.05,
    lying_copy=0.3,
    future_reception=0.02,
    future_update=0.02,
    missing_reception=0.04,
    unknown_status=0.02,
    unit_name_for_code=0.03,
    gso_unit_code=0.02,
    deleted=0.02,
    test_dossier=0.02,
    twelve_hour_clock=0.05,
    payment_without_dossier=0.1,
    payment_cut_dossier=0.1,
    stuck_attempt=0.4,
    lost_callback=0.05,
    unknown_to_platform=0.05,
    amount_times_100=0.05,
    double_paid=0.05,
)
"""All that can be wrong, some of it more often."""


@pytest.fixture(scope="package")
def world() -> World:
    """Some 700 dossiers of four communes; what happens after the clock is left out."""
    world = build_world(Scale(dossiers=2400, communes=4, as_of=CLOCK, defects=DEFECTS))
    return replace(world, dossiers=[one for one in world.dossiers if one.moments[0].at < world.as_of])


@pytest.fixture(scope="package")
def reconciled(
    server: EmbeddedPostgres, world: World, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Warehouse, RunningSource]]:
    """A warehouse that has read that world and compared it once."""
    with running_source(world) as source:
        warehouses = make_warehouse(server, tmp_path_factory.mktemp("reconciled"))
        warehouse = next(warehouses)
        open_on(warehouse, CLOCK)
        warehouse.register(connection_to(source))
        warehouse.read(connection_to(source))
        compare(warehouse, source)
        yield warehouse, source
        next(warehouses, None)


def open_on(warehouse: Warehouse, clock: dt.datetime) -> None:
    """Begin with an earlier business clock than other tests."""
    warehouse.start_clock(clock)


def connection_to(source: RunningSource, name: str = "hue") -> SourceConnection:
    """The connection to a simulated source."""
    return SourceConnection(name, source.url, source.token)


def compare(warehouse: Warehouse, source: RunningSource, days: int = DAYS) -> None:
    """One night."""
    reconcile_source(warehouse.engine, connection_to(source), replace(warehouse.settings, reconcile_days=days))
