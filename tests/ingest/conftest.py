"""Warehouses with the figures of months only, and the connection to the small world."""

from __future__ import annotations

import pytest

from onestop.config.settings import SourceConnection
from simulator.testing import RunningSource
from tests.support.connections import connection_to
from tests.support.warehouse import Warehouse


@pytest.fixture
def warehouse(warehouse: Warehouse) -> Warehouse:
    """A warehouse in which a refresh is short: every kind of period follows from the same counts of days."""
    warehouse.keep_periods("month")
    return warehouse


@pytest.fixture
def another_warehouse(another_warehouse: Warehouse) -> Warehouse:
    """A second one."""
    another_warehouse.keep_periods("month")
    return another_warehouse


@pytest.fixture
def hue(source: RunningSource) -> SourceConnection:
    """The connection to the small world."""
    return connection_to(source)
