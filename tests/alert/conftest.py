"""A warehouse whose clock has not begun, so that each test lets its own days pass."""

from __future__ import annotations

import pytest

from tests.support.warehouse import Warehouse


@pytest.fixture
def office(warehouse: Warehouse) -> Warehouse:
    """An empty warehouse without a clock."""
    warehouse.execute("DELETE FROM audit.clock")
    return warehouse
