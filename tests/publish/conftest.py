"""A warehouse with two communes, where figures are what a test gives them."""

from __future__ import annotations

import pytest

from tests.sheets.handing_in import two_communes
from tests.support.scripted import scripted_source
from tests.support.warehouse import Warehouse


@pytest.fixture
def communes(warehouse: Warehouse) -> Warehouse:
    """A warehouse with the months of two communes, 19753 and 00745; nothing of theirs is published yet."""
    warehouse.keep_periods("month")
    with scripted_source(two_communes()) as connection:
        warehouse.register(connection)
        warehouse.read(connection)
    warehouse.refresh()
    return warehouse
