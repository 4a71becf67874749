"""How large the database is, by table, and what of it a quiet quarter of an hour adds."""

from __future__ import annotations

from collections import Counter

from tests.bench.results import Measured, Report
from tests.support.warehouse import Warehouse

PART = "size"
LARGEST = 12
SIZES = """
SELECT namespace.nspname AS schema, namespace.nspname || '.' || class.relname AS name,
    pg_total_relation_size(class.oid) AS bytes,
    namespace.nspname = 'mart' AND class.relname ~ '^(published_|ranking$|publication$)' AS is_published
FROM pg_catalog.pg_class AS class
INNER JOIN pg_catalog.pg_namespace AS namespace ON class.relnamespace = namespace.oid
WHERE namespace.nspname IN ('core', 'mart', 'audit', 'quarantine') AND class.relkind IN ('r', 'm')
ORDER BY bytes DESC
"""


def measure_sizes(warehouse: Warehouse, report: Report) -> None:
    """Add the size of the largest tables with their indexes, and of a dossier in ``core`` and ``mart`` together.

    Publications follow how much is published, not how many dossiers are stored.
    """
    found = warehouse.query(SIZES)
    dossiers = report.stored or 1
    of_schema = Counter({"core": 0, "mart": 0})
    for row in found:
        of_schema["publications" if row.is_published else row.schema] += row.bytes
    both = of_schema["core"] + of_schema["mart"]
    report.add(Measured(PART, "core + mart without publications, a dossier", [both / dossiers], "bytes"))
    for schema in ("core", "mart", "audit"):
        report.add(Measured(PART, f"{schema} without publications, a dossier", [of_schema[schema] / dossiers], "bytes"))
    report.add(Measured(PART, "all publications", [of_schema["publications"] / 2**20], "MiB"))
    for row in found[:LARGEST]:
        report.add(Measured(PART, row.name, [row.bytes / 2**20], "MiB"))


def rows_of_audit(warehouse: Warehouse) -> int:
    """Return how many rows the tables of our own work have together."""
    tables = warehouse.query(
        "SELECT 'audit.' || quote_ident(tablename) AS name FROM pg_catalog.pg_tables WHERE schemaname = 'audit'"
    )
    counted = " + ".join(f"(SELECT count(*) FROM {table.name})" for table in tables)
    return int(warehouse.query(f"SELECT {counted} AS n")[0].n)
