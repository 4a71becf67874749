"""What the bench stores and tells: copies count like what they were copied from, and the table has every figure."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from onestop.config.settings import CHECKOUT, SourceConnection
from simulator.server import DEFAULT_SOURCE_SYSTEM
from simulator.source import Source
from simulator.testing import RunningSource
from simulator.world import World
from tests.bench import checkouts, demo, peers, reading
from tests.bench.__main__ import GROUP_BYS
from tests.bench.changes import FORM_PEER, change, seconds_of_group_by
from tests.bench.checkouts import before
from tests.bench.copies import multiply
from tests.bench.peers import MERGES, PeerError, Variant
from tests.bench.recorded import Recording, record
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
    rows = rows_of_audit(warehouse)
    change(warehouse, 10, seed=1, is_recent=True)
    touched = warehouse.query(
        "SELECT dossier_code FROM audit.touched INNER JOIN core.dossier USING (case_id) "
        "WHERE audit.touched.publish_seq = (SELECT max(publish_seq) FROM audit.change)"
    )
    assert sorted(row.dossier_code[0] for row in touched) == ["A"] + 9 * ["B"]
    assert rows_of_audit(warehouse) == rows + 11
    assert all(seconds_of_group_by(warehouse, **bounds) > 0 for bounds in GROUP_BYS.values())


def test_the_table_has_a_column_for_each_run_and_says_what_was_not_measured() -> None:
    small, large = Report("python -m tests.bench", 100), Report("python -m tests.bench --copies 20", 2000)
    for report, seconds in ((small, [1.0, 3.0, 2.0]), (large, [20.0])):
        report.measured.append(Measured("changes", "10 recent changes to figures", seconds))
    small.measured.append(Measured("again", "rebuild", [250.0]))
    large.measured.append(Measured("changes", "100 recent changes to figures", [30.0]))
    small.ratio("ratios", "rebuild / 10 changes", "rebuild", "10 recent changes to figures")
    large.ratio("ratios", "rebuild / 10 changes", "rebuild", "10 recent changes to figures")
    large.measured.append(Measured("ratios", "share", [21.0], "%", wanted="≤ 20 %"))
    lines = table([small.as_json(), large.as_json()]).splitlines()
    assert re.fullmatch(
        r"- `python -m tests.bench` at `\S*`, \d+ cores, \d+ GiB, embedded server, Python [\d.]+", lines[0]
    )
    assert lines[3:] == [
        "| what | 100 stored | 2,000 stored |",
        "| --- | ---: | ---: |",
        "| **changes** |  |  |",
        "| 10 recent changes to figures | 2 s | 20 s |",
        "| 100 recent changes to figures | – | 30 s |",
        "| **again** |  |  |",
        "| rebuild | 250 s | – |",
        "| **ratios** |  |  |",
        "| rebuild / 10 changes | 125 times | – |",
        "| share | – | 21 % (wanted: ≤ 20 %) |",
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


def test_recorded_pages_are_those_of_the_source(small_world: World) -> None:
    source = Source(small_world, DEFAULT_SOURCE_SYSTEM)
    recording = record(source)
    for feed, since in (("units", None), ("dossiers", None), ("dossiers", "2026-07-01T00:00:00+07:00")):
        seconds = None if since is None else int(dt.datetime.fromisoformat(since).timestamp()) + 7 * 3600
        cursors: list[str | None] = [None, None]
        for _ in range(3):
            told = source.page(feed, seconds, cursors[0], 100, None)
            asked = {"limit": "100", "updated_since": since, "cursor": cursors[1]}
            query = {name: value for name, value in asked.items() if value is not None}
            body, records = recording.page(feed, query)
            page = msgspec.json.decode(body)
            assert records == len(page["data"])
            assert page["data"] == [msgspec.json.decode(each) for each in told["data"]]
            assert (page["as_of"], page["source_system"]) == (told["as_of"], told["source_system"])
            cursors = [told["next_cursor"], page["next_cursor"]]
            if None in cursors:
                break
        assert (cursors[0] is None) == (cursors[1] is None)


def test_another_source_has_codes_of_its_own(small_world: World, tmp_path: Path) -> None:
    record(Source(small_world, "bench-1"), codes="H71").save(tmp_path / "pages")
    page, _ = Recording.load(tmp_path / "pages").page("dossiers", {"limit": "1000"})
    assert b"H57" not in page
    assert all(each["MaHoSo"].startswith("H71.") for each in msgspec.json.decode(page)["data"])


@pytest.fixture(scope="module")
def bench() -> Iterator[reading.Bench]:
    """All that reading is measured with: few dossiers, each thing once, and no peer that must be installed."""
    options = reading.arguments().parse_args(["--dossiers", "80", "--repeats", "1", "--no-dlt"])
    with (
        pytest.MonkeyPatch.context() as patch,
        reading.opened(options, Report("python -m tests.bench.reading", 80), is_durable=False) as made,
    ):
        patch.setattr(reading, "SOURCES", 2)
        yield made


MEASURED = {
    "http": {
        "first reading",
        "all read again, nothing changed",
        "at the default batch size",
        "all read again / first reading",
    },
    "memory": {"at the largest batch size"},
    "dossiers": {
        "landed pages to facts",
        "pages in memory to facts",
        "pages in memory to staged rows",
        "plain COPY of ready lines",
        "landed pages to facts, times as fast as plain COPY",
    },
    "sources": {
        "one after the other",
        "at once",
        "at once, under the publish lock",
        "four sources at once, times as fast as in turn",
    },
    "quality": {"first reading with it", "of it batches inspected"},
}


@pytest.mark.slow
@pytest.mark.parametrize("part", reading.MEASURES)
def test_every_part_of_reading_is_measured(part: str, bench: reading.Bench) -> None:
    bench.report.measured.clear()
    reading.MEASURES[part](bench)
    found = {each.name.split(", 680 records")[0]: each for each in bench.report.measured}
    assert found.keys() >= MEASURED[part]
    assert all(found[name].median > 0 for name in MEASURED[part])
    rows = {each.rows for each in bench.report.measured if each.part in {reading.OVER_HTTP, reading.DOSSIERS}} - {0}
    assert rows <= {680 if part == "http" else 80}


def test_the_stack_of_a_commit_is_the_module_that_it_has(tmp_path: Path) -> None:
    assert checkouts.NOW.stack == "embedded"
    assert checkouts.Checkout("1.0.0", tmp_path).stack == "onestop.stack.embedded"


def test_a_commit_before_has_its_own_packages() -> None:
    show = "import onestop; print(onestop.__file__)"
    with before("HEAD") as checkout:
        command = [sys.executable, "-P", "-c", show]
        done = subprocess.run(command, env=checkout.environment, capture_output=True, text=True, check=True)
        assert Path(done.stdout.strip()) == checkout.folder / "plugins/onestop/__init__.py"
        assert checkout.folder != CHECKOUT
    assert not checkout.folder.exists()


def test_a_batch_that_is_held_is_no_measurement() -> None:
    with pytest.raises(RuntimeError, match="1 batches are held"):
        reading.checked({"held_batches": 1, "open_batches": 0})
    with pytest.raises(RuntimeError, match="2 open"):
        reading.checked({"held_batches": 0, "open_batches": 2})
    assert reading.checked({"held_batches": 0, "open_batches": 2}, is_whole=False)


def test_the_fastest_way_of_dlt_is_taken_and_one_that_fails_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = dict(zip(MERGES, (3.0, 2.0, 5.0), strict=False))

    def load(variant: Variant, *_: object) -> float:
        if variant not in seconds:
            raise PeerError(f"dlt ({variant}): no driver")
        return seconds[variant]

    monkeypatch.setattr(reading, "load_with_dlt", load)
    report = Report("python -m tests.bench.reading", 80)
    assert reading.fastest(report, "merge", MERGES, "", Path()) == MERGES[1]
    assert [each.median for each in report.measured] == [3.0, 2.0, 5.0]
    assert str(Variant("dicts", "csv", "upsert", 2)) == "dicts, csv, upsert, 2 workers"
    assert peers.APPENDS[0].settings == {}


class Finished:
    """Stands for a stack whose records of Airflow know two tasks."""

    def airflow_rows(self, statement: str) -> list[tuple[float | None]]:
        taken = {"'each_source.read_source'": 20.0, "'refresh_figures'": 12.0}
        return [(next((seconds for task, seconds in taken.items() if task in statement), None),)]


def test_parts_of_the_demo_are_compared() -> None:
    taken = demo.seconds_of_parts(Finished(), 100.0)
    assert taken == {demo.WHOLE: 100.0, "reading": 20.0, "figures": 12.0, "rankings": 0.0, "pages": 0.0}
    report = Report("python -m tests.bench.demo", 80)
    demo.add(report, "now", {part: [seconds] for part, seconds in taken.items()})
    demo.add(report, "abcca65", {part: [4 * seconds] for part, seconds in taken.items()})
    demo.add_ratios(report, "abcca65")
    assert report.median_of("reading, now / at abcca65") == 0.25
