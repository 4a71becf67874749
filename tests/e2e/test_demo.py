"""`make demo` on real Airflow: the truth in the mart, all runs from the scheduler, a second demo changes nothing."""

from __future__ import annotations

import csv
import html
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.conftest import Stack

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

DOSSIERS = "4000"
LATEST = "2026-09-01"


@pytest.fixture(scope="module")
def demo(stack: Stack) -> str:
    """What the first demo printed."""
    return stack.command("demo", ONESTOP_DEMO_DOSSIERS=DOSSIERS)


def truth(stack: Stack, name: str) -> list[dict[str, str]]:
    """Return a file of the truth."""
    with Path(stack.var_dir / "demo" / "truth" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_it_says_where_to_look(demo: str, stack: Stack) -> None:
    assert "Phường" in demo
    assert f"http://127.0.0.1:{stack.environ['ONESTOP_SITE_PORT']}/" in demo
    assert f"http://127.0.0.1:{stack.environ['ONESTOP_AIRFLOW_PORT']}/" in demo


@pytest.mark.usefixtures("demo")
def test_forty_communes_have_the_codes_scores_and_ranks_of_the_truth(stack: Stack) -> None:
    rows = stack.warehouse().query(
        "SELECT unit_code, period_start, score, rank FROM mart.ranking WHERE period_kind = 'month'"
    )
    ranked = {
        (row.unit_code, str(row.period_start)): (None if row.score is None else f"{row.score:.2f}", row.rank)
        for row in rows
    }
    expected = {
        (row["unit_code"], row["period_start"]): (row["score"] or None, int(row["rank"]) if row["rank"] else None)
        for row in truth(stack, "ranking.csv")
    }
    assert ranked == expected
    assert len({code for code, start in ranked if start == LATEST}) == 40


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("file", "kind"), [("form_ii06a.csv", "month"), ("form_ii06a_quarter.csv", "quarter")])
def test_every_form_column_equals_the_truth(stack: Stack, file: str, kind: str) -> None:
    expected = truth(stack, file)
    key = ("unit_code", "period_start", "sector_code")
    columns = [name for name in expected[0] if name not in (*key, "period_end")]

    def row_of(row: Any) -> tuple[int, ...]:
        return tuple(int(row[column]) for column in columns)

    counted = stack.warehouse().query(
        "SELECT form.* FROM mart.form_ii06a AS form INNER JOIN mart.period USING (period_id) "
        "WHERE kind = %(kind)s AND state <> 'open' AND basis = 'receiving'",
        {"kind": kind},
    )
    mart = {tuple(str(row._mapping[name]) for name in key): row_of(row._mapping) for row in counted}
    assert mart == {tuple(row[name] for name in key): row_of(row) for row in expected}


@pytest.mark.usefixtures("demo")
def test_only_the_first_wake_up_was_by_hand(stack: Stack) -> None:
    runs = stack.airflow_rows("SELECT dag_id, run_type, count(*) FROM dag_run GROUP BY 1, 2")
    by_hand = {(dag_id, number) for dag_id, run_type, number in runs if run_type == "manual"}
    assert by_hand == {("tick", 1), ("ingest", 1), ("read_sheets", 1)}
    started = {(dag_id, run_type) for dag_id, run_type, _ in runs}
    assert {("refresh_measures", "asset_triggered"), ("publish_rankings", "asset_triggered")} <= started
    assert {state for (state,) in stack.airflow_rows("SELECT DISTINCT state FROM dag_run")} == {"success"}


@pytest.mark.usefixtures("demo")
def test_a_commune_has_its_score_by_766_its_lost_points_by_kind_and_dossiers_to_mend(stack: Stack) -> None:
    period_id = "month:2026-09-01:2026-09-30"
    scores = stack.warehouse().query(
        "SELECT unit_code, count(*) AS items, count(points) AS given, sum(points) AS score, sum(points_recoverable) AS "
        "recoverable, sum(points_gone) AS gone, sum(points_not_ours) AS not_ours FROM mart.score "
        "WHERE scheme_code = 'qd766_commune' AND subject_kind = 'unit' AND period_id = %(period_id)s "
        "GROUP BY unit_code",
        {"period_id": period_id},
    )
    communes = [row for row in scores if row.given == row.items == 19]
    assert len(communes) == 40
    assert {row.score + row.recoverable + row.gone + row.not_ours for row in communes} == {100}
    busiest = stack.warehouse().query(
        "SELECT unit_code FROM mart.score WHERE indicator_code = 'digitized_result_rate' AND subject_kind = 'unit' "
        "AND period_id = %(period_id)s ORDER BY denominator - numerator DESC LIMIT 1",
        {"period_id": period_id},
    )[0]
    mend = stack.warehouse().query(
        "SELECT * FROM mart.dossiers_to_mend_now(%(period_id)s, %(unit)s, 'qd766_commune') LIMIT 10",
        {"period_id": period_id, "unit": busiest.unit_code},
    )
    assert len(mend) == 10
    assert all(row.points_each > 0 and row.record_key for row in mend)


@pytest.mark.usefixtures("demo")
def test_mapped_tasks_are_named_after_their_source(stack: Stack) -> None:
    names = stack.airflow_rows(
        "SELECT DISTINCT rendered_map_index FROM task_instance "
        "WHERE task_id = 'each_source.read_source' AND map_index >= 0"
    )
    assert names == [("hue",)]


@pytest.mark.usefixtures("demo")
def test_the_page_of_the_latest_month_is_served(stack: Stack) -> None:
    site = f"http://127.0.0.1:{stack.environ['ONESTOP_SITE_PORT']}"
    answer = httpx.get(f"{site}/h57/on_time_simple/month_{LATEST}_2026-09-30-v1/")
    page = html.unescape(answer.text)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for text in ("Bảng xếp hạng", "Dự kiến", "Tháng 9 năm 2026", "Số liệu chốt đến 24 giờ 00 ngày 30/09/2026"):
        assert text in page
    names = [
        row.name for row in stack.warehouse().query("SELECT name FROM mart.unit WHERE kind = 'commune' AND is_fed")
    ]
    assert len(names) == 40
    assert [name for name in names if name not in page] == []
    assert 'href="h57/on_time_simple/month_2026-09-01_2026-09-30-v1/index.html"' in httpx.get(f"{site}/").text
    index = httpx.get(f"{site}/h57/").text
    assert index.count("h57/on_time_simple/month_") == 12
    weeks = ["2026-08-10_2026-09-06", "2026-08-17_2026-09-13", "2026-08-24_2026-09-20", "2026-08-31_2026-09-27"]
    assert [week for week in weeks if f"h57/on_time_simple/rolling_4_weeks_{week}-v1/index.html" not in index] == []


@pytest.mark.usefixtures("demo")
def test_no_secret_and_no_personal_value_is_in_the_logs(stack: Stack) -> None:
    token = (stack.var_dir / "secrets" / "simulator-token").read_text(encoding="utf-8").strip()
    logs = [path for path in (stack.var_dir / "log").rglob("*") if path.is_file()]
    assert logs
    for path in logs:
        text = path.read_text(encoding="utf-8", errors="replace")
        assert token not in text, path
        assert "Giả Lập" not in text, path


@pytest.mark.usefixtures("demo")
def test_a_second_demo_changes_no_row(stack: Stack) -> None:
    before = stack.warehouse().content("core", "mart", "quarantine")
    stack.command("demo", ONESTOP_DEMO_DOSSIERS=DOSSIERS)
    assert stack.warehouse().content("core", "mart", "quarantine") == before
