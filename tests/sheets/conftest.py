"""A warehouse that knows two communes and their procedures."""

from __future__ import annotations

import pytest

from tests.sheets.handing_in import forget_sheets, two_communes
from tests.support.warehouse import Warehouse


@pytest.fixture(scope="module")
def shared(module_warehouse: Warehouse) -> Warehouse:
    """The warehouse, for tests that look at the latest sheet only."""
    learn_units(module_warehouse)
    return module_warehouse


@pytest.fixture
def office(shared: Warehouse) -> Warehouse:
    """The warehouse, before any sheet was handed in."""
    forget_sheets(shared)
    return shared


def learn_units(warehouse: Warehouse) -> None:
    """Read the catalogues."""
    warehouse.read_script(two_communes(), every_feed=True)
