"""What the bench stores and tells: copies count like what they were copied from, and the table has every figure."""

from __future__ import annotations

import re

from onestop.stack.settings import SourceConnection
from simulator.testing import RunningSource
from tests.bench.changes import FORM_PEER, change, seconds_of_group_by
from tests.bench.copies import multiply
from tests.bench.results import Measured, Report, number, table
from tests.bench.sizes import rows_of_audit
from tests.support.scripted import dossier, script_of
from tests.support.warehouse import Warehouse

COPIES = 3


def test_copies_count_as_often_as_what_they_were_copied_from(warehouse: Warehouse, source: RunningSource) -> None:
    warehouse.keep_periods("month")
    connection = SourceConnection("hue", source.url, source.token)
    warehouse.register(connection)
    warehouse.read(connection)
    warehouse.refresh()
    form = (
        "SELECT unit_code, basis, period_id, sector_code, {columns} FROM mart.form_ii06a "
        "ORDER BY unit_code, basis, period_id, sector_code"
    )
    columns = ("received_total", "received_online", "carried_over", "resolved_total", "resolved_overdue", "paused")
    times = ", ".join(f"{COPIES} * {column} AS {column}" for column in columns)
    expected = warehouse.query(form.format(columns=times))
    multiply(warehouse, COPIES)
    warehouse.refresh()
    assert warehouse.query(form.format(columns=", ".join(columns))) == expected
    answers = warehouse.query("SELECT count(*) AS n, count(DISTINCT counted_as) AS cases FROM core.survey")[0]
    assert answers.n % COPIES == 0
    assert answers.cases > 0
    received = warehouse.query(f"SELECT sum(received) AS n FROM ({FORM_PEER}) AS form")[0].n
    assert received == warehouse.query("SELECT count(*) AS n FROM core.dossier WHERE received_on IS NOT NULL")[0].n


def test_recent_changes_are_of_the_last_days_and_touch_as_many_cases(warehouse: Warehouse) -> None:
    warehouse.keep_periods("month")
    old = [dossier(f"A-{number}") for number in range(3)]
    moments = dict.fromkeys(("NgayNopHoSo", "NgayTiepNhan"), "20260901080000")
    told = {**moments, "NgayHenTra": "20260904080000", "CapNhatLuc": "2026-09-01T08:01:00+07:00"}
    new = [dossier(f"B-{number}", **told) for number in range(12)]
    warehouse.read_script(script_of([*old, *new]))
    warehouse.refresh()
    before = rows_of_audit(warehouse)
    change(warehouse, 10, seed=1, is_recent=True)
    touched = warehouse.query(
        "SELECT dossier_code FROM audit.touched INNER JOIN core.dossier USING (case_id) "
        "WHERE audit.touched.publish_seq = (SELECT max(publish_seq) FROM audit.change)"
    )
    assert sorted(row.dossier_code[0] for row in touched) == ["A"] + 9 * ["B"]
    assert rows_of_audit(warehouse) == before + 11
    assert seconds_of_group_by(warehouse) > 0


def test_the_table_has_a_column_for_each_run_and_says_what_was_not_measured() -> None:
    small, large = Report("python -m tests.bench", 100), Report("python -m tests.bench --copies 20", 2000)
    for report, seconds in ((small, [1.0, 3.0, 2.0]), (large, [20.0])):
        report.measured.append(Measured("changes", "10 recent changes to figures", seconds))
    small.measured.append(Measured("again", "rebuild", [250.0]))
    small.ratio("ratios", "rebuild / 10 changes", "rebuild", "10 recent changes to figures")
    large.ratio("ratios", "rebuild / 10 changes", "rebuild", "10 recent changes to figures")
    lines = table([small.as_json(), large.as_json()]).splitlines()
    assert re.fullmatch(
        r"- `python -m tests.bench` at `\S*`, \d+ cores, \d+ GiB, embedded server, Python [\d.]+", lines[0]
    )
    assert lines[3:] == [
        "| what | 100 stored | 2,000 stored |",
        "| --- | ---: | ---: |",
        "| **changes** |  |  |",
        "| 10 recent changes to figures | 2 s | 20 s |",
        "| **again** |  |  |",
        "| rebuild | 250 s | – |",
        "| **ratios** |  |  |",
        "| rebuild / 10 changes | 125 times | – |",
    ]


def test_numbers_have_no_more_digits_than_can_be_trusted() -> None:
    said = [
        number(0.0123456, "s"),
        number(2.357, "s"),
        number(12.34, "s"),
        number(389.4, "s"),
        number(84301.2, "bytes"),
    ]
    assert said == ["0.0123", "2.36", "12.3", "389", "84,301"]
    assert number(24, "rows") == "24"
