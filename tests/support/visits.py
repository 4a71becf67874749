"""How many rows of each table a transaction reads or writes: what is told in a test is counted, not timed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import sqlalchemy as sa

from tests.support.warehouse import Warehouse

VISITED = """
    SELECT schemaname || '.' || relname AS name, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) AS n
    FROM pg_catalog.pg_stat_xact_user_tables WHERE schemaname IN ('core', 'mart', 'audit')
"""
WRITTEN = """
    SELECT schemaname || '.' || relname AS name, n_tup_ins + n_tup_upd + n_tup_del AS n
    FROM pg_catalog.pg_stat_xact_user_tables WHERE schemaname IN ('core', 'mart')
"""
FLUSH = "SELECT pg_catalog.pg_stat_force_next_flush()"


def visits(warehouse: Warehouse, act: Callable[[], object], counters: str = VISITED) -> Counter[str]:
    """Do something with the warehouse, and return how many rows of each table its transactions read.

    With ``WRITTEN`` as counters it is those that they wrote.

    A function of the database that is not inlined is part of the transaction that calls it.
    """
    counted: Counter[str] = Counter()

    def count(connection: sa.engine.Connection) -> None:
        counted.update({row.name: row.n for row in connection.exec_driver_sql(counters)})
        connection.exec_driver_sql(FLUSH)

    # What a session has not yet written down of its earlier transactions would be counted again, so each is a new one.
    warehouse.engine.dispose()
    sa.event.listen(warehouse.engine, "commit", count)
    try:
        act()
    finally:
        sa.event.remove(warehouse.engine, "commit", count)
    return counted
