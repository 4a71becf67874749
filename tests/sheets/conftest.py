"""A warehouse that knows two communes and their procedures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from embedded.postgres import EmbeddedPostgres
from tests.conftest import make_warehouse
from tests.sheets.handing_in import forget_sheets, two_communes
from tests.support.scripted import scripted_source
from tests.support.warehouse import Warehouse


@pytest.fixture(scope="module")
def shared(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """The warehouse, for tests that look at the latest sheet only."""
    for warehouse in make_warehouse(server, tmp_path_factory.mktemp("shared")):
        learn_units(warehouse)
        yield warehouse


@pytest.fixture
def office(shared: Warehouse) -> Warehouse:
    """The warehouse, before any sheet was handed in."""
    forget_sheets(shared)
    return shared


def learn_units(warehouse: Warehouse) -> None:
    """Read the catalogues."""
    with scripted_source(two_communes()) as connection:
        warehouse.register(connection)
        warehouse.read(connection)
