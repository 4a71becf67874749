"""Each DAG's manual is its module docstring, under the same headings, and leads to a runbook."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.dags.files import CHECKOUT, FILES

if TYPE_CHECKING:
    from airflow.sdk import DAG

HEADINGS = ["What it does", "Starts when", "Produces", "Parameters", "If it fails"]


def manual(dag_id: str) -> str:
    return ast.get_docstring(ast.parse(FILES[dag_id].read_text(encoding="utf-8"))) or ""


@pytest.mark.parametrize("dag_id", FILES)
def test_a_manual_begins_with_the_dag_and_what_it_is_for(dag_id: str) -> None:
    title = manual(dag_id).splitlines()[0]
    assert title.startswith(f"# {dag_id}: ")
    assert len(title) > len(f"# {dag_id}: ")


@pytest.mark.parametrize("dag_id", FILES)
def test_a_manual_has_the_fixed_headings_with_text_under_each(dag_id: str) -> None:
    sections = manual(dag_id).split("\n## ")[1:]
    assert [section.splitlines()[0] for section in sections] == HEADINGS
    assert all(section.partition("\n")[2].strip() for section in sections)


@pytest.mark.parametrize("dag_id", FILES)
def test_the_ui_shows_the_manual(dags: dict[str, DAG], dag_id: str) -> None:
    assert " ".join((dags[dag_id].doc_md or "").split()) == " ".join(manual(dag_id).split())


@pytest.mark.parametrize("dag_id", FILES)
def test_the_list_of_dags_shows_what_each_is_for(dags: dict[str, DAG], dag_id: str) -> None:
    assert manual(dag_id).splitlines()[0] == f"# {dag_id}: {dags[dag_id].description}"


@pytest.mark.parametrize("dag_id", FILES)
def test_every_parameter_is_explained(dags: dict[str, DAG], dag_id: str) -> None:
    section = manual(dag_id).split("## Parameters\n")[1].split("\n## ")[0]
    assert all(f"`{name}`" in section for name in dags[dag_id].params)
    assert section.startswith("None.") == (not dags[dag_id].params)


@pytest.mark.parametrize("dag_id", FILES)
def test_the_asset_that_a_dag_makes_true_is_in_its_manual(dags: dict[str, DAG], dag_id: str) -> None:
    section = manual(dag_id).split("## Produces\n")[1].split("\n## ")[0]
    outlets = {outlet.name for task in dags[dag_id].tasks for outlet in task.outlets}
    assert all(f"`{name}`" in section for name in outlets)


@pytest.mark.parametrize("dag_id", FILES)
def test_a_manual_leads_to_a_runbook(dag_id: str) -> None:
    runbook = f"docs/runbooks/{dag_id}.md"
    assert f"`{runbook}`" in " ".join(manual(dag_id).split("## If it fails\n")[1].split())
    assert (CHECKOUT / runbook).is_file(), f"{runbook} is missing"
