"""What a look reads follows the open dossiers, not the closed ones: rows are counted, no clock is looked at."""

from __future__ import annotations

from collections import Counter

from onestop.alert.attention import find_attention
from tests.alert.days import A, event, moment, sent, tell, told
from tests.support.scripted import Record
from tests.support.visits import visits
from tests.support.warehouse import Warehouse

OPEN, CLOSED = 20, 1000
AT = moment("2026-04-20 07:00")


def visited(warehouse: Warehouse) -> Counter[str]:
    """Return how many rows of each table are read to find what needs attention."""
    warehouse.execute("ANALYZE")

    def look() -> None:
        with warehouse.engine.begin() as connection:
            find_attention(connection, AT)
            found = connection.exec_driver_sql("SELECT count(*) FROM attention").scalar_one()
            assert found == OPEN

    return visits(warehouse, look)


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
    assert many["core.event"] == few["core.event"] == OPEN
    assert many["core.dossier"] <= 3 * OPEN, "by the index of open ones, and once more for their lives"
    assert many["core.case"] <= 3 * OPEN
