"""What a BI tool sees: the query of the page for it, as the role for it, and nothing beside mart."""

from __future__ import annotations

import re

import psycopg2
import pytest

from embedded.postgres import EmbeddedPostgres
from onestop.config.settings import CHECKOUT
from onestop.publish.rankings import publish_pending
from tests.support.warehouse import Warehouse

QUERY = re.search(r"```sql\n(.*?)```", (CHECKOUT / "docs/bi.md").read_text(encoding="utf-8"), re.DOTALL)


def as_reader(server: EmbeddedPostgres, warehouse: Warehouse) -> psycopg2.extensions.connection:
    """Open the warehouse as a BI tool does."""
    database = (warehouse.settings.warehouse_url or "").rsplit("/", 1)[1]
    return psycopg2.connect(server.url("onestop_reader", database))


def test_the_query_to_begin_with(server: EmbeddedPostgres, communes: Warehouse) -> None:
    assert QUERY
    communes.execute(
        "DELETE FROM mart.publication_plan WHERE (period_kind, scheme_code) <> ('month', 'on_time_simple')"
    )
    published = publish_pending(communes.engine)
    expected = communes.query(
        "SELECT period_start, name, rank, previous_rank, score, unranked_reason FROM mart.ranking "
        "JOIN mart.unit USING (unit_id) WHERE publication_id = ANY(%(ids)s) "
        "ORDER BY period_start, rank NULLS LAST, name_sort",
        {"ids": published},
    )
    with as_reader(server, communes) as connection, connection.cursor() as cursor:
        cursor.execute(QUERY.group(1))
        rows = cursor.fetchall()
    connection.close()
    assert len(rows) == 2 * len(published) > 0
    assert [row[1:] for row in rows] == [tuple(row) for row in expected]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM core.dossier",
        "SELECT * FROM audit.batch",
        "SELECT * FROM quarantine.record",
        "SELECT * FROM core.recipient",
    ],
)
def test_nothing_beside_mart(server: EmbeddedPostgres, warehouse: Warehouse, statement: str) -> None:
    connection = as_reader(server, warehouse)
    with connection.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute(statement)
    connection.close()


def test_nothing_can_be_written(server: EmbeddedPostgres, warehouse: Warehouse) -> None:
    connection = as_reader(server, warehouse)
    with connection.cursor() as cursor, pytest.raises(psycopg2.Error, match=r"permission denied|read-only transaction"):
        cursor.execute("DELETE FROM mart.ranking")
    connection.close()


def test_every_relation_of_mart_can_be_read(server: EmbeddedPostgres, warehouse: Warehouse) -> None:
    connection = as_reader(server, warehouse)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, has_table_privilege(c.oid, 'SELECT') "
            "FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace "
            "WHERE nspname = 'mart' AND relkind IN ('r', 'v')"
        )
        rows = cursor.fetchall()
    connection.close()
    assert len(rows) > 20
    assert [name for name, can_read in rows if not can_read] == []
