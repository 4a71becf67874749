"""A column is declared with the type that it has in the warehouse."""

from __future__ import annotations

import pytest

from onestop.contract.feed import Feed
from onestop.contract.feeds import FEEDS
from tests.support.warehouse import Warehouse

TYPES = """
    SELECT attribute.attname, attribute.atttypid::regtype::text AS declared
    FROM pg_attribute AS attribute
    WHERE
        attribute.attrelid = %(table)s::regclass AND attribute.attnum > 0 AND NOT attribute.attisdropped
        AND attribute.attname = ANY (%(columns)s)
"""

TOLD = """
    SELECT cell.name, cell.type::regtype::text AS told
    FROM unnest(%(names)s::text[], %(types)s::text[]) AS cell (name, type)
"""


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_every_column_is_staged_with_its_declared_type(warehouse: Warehouse, feed: Feed) -> None:
    staged = {
        row.attname: row.declared
        for row in warehouse.query(TYPES, {"table": feed.table, "columns": list(feed.columns)})
    }
    told = warehouse.query(
        TOLD,
        {"names": list(feed.columns), "types": [cell.sql_type for cell in feed.cells.values()]},
    )
    assert staged == {row.name: row.told for row in told}
