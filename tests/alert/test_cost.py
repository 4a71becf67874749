"""What a look reads follows the open dossiers, not the closed ones: rows are counted, no clock is looked at."""

from __future__ import annotations

from onestop.alert.attention import find_attention
from tests.alert.days import A, event, moment, sent, tell, told
from tests.support.scripted import Record
from tests.support.warehouse import Warehouse

OPEN, CLOSED = 20, 1000
AT = moment("2026-04-20 07:00")
VISITED = """
    SELECT relname AS name, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) AS n
    FROM pg_catalog.pg_stat_xact_user_tables WHERE schemaname = 'core' AND relname IN ('dossier', 'event', 'case')
"""


def visited(warehouse: Warehouse) -> dict[str, int]:
    """Return how many rows of each table are read to find what needs attention."""
    warehouse.execute("ANALYZE")
    # What a session has not yet written down of its earlier transactions would be counted again, so this is a new one.
    warehouse.engine.dispose()
    with warehouse.engine.begin() as connection:
        find_attention(connection, AT)
        found = connection.exec_driver_sql("SELECT count(*) FROM attention").scalar_one()
        assert found == OPEN
        return {row.name: row.n for row in connection.exec_driver_sql(VISITED)}


def close(warehouse: Warehouse, day: int) -> None:
    """Let the source tell of a day on which many dossiers were handed over."""
    codes = [f"C-{day}-{number}" for number in range(CLOSED)]
    ends = {"NgayKetThucXuLy": sent("2026-03-04 09:00")}
    records = [told(code, A, "2026-03-02 08:00", "2026-03-05 08:00", "10", **ends) for code in codes]
    steps = [event(code, "2026-03-03 09:00") for code in codes]
    tell(warehouse, f"2026-04-{day} 20:00", *records, events=steps)


def test_a_thousand_closed_dossiers_more_are_not_looked_at(office: Warehouse) -> None:
    codes = [f"O-{number}" for number in range(OPEN)]
    late: list[Record] = [told(code, A, "2026-03-02 08:00", "2026-03-05 08:00") for code in codes]
    tell(office, "2026-04-17 20:00", *late, events=[event(code, "2026-03-02 09:00") for code in codes])
    close(office, 18)
    few = visited(office)
    close(office, 19)
    many = visited(office)
    assert office.query("SELECT count(*) AS n FROM core.event")[0].n == OPEN + 2 * CLOSED
    assert many["event"] == few["event"] == OPEN
    assert many["dossier"] <= 3 * OPEN, "by the index of open ones, and once more for their lives"
    assert many["case"] <= 3 * OPEN
