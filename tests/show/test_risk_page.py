"""The page of past estimates: made once an outcome is known, with what was expected beside what happened."""

from __future__ import annotations

import re

from onestop.show.internal_pages import render_internal
from tests.support.warehouse import Warehouse

ESTIMATES = """
    INSERT INTO mart.late_estimate
    SELECT
        gen_random_uuid(), '2026-09-01', '2026-09-01T07:00:00+07:00', 1, 1, 'HT', 'P', '2026-09-03T07:00:00+07:00', 240,
        960, 2, 6, 10, 4, 0.4, 0.1, 'high', CASE WHEN number = 1 THEN 'late' ELSE 'in_time' END
    FROM generate_series(1, 2) AS number
"""


def test_the_page_says_what_was_expected_and_what_happened(warehouse: Warehouse) -> None:
    folder = warehouse.settings.internal_dir
    render_internal(warehouse.engine, warehouse.settings)
    assert not (folder / "uoc-tinh.html").exists()
    assert "uoc-tinh.html" not in (folder / "index.html").read_text(encoding="utf-8")
    warehouse.execute(ESTIMATES)
    render_internal(warehouse.engine, warehouse.settings)
    assert '<a href="uoc-tinh.html">' in (folder / "index.html").read_text(encoding="utf-8")
    page = (folder / "uoc-tinh.html").read_text(encoding="utf-8")
    row = re.search(r"<tr><th[^>]*>09/2026</th>.*?</tr>", page)
    assert row is not None
    assert re.findall(r"<td[^>]*>(.*?)</td>", row[0]) == ["cao", "2", "40,00%", "50,00%", "0,2600", "0,4100", "Có"]
