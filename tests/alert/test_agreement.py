"""What is overdue for the alerts is overdue for form II.06a: two ways from the same facts to one number."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from simulator.world import Scale, build_world
from tests.support.warehouse import Warehouse

DAY = dt.date(2026, 9, 30)
END_OF_DAY = dt.datetime.fromisoformat("2026-09-30T23:59:59+07:00")


def test_alerts_and_the_form_count_the_same_overdue_dossiers(warehouse: Warehouse) -> None:
    warehouse.keep_periods("month")
    warehouse.read_world(build_world(Scale(dossiers=2000, communes=12, rich_histories=True)))
    warehouse.refresh()
    rows = warehouse.query(
        """
        SELECT unit.unit_id, form.in_progress_overdue AS counted
        FROM core.unit
        CROSS JOIN LATERAL mart.form_ii06a_between(unit.unit_id, 'receiving', '2026-09-01', %(day)s) AS form
        WHERE form.sector_code = '*'
        """,
        {"day": DAY},
    )
    told = Counter(row.unit_id for row in warehouse.attention(END_OF_DAY) if row.working_days_overdue is not None)
    assert [(row.unit_id, row.counted, told[row.unit_id]) for row in rows if row.counted != told[row.unit_id]] == []
    assert told.total() == 25
