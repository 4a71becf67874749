"""What CONTRIBUTING.md says of a new score scheme is done here, word by word."""

from __future__ import annotations

import re

from onestop.publish.rankings import publish_pending
from tests.house import scan
from tests.publish.scoring import MARCH, give
from tests.support.warehouse import Warehouse

MANUAL = (scan.CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_a_scheme_added_as_rows_ranks_and_grades(communes: Warehouse) -> None:
    section = MANUAL.split("## Example: add a score scheme\n")[1].split("\n## ")[0]
    (statement,) = re.findall(r"```sql\n(.*?)```", section, re.DOTALL)
    figures = {"resolved_timely": 9, "resolved_total": 10, "received_new": 10}
    give(communes, "19753", {**figures, "received_online": 3})
    give(communes, "00745", {**figures, "received_online": 8})
    communes.execute(statement)
    publish_pending(communes.engine)
    rows = communes.query(
        "SELECT unit_code, rank, score, grade FROM mart.ranking INNER JOIN mart.publication USING (publication_id) "
        "WHERE scheme_code = 'two_things' AND period_id = %(march)s ORDER BY rank",
        {"march": MARCH},
    )
    assert [tuple(row) for row in rows] == [("00745", 1, 93, "Đạt"), ("19753", 2, 78, "Chưa đạt")]
