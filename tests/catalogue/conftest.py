"""A warehouse with the whole catalogue, as it is installed; other tests plan few rankings."""

import pytest

from onestop import catalogue
from tests.support.warehouse import Warehouse


@pytest.fixture
def warehouse(warehouse: Warehouse) -> Warehouse:
    """A migrated, empty warehouse with everything that our files say."""
    catalogue.install(warehouse.owner)
    return warehouse


@pytest.fixture
def another_warehouse(another_warehouse: Warehouse) -> Warehouse:
    """A second one, to compare with the first."""
    catalogue.install(another_warehouse.owner)
    return another_warehouse
