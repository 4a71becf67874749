"""What suites are made of: every rule with a predicate, every check of publications, and no value in any statement."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from onestop.contract.feeds import FEEDS
from onestop.ingest.rules import catalogue
from onestop.quality.suites import UNEXPECTED_ROWS, StagedBatch, batch_suite, publication_suite, usable_records
from onestop.warehouse.clock import LOCAL
from tests.house import scan

OF_EVERY_FEED = {"key_present", "updated_at_present", "updated_at_plausible", "place_unique"}
PLAN = {
    "area_id": 1,
    "area_code": "H57",
    "period_id": "month:2026-09-01:2026-09-30",
    "basis": "receiving",
    "figures_state": "{}",
    "as_of": dt.datetime(2026, 10, 1, 7, tzinfo=LOCAL),
}


def test_every_rule_with_a_predicate_is_an_expectation_of_its_feed() -> None:
    for feed in FEEDS:
        suite = batch_suite(StagedBatch(7, "hue", feed.name, 3), 10)
        wanted = [rule for rule in catalogue() if rule.feed == feed.name and rule.predicate]
        of_rules = [each for each in suite.expectations if each.disposition]
        assert [each.name for each in of_rules] == [rule.rule_id for rule in wanted]
        assert [each.sentence_vi for each in of_rules] == [rule.reason_vi for rule in wanted]
        assert [each.disposition for each in of_rules] == [rule.disposition for rule in wanted]
        assert {each.kind for each in of_rules} == {UNEXPECTED_ROWS}


def test_beside_the_rules_stands_what_the_records_must_be() -> None:
    suite = batch_suite(StagedBatch(7, "hue", "surveys", 3, Decimal("0.1")), 10)
    assert [(each.name, each.kind, each.stops) for each in suite.expectations if not each.disposition] == [
        ("marks_of_known_rules", UNEXPECTED_ROWS, True),
        ("rows_as_received", "ExpectTableRowCountToEqual", True),
        ("quarantine_as_usual", "ExpectColumnMeanToBeBetween", False),
        ("surveys_key_present", "ExpectColumnValuesToNotBeNull", True),
        ("surveys_updated_at_present", "ExpectColumnValuesToNotBeNull", True),
        ("surveys_updated_at_plausible", "ExpectColumnValuesToBeBetween", False),
        ("surveys_place_unique", "ExpectCompoundColumnsToBeUnique", True),
        ("surveys_unit_resolved", "ExpectColumnValuesToNotBeNull", True),
        ("surveys_criterion_present", "ExpectColumnValuesToNotBeNull", True),
        ("surveys_moment_present", "ExpectColumnValuesToNotBeNull", True),
    ]
    first = batch_suite(StagedBatch(7, "hue", "surveys", 3), 10)
    assert "quarantine_as_usual" not in {each.name for each in first.expectations}, "nothing to compare with"


def test_every_feed_says_what_its_records_must_be() -> None:
    for feed in FEEDS:
        own = [
            each for each in usable_records(feed.name) if each.name.removeprefix(f"{feed.name}_") not in OF_EVERY_FEED
        ]
        assert any(each.stops and each.is_of_usable for each in own), feed.name


def test_values_are_bound_to_the_session_and_in_no_statement() -> None:
    suites = [batch_suite(StagedBatch(70_007, "source'of`mine", feed.name, 3), 17) for feed in FEEDS] + [
        publication_suite([PLAN])
    ]
    for suite in suites:
        queries = [
            each.arguments["unexpected_rows_query"] for each in suite.expectations if each.kind == UNEXPECTED_ROWS
        ]
        for statement in (suite.rows, *queries):
            assert "%(" not in statement
            assert [value for value in suite.values.values() if len(value) > 1 and value in statement] == []
    assert suites[0].values == {
        "batch_id": "70007",
        "source_id": "source'of`mine",
        "clock_tolerance": "17 minutes",
        "rule_ids": f"{{{','.join(each.name for each in suites[0].expectations if each.disposition)}}}",
    }
    late = next(each for each in suites[2].expectations if each.name == "dossier_updated_in_future")
    assert "current_setting('onestop.clock_tolerance')::interval" in late.arguments["unexpected_rows_query"]


def test_a_statement_keeps_its_meaning_on_its_way_through_great_expectations() -> None:
    """Braces, colons and percent signs have a meaning of their own there."""
    from onestop.quality import suites

    text = "-- a %(batch_id)s\nx = '{a,b}' AND y LIKE '5%%' AND z ~ '(?:a)' AND w::text = ' :name'"
    read = suites._without_braces(suites._of_session(text))
    assert read == r"x = '{{a,b}}' AND y LIKE '5%' AND z ~ '(?\:a)' AND w::text = ' \:name'"


def test_a_publication_is_checked_by_every_file_of_the_folder() -> None:
    names = [path.stem for path in scan.sql_files("quality/publication")]
    assert [each.name for each in publication_suite([PLAN]).expectations] == names
    assert names == [
        "form_negative", "form_unbalanced", "form_unit_missing", "period_not_closed", "ratio_out_of_range",
        "unit_not_valid",
    ]  # fmt: skip


def test_names_of_suites_are_names_of_files() -> None:
    assert batch_suite(StagedBatch(7, "hue", "units", 3), 10).name == "batch-7"
    assert publication_suite([PLAN]).name == "publication-H57-month_2026-09-01_2026-09-30"
    both = publication_suite([PLAN, {**PLAN, "area_id": 2, "area_code": "D474"}])
    assert (both.name, both.values["area_ids"]) == ("publication-all-month_2026-09-01_2026-09-30", "{1,2}")
    assert "/" not in publication_suite([{**PLAN, "area_code": "../H57"}]).name


def test_every_severity_is_known() -> None:
    suites = [batch_suite(StagedBatch(7, "hue", feed.name, 3), 10) for feed in FEEDS] + [publication_suite([PLAN])]
    assert {each.severity for suite in suites for each in suite.expectations} <= {"low", "medium", "high"}


def test_great_expectations_is_imported_by_the_child_alone() -> None:
    importers = [
        scan.named(path)
        for path in scan.python_files("plugins", "dags")
        for _, module in scan.imports(scan.parsed(path))
        if module.split(".")[0] == "great_expectations"
    ]
    assert set(importers) == {"plugins/onestop/quality/examination.py"}
    of_the_child = [
        scan.named(path)
        for path in scan.python_files("plugins", "dags")
        for _, module in scan.imports(scan.parsed(path))
        if module == "onestop.quality.examination"
    ]
    assert of_the_child == ["plugins/onestop/quality/__main__.py"]
