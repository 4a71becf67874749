"""How the pages are put together: tables, links, headers of statements, constraints, defects."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook import commands, indicators, markdown, rules, tables
from handbook.statements import header, users
from onestop.warehouse.database import SQL_ROOT


def test_a_bar_and_a_line_break_do_not_break_a_table() -> None:
    assert markdown.table(("a", "b"), [("one | two", "three\nfour")]) == (
        "| a | b |\n|---|---|\n| one \\| two | three four |\n"
    )


def test_a_page_says_what_it_is_made_by_and_from() -> None:
    page = markdown.page("Things", "handbook.things", "the files", "One.\n", "Two.\n")
    assert page == (
        "# Things\n\nMade by `make docs` (`handbook/things.py`) from the files; do not edit it by hand.\n\n"
        "One.\n\nTwo.\n"
    )


@pytest.mark.parametrize(
    ("page", "target", "link"),
    [
        ("rules.md", "Makefile", "../../Makefile"),
        ("tables/core.md", "include/sql/x.sql", "../../../include/sql/x.sql"),
        ("dags.md", "docs/runbooks/tick.md", "../runbooks/tick.md"),
    ],
)
def test_a_link_leads_from_its_page(page: str, target: str, link: str) -> None:
    assert markdown.link("text", Path(target), Path(page)) == f"[text]({link})"


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [("mart.form_ii06a", "martform_ii06a"), ("Example: add a rule", "example-add-a-rule"), ("`core.case`", "corecase")],
)
def test_headings_are_found_as_github_names_them(heading: str, anchor: str) -> None:
    assert markdown.anchor(heading) == anchor


def test_a_header_joins_its_lines() -> None:
    assert header("-- Purpose:    one\n--             two.\n-- Reads:      a.\nSELECT 1 -- Writes: b") == [
        ("Purpose", "one two."),
        ("Reads", "a."),
    ]


def test_statements_are_found_by_the_relations_of_their_headers() -> None:
    assert "publish/insert_publications.sql" in users("Writes")["mart.publication"]
    assert "ingest/views/dossier_kin.sql" in users("Reads")["core.dossier"]
    assert not [file for files in users("Writes").values() for file in files if file.startswith("migrations/")]


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        ("CHECK (kind = ANY (ARRAY['a'::text, 'b c'::text]))", ("kind", ["a", "b c"])),
        ("CHECK (n >= 0)", None),
        ("CHECK ((kind = ANY (ARRAY['a'::text])) OR n > 0)", None),
        ("CHECK (bases <@ ARRAY['a'::text])", None),
    ],
)
def test_a_check_of_one_column_lists_its_values(definition: str, expected: tuple[str, list[str]] | None) -> None:
    assert tables.allowed_values(definition) == expected


def test_a_foreign_key_leads_to_its_table() -> None:
    key = 'FOREIGN KEY (case_id, n) REFERENCES core."case"(case_id, n) ON DELETE CASCADE'
    assert tables.reference(key) == ("case_id, n", "core.case")
    with pytest.raises(ValueError, match="no foreign key: CHECK"):
        tables.reference("CHECK (n > 0)")


def test_a_rule_knows_its_defects() -> None:
    page = "| no | defect | rule or test |\n|---|---|---|\n| 4 | dates | `dossier_a`, `dossier_b` | x |\n"
    page += "| 11 | others | `dossier_b`, `tests/ingest/test_x.py` | y |\n"
    assert rules.defects(page) == {"dossier_a": [4], "dossier_b": [4, 11]}


def test_every_rule_file_stands_once() -> None:
    page = rules.pages()[rules.PAGE]
    files = sorted(path.name for path in (SQL_ROOT / "ingest" / "rules").rglob("*.sql"))
    assert len(files) > 40
    assert sorted(re.findall(r"; \[(\w+\.sql)\]\(\.\./\.\./include", page)) == files
    assert page.count("\n### ") == len(files)


def test_a_rule_for_every_feed_finds_the_defects_of_each() -> None:
    page = rules.pages()[rules.PAGE]
    assert "| [`dossier_end_missing`](#dossier_end_missing) | flagged | medium | 5 |" in page
    # 30 is told of payments, 33 of dossiers.
    assert "| [`dossier_scalar_retyped`](#dossier_scalar_retyped) | repaired | low | 30, 33 |" in page


def test_a_command_is_a_target_that_says_what_it_does() -> None:
    page = commands.render("up: .venv ## start it | all\n\t@run\nsilent:\n\t@x\n.venv: ## no\n")
    assert page.endswith("| command | does |\n|---|---|\n| `make up` | start it \\| all |\n")


def test_a_measure_with_a_bar_in_its_definition_stays_a_row() -> None:
    row = {"measure": "a", "kind": "flow", "parts": None, "definition": "One | two.", "source": "own"}
    assert "| `a` | flow |  | One \\| two. | own |\n" in indicators.render([], [], [row], [])
