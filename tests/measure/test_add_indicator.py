"""What CONTRIBUTING.md says of a new indicator and a new measure is done here, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from onestop.stack.embedded.postgres import EmbeddedPostgres
from onestop.stack.settings import SourceConnection
from simulator.testing import running_source
from simulator.world import World
from tests.catalogue.laying import lay
from tests.catalogue.manual import shown_files
from tests.conftest import make_warehouse
from tests.house import scan
from tests.support.warehouse import Warehouse

MANUAL = (scan.CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
LAST_BRANCH = "('received_death', (life.interlinked_group = 'death')::integer)"
CLOSED = "period_kind = 'month' AND basis = 'receiving' AND sector_code = '*' AND is_final"


def statements(heading: str) -> list[str]:
    """Return the SQL that a section of the manual shows."""
    section = MANUAL.split(f"## Example: {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"```sql\n(.*?)```", section, re.DOTALL)


@pytest.fixture(scope="module")
def measured(
    server: EmbeddedPostgres, small_world: World, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Warehouse]:
    """A warehouse that has read a year; each test adds something of its own."""
    warehouses = make_warehouse(server, tmp_path_factory.mktemp("measured"))
    warehouse = next(warehouses)
    warehouse.keep_periods("week", "month")
    with running_source(small_world) as running:
        connection = SourceConnection("hue", running.url, running.token)
        warehouse.register(connection)
        warehouse.read(connection)
    warehouse.refresh()
    yield warehouse
    next(warehouses, None)


def values(warehouse: Warehouse) -> set[tuple[object, ...]]:
    """Return every value that a person may have seen before."""
    return {
        tuple(row)
        for row in warehouse.query(
            "SELECT subject_kind, subject_id, basis, period_id, sector_code, indicator_code, numerator, denominator, "
            "value FROM mart.indicator_value WHERE indicator_code <> 'waiting_share'"
        )
    }


def test_an_indicator_added_as_an_entry_reaches_closed_periods_too(measured: Warehouse, tmp_path: Path) -> None:
    before = values(measured)
    lay(measured, tmp_path, **shown_files("add an indicator"))
    measured.keep_periods("week", "month")
    measured.refresh()
    compared = measured.query(
        f"""
        SELECT indicator_value.numerator, indicator_value.denominator, form_ii06a.paused, form_ii06a.in_progress_total
        FROM mart.indicator_value
        INNER JOIN mart.form_ii06a
            ON indicator_value.subject_id = form_ii06a.unit_id
            AND indicator_value.basis = form_ii06a.basis
            AND indicator_value.period_id = form_ii06a.period_id
            AND indicator_value.sector_code = form_ii06a.sector_code
        WHERE indicator_code = 'waiting_share' AND subject_kind = 'unit'
            AND indicator_value.{CLOSED.replace(" AND ", " AND indicator_value.")}
        """
    )
    assert len(compared) == 12 * 6
    assert any(one.numerator for one in compared)
    assert [tuple(one) for one in compared if (one.paused, one.in_progress_total) != tuple(one)[:2]] == []
    assert values(measured) == before


def test_a_measure_is_a_column_a_branch_and_a_row(measured: Warehouse) -> None:
    before = values(measured)
    change, branch = statements("add a measure")
    view = (scan.SQL_ROOT / "objects" / "32_case_count.sql").read_text(encoding="utf-8")
    assert view.count(LAST_BRANCH) == 1
    measured.execute(change)
    measured.execute(
        f"DROP VIEW core.case_count; {view.replace(LAST_BRANCH, f'{LAST_BRANCH},{branch}')}"
        "; GRANT SELECT ON core.case_count TO onestop_pipeline"
    )
    measured.refresh()
    counted = measured.query(
        "SELECT (SELECT count(*) FROM core.case_life WHERE is_by_hour) AS told, "
        "(SELECT sum(received_by_hour) FROM mart.measure_day WHERE basis = 'receiving') AS measured, "
        "(SELECT sum((figures ->> 'received_by_hour')::integer) FROM mart.period_figure INNER JOIN mart.period "
        "USING (period_id) WHERE kind = 'month' AND basis = 'receiving' AND sector_code = '*' "
        "AND subject_kind = 'unit') AS figured"
    )[0]
    assert counted.told == counted.measured == counted.figured > 0
    assert values(measured) == before
