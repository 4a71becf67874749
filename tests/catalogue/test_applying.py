"""The warehouse follows the files: what is new, changed or gone; what was published by stays as it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from onestop import catalogue
from onestop.catalogue.entry import CatalogueError
from onestop.config.settings import CHECKOUT
from onestop.publish.rankings import publish_pending
from onestop.warehouse.database import WarehouseError
from tests.catalogue.laying import PLAN, SCHEME, lay, write
from tests.publish.scoring import MARCH, give
from tests.sheets.handing_in import two_communes
from tests.support.warehouse import Warehouse

TABLES = (
    "core.figure", "mart.indicator", "mart.scheme", "mart.scheme_group", "mart.scheme_item", "mart.scheme_band",
    "mart.publication_plan", "mart.alert_limit", "mart.alert_level", "mart.late_estimate_limit", "mart.period_kind", "core.objection_cause",
    "core.interlinked_group", "core.interlinked_procedure", "core.law_rule", "core.area", "core.area_member",
)  # fmt: skip
FIGURE = "- figure_code: kiosk_count\n  name_vi: %s\n  value_unit: %s\n  definition_vi: Số ki-ốt.\n"
CLUSTER = "- area_code: C1\n  name: Cụm thi đua số 1\n  valid_from: 2025-07-01\n  units: [%s]\n"


def content(warehouse: Warehouse) -> dict[str, list[str]]:
    """Return every row of the catalogue as text."""
    return {
        table: [row.line for row in warehouse.query(f"SELECT t::text AS line FROM {table} AS t ORDER BY 1")]
        for table in TABLES
    }


@pytest.fixture(scope="module")
def read_communes(module_warehouse: Warehouse) -> Warehouse:
    """A warehouse with every kind of period of two communes, 19753 and 00745, to copy."""
    catalogue.install(module_warehouse.owner)
    module_warehouse.read_and_refresh(two_communes(), every_feed=True)
    return module_warehouse


def test_a_second_call_finds_nothing_to_do(warehouse: Warehouse) -> None:
    before = content(warehouse)
    assert catalogue.install(warehouse.engine) == []
    assert content(warehouse) == before
    assert {table for table, rows in before.items() if not rows} == {"core.area", "core.area_member"}


def test_what_a_province_adds_is_entered_and_what_it_takes_back_is_gone(warehouse: Warehouse, tmp_path: Path) -> None:
    before = content(warehouse)
    told = lay(
        warehouse,
        tmp_path / "own",
        schemes=SCHEME,
        plans=PLAN
        + "- {plan: on_time_weekly, taken_out: true}\n- {plan: reuse, indicator: reuse_rate, periods: [year]}",
        figures=FIGURE % ("Số ki-ốt", "count"),
        law_rules="- {rule_code: hand_over_hour, valid_from: 2018-01-01, value: 15, article: Điều 18}\n",
    )
    assert told == [
        "figures: kiosk_count is new",
        "schemes: two_things 1 is new",
        "schemes: by_reuse_rate 1 is new",
        "plans: province month two_things is new",
        "plans: province year by_reuse_rate is new",
        "plans: province rolling_4_weeks on_time_simple is taken out",
        "law_rules: hand_over_hour 2018-01-01 is new",
    ]
    assert len(catalogue.install(warehouse.engine)) == len(told)
    assert content(warehouse) == before


def test_what_nothing_was_published_by_can_change(warehouse: Warehouse, tmp_path: Path) -> None:
    lay(warehouse, tmp_path, schemes=SCHEME, plans=PLAN)
    changed = SCHEME.replace("max_points: 70", "max_points: 60").replace(
        "{from_points: 80, name_vi: Đạt}", "{from_points: 85, name_vi: Đạt}"
    )
    assert lay(warehouse, tmp_path, schemes=changed) == ["schemes: two_things 1 is changed"]
    rows = warehouse.query("SELECT max_points FROM mart.scheme_item WHERE scheme_code = 'two_things' ORDER BY ordinal")
    assert [row.max_points for row in rows] == [60, 30]


def test_what_was_published_by_cannot_change(communes: Warehouse, tmp_path: Path) -> None:
    give(communes, "19753", {"resolved_timely": 9, "resolved_total": 10, "received_new": 10, "received_online": 3})
    lay(communes, tmp_path, schemes=SCHEME, plans=PLAN)
    publish_pending(communes.engine)
    before = content(communes)
    ours = (catalogue.FOLDER / "indicators.yaml").read_text(encoding="utf-8")
    start = ours.index("- indicator_code: online_rate\n")
    indicator = ours[start : ours.index("\n- ", start)]
    with pytest.raises(CatalogueError) as refused:
        lay(
            communes,
            tmp_path,
            schemes=SCHEME.replace("max_points: 70", "max_points: 60"),
            indicators=indicator.replace("numerator: [received_online]", "numerator: [received_postal]"),
        )
    scheme = f"{tmp_path}/schemes.yaml line 2 (two_things 1): a ranking was published by it, so it stays as it is"
    assert refused.value.faults == [
        f"{tmp_path}/indicators.yaml line 1 (online_rate 1): a ranking was published by it, so it stays as it is "
        "(numerator would change). Its next version is a new entry beside it.",
        f"{scheme} (groups would change). Its next version is a new entry beside it.",
    ]
    assert content(communes) == before


def test_the_next_version_is_a_new_entry_and_the_old_one_stays(communes: Warehouse, tmp_path: Path) -> None:
    lay(communes, tmp_path, schemes=SCHEME, plans=PLAN)
    publish_pending(communes.engine)
    published = communes.content("mart", excluded=())["mart.ranking"]
    second = SCHEME.replace("scheme_code: two_things", "scheme_code: two_things\n  scheme_version: 2").replace(
        "70", "60"
    )
    # The first version may leave the files: what was published by it is kept.
    told = lay(communes, tmp_path, schemes=second, plans=PLAN.rstrip() + "\n  scheme_version: 2\n")
    assert told == ["schemes: two_things 2 is new", "plans: province month two_things is changed"]
    rows = communes.query(
        "SELECT scheme_version, max_points FROM mart.scheme_item WHERE scheme_code = 'two_things' AND ordinal = 1 "
        "ORDER BY 1"
    )
    assert [tuple(row) for row in rows] == [(1, 70), (2, 60)]
    assert communes.content("mart", excluded=())["mart.ranking"] == published


def test_a_version_of_an_indicator_that_was_published_by_may_end(communes: Warehouse, tmp_path: Path) -> None:
    publish_pending(communes.engine)
    ours = (catalogue.FOLDER / "indicators.yaml").read_text(encoding="utf-8")
    start = ours.index("- indicator_code: on_time_rate_06a\n")
    first = ours[start : ours.index("\n- ", start)].rstrip()
    second = first.replace("06a\n", "06a\n  indicator_version: 2\n  valid_from: 2027-01-01\n", 1).replace(
        "Tỷ lệ đúng hạn", "Tỷ lệ đúng hạn mới"
    )
    told = lay(communes, tmp_path, indicators=f"{first}\n  valid_to: 2026-12-31\n\n{second}\n")
    assert told == ["indicators: on_time_rate_06a 2 is new", "indicators: on_time_rate_06a 1 is changed"]
    rows = communes.query("SELECT valid::text FROM mart.indicator WHERE indicator_code = 'on_time_rate_06a' ORDER BY 1")
    assert [row.valid for row in rows] == ["[2018-01-01,2027-01-01)", "[2027-01-01,)"]


def test_a_figure_that_offices_entered_stays_and_keeps_its_unit(communes: Warehouse, tmp_path: Path) -> None:
    lay(communes, tmp_path, figures=FIGURE % ("Số ki-ốt", "count"))
    communes.execute(
        "INSERT INTO audit.sheet (kind, file_name, content_hash, received_at, status, row_count) "
        "VALUES ('manual_figures', 'a.csv', repeat('0', 64), '2026-10-01', 'accepted', 1)"
    )
    communes.execute(
        "INSERT INTO core.manual_figure SELECT max(sheet_id), 2, (SELECT min(unit_id) FROM core.unit), "
        f"'{MARCH}', 'kiosk_count', 3, NULL, 'BC 1', 'Công chức' FROM audit.sheet"
    )
    with pytest.raises(
        CatalogueError, match=r"\(kiosk_count\): offices have entered values of it, .*so it stays .*value_unit"
    ):
        lay(communes, tmp_path, figures=FIGURE % ("Số ki-ốt", "points"))
    assert lay(communes, tmp_path, figures=FIGURE % ("Số ki-ốt đang dùng", "count")) == [
        "figures: kiosk_count is changed"
    ]
    assert lay(communes, tmp_path, figures="[]") == []
    assert (
        communes.query("SELECT name_vi FROM core.figure WHERE figure_code = 'kiosk_count'")[0].name_vi
        == "Số ki-ốt đang dùng"
    )


def test_a_figure_that_was_published_by_stays_though_nobody_entered_it(communes: Warehouse, tmp_path: Path) -> None:
    figure = FIGURE % ("Số ki-ốt", "count")
    indicator = """
- indicator_code: kiosk_rate
  name_vi: Tỷ lệ ki-ốt
  value_kind: ratio
  direction: higher_is_better
  numerator: [kiosk_count]
  denominator: [procedure_count]
  definition_vi: Số ki-ốt chia cho số thủ tục.
  source: Kế hoạch của tỉnh
  group_vi: Tiếp nhận
  unit_vi: "%"
"""
    plan = "- {plan: kiosks, indicator: kiosk_rate, periods: [month]}"
    lay(communes, tmp_path, figures=figure, indicators=indicator, plans=plan)
    publish_pending(communes.engine)
    assert lay(communes, tmp_path, figures="[]", indicators="[]", plans="[]") == [
        "plans: province month by_kiosk_rate is taken out"
    ]
    assert communes.query("SELECT 1 FROM core.figure WHERE figure_code = 'kiosk_count'")


def members(warehouse: Warehouse) -> list[tuple[str, ...]]:
    rows = warehouse.query(
        "SELECT area_code, unit_code, area_member.valid::text FROM core.area_member "
        "INNER JOIN core.area USING (area_id) "
        "INNER JOIN core.unit USING (unit_id) WHERE area.kind = 'cluster' ORDER BY 1, 2, 3"
    )
    return [tuple(row) for row in rows]


def test_a_cluster_gets_loses_and_ends(communes: Warehouse, tmp_path: Path) -> None:
    lay(communes, tmp_path, clusters=CLUSTER % "19753, 00745")
    assert [row[:2] for row in members(communes)] == [("C1", "00745"), ("C1", "19753")]
    communes.refresh()
    figures = (
        "SELECT count(*) AS n FROM mart.period_figure INNER JOIN core.area ON subject_id = area_id "
        "WHERE subject_kind = 'area' AND area_code = 'C1'"
    )
    assert communes.query(figures)[0].n > 0
    lay(communes, tmp_path, clusters=(CLUSTER % "19753").rstrip() + "\n  valid_to: 2026-12-31\n")
    assert members(communes) == [("C1", "19753", "[2025-07-01,2027-01-01)")]
    lay(communes, tmp_path, clusters="[]")
    communes.refresh()
    assert members(communes) == []
    assert communes.query("SELECT name FROM core.area WHERE area_code = 'C1'")[0].name == "Cụm thi đua số 1"
    assert communes.query(figures)[0].n == 0


def test_members_of_a_cluster_change_from_a_day_on(communes: Warehouse, tmp_path: Path) -> None:
    first = (CLUSTER % "19753, 00745").rstrip() + "\n  valid_to: 2026-03-31\n"
    second = (CLUSTER % "19753").replace("2025-07-01", "2026-04-01").replace("số 1", "số 1 (mới)")
    lay(communes, tmp_path, clusters=first + second)
    assert members(communes) == [
        ("C1", "00745", "[2025-07-01,2026-04-01)"),
        ("C1", "19753", "[2025-07-01,2026-04-01)"),
        ("C1", "19753", "[2026-04-01,)"),
    ]
    names = communes.query("SELECT name FROM core.area WHERE area_code = 'C1'")
    assert [row.name for row in names] == ["Cụm thi đua số 1 (mới)"]
    with pytest.raises(CatalogueError, match=r"\(C1 2026-03-31\): it holds on days on which"):
        lay(communes, tmp_path, clusters=first + second.replace("2026-04-01", "2026-03-31"))


def test_a_cluster_of_unknown_units_is_refused(communes: Warehouse, tmp_path: Path) -> None:
    text = CLUSTER % "19753, 99999" + (CLUSTER % "19753").replace("C1", "H57")
    with pytest.raises(CatalogueError) as refused:
        lay(communes, tmp_path, clusters=text)
    file = f"{tmp_path}/clusters.yaml"
    assert refused.value.faults == [
        f"{file} line 1 (C1 2025-07-01): there is no commune 99999 on any of its days; correct the code",
        f"{file} line 5 (H57 2025-07-01): another area has the code; correct the code",
    ]


def test_a_kind_of_period_that_is_stored_otherwise_is_computed_again(communes: Warehouse, tmp_path: Path) -> None:
    sectors = (
        "SELECT count(DISTINCT sector_code) AS n FROM mart.period_figure INNER JOIN mart.period USING (period_id) "
        "WHERE kind = 'week'"
    )
    assert communes.query(sectors)[0].n == 1
    week = """
- kind: week
  ordinal: 2
  name_vi: Tuần
  by_sector: true
  bases: [receiving]
  has_form: true
  all_indicators: true
  kept: 17 weeks
  compared_after: 7 days
"""
    assert lay(communes, tmp_path, period_kinds=week) == ["period_kinds: week is changed"]
    communes.refresh()
    assert communes.query(sectors)[0].n > 1
    forms = "SELECT count(*) AS n FROM mart.form_ii06a INNER JOIN mart.period USING (period_id) WHERE kind = 'week'"
    assert communes.query(forms)[0].n > 0
    lay(communes, tmp_path, period_kinds="[]")
    communes.refresh()
    assert communes.query(sectors)[0].n == 1
    assert communes.query(forms)[0].n == 0


def test_the_command_tells_what_it_did_and_what_is_wrong(warehouse: Warehouse, tmp_path: Path) -> None:
    def run() -> subprocess.CompletedProcess[str]:
        environ = {
            "PYTHONPATH": str(CHECKOUT / "plugins"),
            "AIRFLOW_CONN_WAREHOUSE": str(warehouse.settings.warehouse_url),
            "ONESTOP_CATALOGUE": str(tmp_path),
        }
        return subprocess.run(
            (sys.executable, "-m", "onestop.catalogue"), env=environ, capture_output=True, text=True, check=False
        )

    write(tmp_path, {"schemes": SCHEME})
    done = run()
    assert (done.returncode, done.stdout, done.stderr) == (0, "schemes: two_things 1 is new\n", "")
    write(tmp_path, {"plans": PLAN.replace("scheme: two_things", "scheme: three_things")})
    done = run()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{tmp_path}/plans.yaml line 2 (two_things): there is no scheme three_things version 1\n"


FOLDING = "- {area_code: H57, figure: withdrawn, valid_from: %s, printed_as: %s}\n"


def test_a_folding_of_the_form_begins_after_what_was_published(communes: Warehouse, tmp_path: Path) -> None:
    lay(communes, tmp_path, form_foldings=FOLDING % ("2026-01-01", "resolved_on_time"))
    publish_pending(communes.engine)
    with pytest.raises(CatalogueError, match=r"a form was published or confirmed by it; let another one begin later"):
        lay(communes, tmp_path, form_foldings=FOLDING % ("2026-01-01", "resolved_overdue"))
    with pytest.raises(WarehouseError, match="a_folding_begins_after_the_forms_that_were_published_or_confirmed"):
        lay(
            communes,
            tmp_path,
            form_foldings=FOLDING % ("2026-01-01", "resolved_on_time") + FOLDING % ("2026-02-01", "null"),
        )
    both = FOLDING % ("2026-01-01", "resolved_on_time") + FOLDING % ("2027-01-01", "null")
    assert lay(communes, tmp_path, form_foldings=both) == ["form_foldings: H57 withdrawn 2027-01-01 is new"]


def test_the_words_of_an_indicator_that_was_published_by_can_be_put_right(communes: Warehouse, tmp_path: Path) -> None:
    publish_pending(communes.engine)
    ours = (catalogue.FOLDER / "indicators.yaml").read_text(encoding="utf-8")
    start = ours.index("- indicator_code: online_rate\n")
    indicator = ours[start : ours.index("\n- ", start)]
    source = next(line for line in indicator.splitlines() if line.startswith("  source: "))
    assert lay(communes, tmp_path, indicators=indicator.replace(source, "  source: Nguồn đúng")) == [
        "indicators: online_rate 1 is changed"
    ]
