"""Every relation and every column says what it holds, in its COMMENT."""

from __future__ import annotations

from onestop.warehouse.database import run, run_text, transaction
from onestop.warehouse.migrate import migrate
from tests.support.warehouse import Warehouse

SCHEMAS = ("staging", "quarantine", "core", "mart", "audit")
COLUMNS = """
    SELECT
        concat_ws('.', space.nspname, relation.relname, field.attname) AS name,
        field.attname AS column_name,
        relation.relkind = 'r' AS is_of_table,
        col_description(field.attrelid, field.attnum) AS comment
    FROM pg_attribute AS field
    INNER JOIN pg_class AS relation ON field.attrelid = relation.oid AND relation.relkind IN ('r', 'v', 'm', 'p', 'f')
    INNER JOIN pg_namespace AS space ON relation.relnamespace = space.oid
    WHERE space.nspname = ANY(%(schemas)s) AND field.attnum > 0 AND NOT field.attisdropped
    ORDER BY name
"""
BARE_RELATIONS = """
    SELECT oid::regclass::text AS name
    FROM pg_class
    WHERE relnamespace::regnamespace::text = ANY(%(schemas)s) AND relkind IN ('r', 'v', 'm', 'p', 'f')
        AND obj_description(oid, 'pg_class') IS NULL
    ORDER BY name
"""


def bare_columns(warehouse: Warehouse) -> list[str]:
    return [row.name for row in warehouse.query(COLUMNS, {"schemas": list(SCHEMAS)}) if not row.comment]


def bare_relations(warehouse: Warehouse) -> list[str]:
    return [row.name for row in warehouse.query(BARE_RELATIONS, {"schemas": list(SCHEMAS)})]


def test_every_relation_says_what_it_holds(warehouse: Warehouse) -> None:
    assert bare_relations(warehouse) == []


def test_every_column_says_what_it_holds(warehouse: Warehouse) -> None:
    assert bare_columns(warehouse) == []


def test_the_scan_of_comments_sees(warehouse: Warehouse) -> None:
    warehouse.execute("CREATE TABLE mart.extra (unit_id integer, unheard_of integer)")
    warehouse.execute("COMMENT ON COLUMN mart.extra.unit_id IS 'The unit.'")
    warehouse.execute("CREATE VIEW audit.extra_view AS SELECT 1 AS never_told")
    assert bare_relations(warehouse) == ["audit.extra_view", "mart.extra"]
    assert bare_columns(warehouse) == ["audit.extra_view.never_told", "mart.extra.unheard_of"]


def test_every_meaning_is_that_of_a_column(warehouse: Warehouse) -> None:
    """One that no column takes is told in vain: the name is gone, or each such column has a comment of its own."""
    columns = warehouse.query(COLUMNS, {"schemas": list(SCHEMAS)})
    taken = {(name, row.comment) for row in columns for name in (row.name, row.column_name)}
    told = [(row.name, row.meaning) for row in warehouse.query("SELECT name, meaning FROM audit.column_meaning")]
    assert len(told) > 400
    assert sorted(name for name, meaning in told if (name, meaning) not in taken) == []
    assert sorted({name for name, _ in told if sum(name == other for other, _ in told) > 1}) == []


def test_a_changed_meaning_reaches_tables_that_had_the_former_one(warehouse: Warehouse) -> None:
    """Tables outlive the objects that give them comments; what they have of their own stays."""

    def comments() -> dict[str, str | None]:
        return {row.name: row.comment for row in warehouse.query(COLUMNS, {"schemas": list(SCHEMAS)})}

    before = comments()
    with transaction(warehouse.owner) as connection:
        run(connection, "audit/clear_column_meanings.sql")
        run_text(connection, "test", "UPDATE audit.object_file SET digest = '' WHERE file ~ 'column_meaning'")
    between = comments()
    assert between["mart.ranking.publication_id"] is None
    assert between["core.payment.status"] is None
    assert between["mart.period.counted_to"] == before["mart.period.counted_to"] is not None
    migrate(warehouse.owner_url)
    assert comments() == before
