"""What is overdue for the alerts is overdue for form II.06a: two ways from the same facts to one number."""

from __future__ import annotations

import datetime as dt

from onestop.stack.settings import SourceConnection
from simulator.testing import running_source
from simulator.world import Scale, build_world
from tests.support.warehouse import Warehouse

DAY = dt.date(2026, 9, 30)
END_OF_DAY = "2026-09-30T23:59:59+07:00"


def test_alerts_and_the_form_count_the_same_overdue_dossiers(warehouse: Warehouse) -> None:
    warehouse.keep_periods("month")
    with running_source(build_world(Scale(dossiers=2000, communes=12, rich_histories=True))) as running:
        connection = SourceConnection("hue", running.url, running.token)
        warehouse.register(connection)
        warehouse.read(connection)
    warehouse.refresh()
    rows = warehouse.query(
        """
        SELECT unit.unit_code, form.in_progress_overdue AS counted, coalesce(alerts.n, 0) AS told
        FROM core.unit
        CROSS JOIN LATERAL mart.form_ii06a_between(unit.unit_id, 'receiving', '2026-09-01', %(day)s) AS form
        LEFT JOIN (
            SELECT unit_id, count(*) AS n
            FROM core.attention(%(at)s)
            WHERE working_days_overdue IS NOT NULL
            GROUP BY unit_id
        ) AS alerts ON unit.unit_id = alerts.unit_id
        WHERE form.sector_code = '*'
        """,
        {"day": DAY, "at": END_OF_DAY},
    )
    assert [tuple(row) for row in rows if row.counted != row.told] == []
    assert sum(row.told for row in rows) == 25
