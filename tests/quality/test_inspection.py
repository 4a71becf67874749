"""Great Expectations on a real warehouse; one process of it serves the whole module, since it is slow to start."""

from __future__ import annotations

import html
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from onestop.contract.feeds import FEEDS
from onestop.ingest.rules import catalogue
from onestop.publish.rankings import UnsoundFiguresError, check_due, publish_pending
from onestop.quality import report
from onestop.quality.inspector import InspectionError, Inspector
from onestop.quality.report import Result
from onestop.quality.suites import (
    UNEXPECTED_ROWS,
    Expectation,
    StagedBatch,
    Suite,
    batch_suite,
    publication_expectations,
)
from tests.quality.examples import BROKEN, staged_row
from tests.quality.staging import SOURCE, marks_of, stage
from tests.support.scripted import FORMER_COMMUNE, commune, dossier, script_of
from tests.support.warehouse import Warehouse

RULES = {rule.rule_id: rule for rule in catalogue() if rule.predicate}


LISTED = """
INSERT INTO core.unit (unit_id, kind, unit_code, name, name_sort, valid, is_fed, is_listed)
SELECT max(unit.unit_id) + life.place, 'commune', '19774', life.name, 'x', life.valid::daterange, FALSE, TRUE
FROM core.unit
CROSS JOIN (
    VALUES (1, 'Phường Phú Hậu', '(,2025-07-01)'), (2, 'Phường Kim Long', '[2025-07-01,)')
) AS life (place, name, valid)
GROUP BY life.place, life.name, life.valid
"""
"""Two lives of a code, as the country's list has them."""

UNFED_MEMBER = """
INSERT INTO core.area_member (area_id, unit_id, valid)
SELECT area.area_id, unit.unit_id, unit.valid
FROM core.unit
CROSS JOIN core.area
WHERE area.area_code = 'H57' AND unit.unit_code = '19774'
"""
"""A commune of the area that no source feeds: it has no figures, and stops no ranking of the others."""


@pytest.fixture(scope="module")
def measured(module_warehouse: Warehouse) -> Warehouse:
    """Two communes, one that ended, procedures, a dossier of October 2025; twelve months wait for publication."""
    received = dossier("A-1", NgayTiepNhan="20251002080000", NgayHenTra="20251005080000")
    script = script_of([received], more_units=[FORMER_COMMUNE, commune("H57.31.03", "19777", "Phường Vỹ Dạ")])
    module_warehouse.read_and_refresh(script, every_feed=True, quality=False)
    module_warehouse.execute(LISTED)
    module_warehouse.execute(UNFED_MEMBER)
    return module_warehouse


@pytest.fixture(scope="module")
def inspector(measured: Warehouse) -> Iterator[Inspector]:
    """The process of the module; it ends by itself when whoever started it is gone."""
    with Inspector(measured.settings) as inspector:
        yield inspector
        assert inspector._process is not None
        inspector._process._input.close()
        assert inspector._process._child.wait() == 0


def wrong_of(
    inspector: Inspector, warehouse: Warehouse, batch_id: int, feed: str, source_id: str = SOURCE
) -> list[str]:
    """Examine and report a staged batch; return for which expectations it must wait."""
    rows = warehouse.query("SELECT received FROM audit.batch WHERE batch_id = %(b)s", {"b": batch_id})[0].received
    batch = StagedBatch(batch_id, source_id, feed, rows)
    return report_of(inspector, warehouse, batch)


def report_of(inspector: Inspector, warehouse: Warehouse, batch: StagedBatch) -> list[str]:
    suite = batch_suite(batch, warehouse.settings.clock_tolerance_minutes)
    return inspector.report_batch(warehouse.engine, batch, suite, inspector.examine(suite))


def result_of(warehouse: Warehouse, name: str) -> dict[str, Any]:
    """Return the result that a report was made of."""
    text = (warehouse.settings.quality_dir / f"{name}.json").read_text(encoding="utf-8")
    result: dict[str, Any] = json.loads(text)
    return result


def test_every_rule_has_an_example() -> None:
    assert sorted(RULES.keys() - BROKEN.keys()) == [], "rules without an example in tests/quality/examples.py"
    assert sorted(BROKEN.keys() - RULES.keys()) == [], "examples of rules that are no more"


@pytest.mark.parametrize("feed", [feed.name for feed in FEEDS])
def test_great_expectations_finds_what_sql_marks(inspector: Inspector, measured: Warehouse, feed: str) -> None:
    """A clean record, then one record for each rule that breaks this rule and no other."""
    rules = [rule_id for rule_id, rule in RULES.items() if rule.feed == feed]
    rows = [staged_row(feed, 1, {})]
    rows += [staged_row(feed, ordinal, BROKEN[rule_id]) for ordinal, rule_id in enumerate(rules, start=2)]
    batch_id = stage(measured, feed, rows)
    assert marks_of(measured, batch_id) == {ordinal: {rule_id} for ordinal, rule_id in enumerate(rules, start=2)}
    assert wrong_of(inspector, measured, batch_id, feed) == []
    result = result_of(measured, f"batch-{batch_id}")
    assert {each["name"] for each in result["results"] if each["is_rule"]} == set(rules)
    assert {each["name"]: (each["records"], each["keys"]) for each in result["broken"]} == {
        rule_id: ("1", ["1/" + str(ordinal) if rule_id.endswith("_key_missing") else f"{feed}-{ordinal:03}"])
        for ordinal, rule_id in enumerate(rules, start=2)
    }
    # Without any mark each rule is found to have been broken by its record, and what is used is not what it must be.
    measured.execute("DELETE FROM staging.mark WHERE batch_id = %(b)s", {"b": batch_id})
    wrong = wrong_of(inspector, measured, batch_id, feed)
    assert set(rules) <= set(wrong)
    assert {f"{feed}_key_present", f"{feed}_updated_at_present"} <= set(wrong)
    found = {
        each["name"]: (each["unexpected"], each["keys"]) for each in result_of(measured, result["name"])["results"]
    }
    assert {rule_id: found[rule_id] for rule_id in rules} == {
        rule_id: (1, ["1/" + str(ordinal) if rule_id.endswith("_key_missing") else f"{feed}-{ordinal:03}"])
        for ordinal, rule_id in enumerate(rules, start=2)
    }


def test_values_reach_the_statements_whatever_they_hold(inspector: Inspector, measured: Warehouse) -> None:
    """The clock tolerance decides, and a source's id may look like the end of a text."""
    times = ("2026-10-01T06:10:00+07:00", "2026-10-01T06:10:01+07:00")
    rows = [staged_row("units", ordinal, {"source_updated_at": time}) for ordinal, time in enumerate(times, start=1)]
    batch_id = stage(measured, "units", rows, "o'neil")
    assert wrong_of(inspector, measured, batch_id, "units", "o'neil") == []
    found = result_of(measured, f"batch-{batch_id}")["broken"]
    assert [(each["name"], each["keys"]) for each in found] == [("unit_updated_in_future", ["units-002"])]


def test_marks_on_the_wrong_records_are_found_although_their_number_is_right(
    inspector: Inspector, measured: Warehouse
) -> None:
    rows = [staged_row("feedback", 1, BROKEN["feedback_incomplete"]), staged_row("feedback", 2, {})]
    batch_id = stage(measured, "feedback", rows)
    measured.execute("UPDATE staging.mark SET ordinal = 2 WHERE batch_id = %(b)s", {"b": batch_id})
    assert wrong_of(inspector, measured, batch_id, "feedback") == ["feedback_incomplete", "feedback_reception_present"]
    found = {
        each["name"]: (each["unexpected"], each["keys"]) for each in result_of(measured, f"batch-{batch_id}")["results"]
    }
    assert found["feedback_incomplete"] == (2, ["feedback-001", "feedback-002"])
    assert found["feedback_reception_present"] == (1, ["feedback-001"])


def test_what_is_used_is_asked_for_although_every_rule_was_executed_alike(
    inspector: Inspector, measured: Warehouse
) -> None:
    """A rule that lost its effect: it marks and counts as written, and its records go to core all the same."""
    batch_id = stage(measured, "surveys", [staged_row("surveys", 1, BROKEN["survey_unit_unknown"])])
    measured.execute("UPDATE audit.rule SET disposition = 'flagged' WHERE rule_id = 'survey_unit_unknown'")
    assert wrong_of(inspector, measured, batch_id, "surveys") == ["surveys_unit_resolved"]
    measured.execute("UPDATE audit.rule SET disposition = 'quarantined' WHERE rule_id = 'survey_unit_unknown'")
    assert wrong_of(inspector, measured, batch_id, "surveys") == []


def test_rows_that_are_too_few_or_staged_twice_are_found(inspector: Inspector, measured: Warehouse) -> None:
    batch_id = stage(measured, "surveys", [staged_row("surveys", 1, {}), staged_row("surveys", 2, {})])
    measured.execute("UPDATE staging.resolved_survey SET ordinal = 1 WHERE batch_id = %(b)s", {"b": batch_id})
    assert wrong_of(inspector, measured, batch_id, "surveys") == ["surveys_place_unique"]
    measured.execute(
        "UPDATE staging.resolved_survey SET ordinal = 2 WHERE record_key = 'surveys-002' AND batch_id = %(b)s",
        {"b": batch_id},
    )
    measured.execute("DELETE FROM staging.resolved_survey WHERE ordinal = 2 AND batch_id = %(b)s", {"b": batch_id})
    assert wrong_of(inspector, measured, batch_id, "surveys") == ["rows_as_received"]


def test_what_is_unusual_is_told_and_holds_nothing(inspector: Inspector, measured: Warehouse) -> None:
    rows = [
        staged_row("payments", 1, {"amount_vnd": 20_000_000_000, "fees": None}),
        staged_row("payments", 2, BROKEN["payment_unit_unknown"]),
    ]
    batch = StagedBatch(stage(measured, "payments", rows), SOURCE, "payments", 2, Decimal("0.44"))
    assert report_of(inspector, measured, batch) == []
    result = result_of(measured, f"batch-{batch.batch_id}")
    assert result["worth_a_look"] == ["quarantine_as_usual", "payments_amount_plausible"]
    found = {each["name"]: each for each in result["results"]}
    assert found["quarantine_as_usual"]["observed"] == "50,00%"
    assert "không quá 49,00%" in found["quarantine_as_usual"]["sentence_vi"]
    assert found["payments_amount_plausible"]["keys"] == ["payments-001"]
    as_usual = replace(batch, usual_quarantined_share=Decimal("0.45"))
    report_of(inspector, measured, as_usual)
    assert result_of(measured, f"batch-{batch.batch_id}")["worth_a_look"] == ["payments_amount_plausible"]


def test_a_batch_that_is_counted_differently_is_held(inspector: Inspector, measured: Warehouse) -> None:
    broken = ("feedback_incomplete", "feedback_unit_unknown")
    rows = [staged_row("feedback", ordinal, BROKEN[rule]) for ordinal, rule in enumerate(broken, start=1)]
    batch_id = stage(measured, "feedback", rows, "another", status="staged")
    assert inspector.why_held(measured.engine, batch_id) is None
    measured.execute("DELETE FROM staging.mark WHERE batch_id = %(b)s AND ordinal = 1", {"b": batch_id})
    measured.execute("INSERT INTO staging.mark VALUES (%(b)s, 1, 2, 'no_such_rule')", {"b": batch_id})
    reason = inspector.why_held(measured.engine, batch_id)
    page = measured.settings.quality_dir / f"batch-{batch_id}.html"
    assert reason == (
        "Great Expectations thấy 3 điều kiện không đạt: "
        f"feedback_incomplete, marks_of_known_rules, feedback_reception_present. Xem báo cáo {page}."
    )
    assert "Lô phải chờ người xem xét: 3 điều kiện không đạt" in page.read_text(encoding="utf-8")


def test_first_loads_and_large_batches_are_looked_at(inspector: Inspector, measured: Warehouse) -> None:
    reports = measured.settings.quality_dir
    rows = [staged_row("surveys", ordinal, {}) for ordinal in (1, 2)]
    first = stage(measured, "surveys", rows, "newcomer", status="staged")
    later = stage(measured, "surveys", rows, status="staged")
    assert inspector.why_held(measured.engine, later) is None
    assert not (reports / f"batch-{later}.html").exists()
    assert inspector.why_held(measured.engine, first) is None
    assert (reports / f"batch-{first}.html").exists()
    with_less = Inspector(replace(measured.settings, quality_records=2))
    with_less._process = inspector._process
    assert with_less.why_held(measured.engine, later) is None
    assert (reports / f"batch-{later}.html").exists()
    let_go(measured)


def let_go(warehouse: Warehouse) -> None:
    """Let no batch of this module hold up a publication."""
    for status in ("held", "rejected"):
        warehouse.execute(
            "UPDATE audit.batch SET status = %(status)s, held_reason = 'x', finished_at = started_at "
            "WHERE status IN ('staged', 'held')",
            {"status": status},
        )


def test_nothing_is_said_of_a_batch_that_was_decided_on_while_it_was_looked_at(
    inspector: Inspector, measured: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id = stage(measured, "surveys", [staged_row("surveys", 1, {})], "overtaken", status="staged")
    measured.execute("INSERT INTO staging.mark VALUES (%(b)s, 1, 1, 'no_such_rule')", {"b": batch_id})
    assert "marks_of_known_rules" in (inspector.why_held(measured.engine, batch_id) or "")
    page = measured.settings.quality_dir / f"batch-{batch_id}.html"
    page.unlink()
    examine = inspector.examine

    def overtaken(suite: Suite) -> list[Result]:
        found = examine(suite)
        let_go(measured)
        return found

    monkeypatch.setattr(inspector, "examine", overtaken)
    assert inspector.why_held(measured.engine, batch_id) is None
    assert not page.exists()


def test_switched_off_a_first_load_is_not_looked_at(measured: Warehouse) -> None:
    first = stage(measured, "surveys", [staged_row("surveys", 1, {})], "switched-off")
    inspector = Inspector(replace(measured.settings, quality=False), ("/no/such/program",))
    assert inspector.why_held(measured.engine, first) is None


def test_a_statement_that_fails_is_an_error_without_values(inspector: Inspector, measured: Warehouse) -> None:
    statement = {"unexpected_rows_query": "SELECT ('secret' || 'x')::date FROM {batch}"}
    failing = Expectation("unit_wrong", "high", "flagged", "Sai.", "Wrong.", UNEXPECTED_ROWS, statement)
    batch_id = stage(measured, "units", [staged_row("units", 1, {})])
    with pytest.raises(InspectionError) as raised:
        inspector.examine(replace(batch_suite(StagedBatch(batch_id, SOURCE, "units", 1), 10), expectations=(failing,)))
    assert str(raised.value) == (
        f"batch-{batch_id}: unit_wrong: its statement failed with InvalidDatetimeFormat; run it by hand to see why"
    )


def test_pages_hold_sentences_and_keys_and_nothing_else_of_a_record(inspector: Inspector, measured: Warehouse) -> None:
    values = {**BROKEN["dossier_channel_missing"], "step": "Nguyễn Thị Ẩn Danh"}
    batch_id = stage(measured, "dossiers", [staged_row("dossiers", ordinal, values) for ordinal in range(1, 31)])
    assert wrong_of(inspector, measured, batch_id, "dossiers") == []
    page = (measured.settings.quality_dir / f"batch-{batch_id}.html").read_text(encoding="utf-8")
    told = [html.escape(rule.reason_vi, quote=False) for rule in RULES.values() if rule.feed == "dossiers"]
    assert [sentence for sentence in told if sentence not in html.unescape(page) and sentence not in page] == []
    assert "Đạt: dữ liệu được đánh dấu đúng và phần được dùng là đầy đủ" in page
    assert page.count('<td class="n">30</td>') == 1
    assert "<dt>Đã nhận</dt><dd>30</dd>" in page
    assert "dossiers-020" in page
    assert "dossiers-021" not in page
    assert f'<a href="batch-{batch_id}.html">' in (measured.settings.quality_dir / "index.html").read_text()
    everything = "".join(path.read_text() for path in measured.settings.quality_dir.iterdir())
    assert "Ẩn Danh" not in everything
    # The name of a format is no address that a browser asks.
    asked = everything.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert [word for word in ("http:", "https:", "<script", "<style") if word in asked] == []


# A month each, and what makes its figures unsound in one way only.
UNSOUND = {
    ("form_negative", "2025-11"): """
        UPDATE mart.figure SET
            transferred_in = -1,
            transferred_out = coalesce(transferred_out, 0) - coalesce(transferred_in, 0) - 1
        FROM mart.period, core.unit
        WHERE period.period_no = figure.period_no AND period_start = '2025-11-01' AND subject_kind = 'unit'
            AND subject_id = unit_id AND sector_code = '*' AND unit_code = '19753'
        """,
    ("form_unbalanced", "2025-12"): """
        UPDATE mart.figure SET withdrawn = coalesce(withdrawn, 0) + 1
        FROM mart.period, core.unit
        WHERE period.period_no = figure.period_no AND period_start = '2025-12-01' AND subject_kind = 'unit'
            AND subject_id = unit_id AND sector_code = '*' AND unit_code = '19753'
        """,
    ("form_unit_missing", "2026-01"): """
        DELETE FROM mart.figure USING mart.period, core.unit
        WHERE period.period_no = figure.period_no AND period_id LIKE 'month:2026-01%' AND subject_kind = 'unit'
            AND subject_id = unit_id AND sector_code = '*' AND unit_code = '19753'
        """,
    ("period_not_closed", "2026-02"): """
        UPDATE mart.period SET counted_to = period_end - 1 WHERE period_id LIKE 'month:2026-02%'
        """,
    ("ratio_out_of_range", "2026-03"): """
        UPDATE mart.figure SET paid_online = 2, payable = 1
        FROM mart.period
        WHERE period.period_no = figure.period_no AND period_id LIKE 'month:2026-03%' AND sector_code = '*'
            AND subject_kind = 'unit'
        """,
    ("unit_not_valid", "2025-10"): """
        UPDATE core.unit SET valid = daterange('2025-11-01', NULL) WHERE unit_code = '19753'
        """,
}  # fmt: skip


def test_figures_that_cannot_be_checked_ahead_are_left_to_publishing(
    measured: Warehouse, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise InspectionError("the process ended")

    assert check_due(measured.engine, fail) == 0
    assert "Great Expectations could not check the figures; publish_rankings tries again" in caplog.text


def test_figures_that_a_recent_report_found_sound_are_not_looked_at_again(
    inspector: Inspector, measured: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever publishes need not start Great Expectations, if the figures did not move since somebody had it look."""
    looked: list[str] = []
    examine = inspector.examine
    monkeypatch.setattr(inspector, "examine", lambda suite: looked.append(suite.name) or examine(suite))
    periods = check_due(measured.engine, inspector.check_publication)
    assert len(looked) == periods > 12
    assert check_due(measured.engine, inspector.check_publication) == periods
    assert len(looked) == periods, "nothing moved"

    for path in measured.settings.quality_dir.glob("publication-*.json"):
        made = path.stat().st_mtime - report.VALID_FOR.total_seconds()
        os.utime(path, (made, made))
    check_due(measured.engine, inspector.check_publication)
    assert len(looked) == 2 * periods, "the reports are old"
    measured.execute("UPDATE mart.period SET counted_to = counted_to - 1 WHERE period_id LIKE 'month:2026-02%%'")
    check_due(measured.engine, inspector.check_publication)
    moved = looked[2 * periods :]
    assert {name[-21:] for name in moved} == {"2026-02-01_2026-02-28"}
    check_due(measured.engine, inspector.check_publication)
    assert looked[2 * periods :] == 2 * moved, "what was wrong may have been mended"
    measured.execute("UPDATE mart.period SET counted_to = counted_to + 1 WHERE period_id LIKE 'month:2026-02%%'")
    for path in measured.settings.quality_dir.glob("publication-*.json"):
        path.unlink()


def test_unsound_figures_stop_their_publication_and_no_other(inspector: Inspector, measured: Warehouse) -> None:
    measured.execute("ALTER TABLE mart.figure DROP CONSTRAINT figure_balances")
    for statement in UNSOUND.values():
        measured.execute(statement)
    with pytest.raises(UnsoundFiguresError) as raised:
        publish_pending(measured.engine, inspector.check_publication)

    sentences = {each.name: each.sentence_vi for each in publication_expectations()}
    assert sentences.keys() == {name for name, _ in UNSOUND}
    told = {
        line.split(":")[1][:7]: [name for name, sentence in sentences.items() if sentence in line]
        for line in str(raised.value).splitlines()
    }
    assert told == {month: [name] for name, month in UNSOUND}
    published = measured.query("SELECT period_id FROM mart.publication WHERE period_id LIKE 'month:%%'")
    assert {row.period_id[6:13] for row in published} == {f"2026-{month:02}" for month in range(4, 10)}
    weeks = measured.query("SELECT period_id FROM mart.publication WHERE period_id LIKE 'rolling_4_weeks:%%'")
    assert len(weeks) == 4, "weeks have no form, so none is missing"

    report = result_of(measured, "publication-H57-month_2025-10-01_2025-10-31")
    assert [(each["name"], each["unexpected"], each["keys"]) for each in report["results"] if each["unexpected"]] == [
        ("unit_not_valid", 1, ["19753"])
    ]
    page = (measured.settings.quality_dir / f"{report['name']}.html").read_text(encoding="utf-8")
    assert "Chưa được công bố: 1 điều kiện không đạt" in page
    assert [sentence for sentence in sentences.values() if sentence not in page] == []


def test_who_asks_never_imports_great_expectations(inspector: Inspector) -> None:
    assert inspector._process is not None
    assert "great_expectations" not in sys.modules
