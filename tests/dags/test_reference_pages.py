"""The pages of DAGs and assets are exactly what the DAG files give: ``make docs`` writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handbook import dags as handbook
from handbook.markdown import REFERENCE

if TYPE_CHECKING:
    from airflow.sdk import DAG


def test_the_pages_of_dags_and_assets_are_current(dags: dict[str, DAG]) -> None:
    for path, text in handbook.pages(dags).items():
        assert (REFERENCE / path).read_text(encoding="utf-8") == text, "run make docs"


def test_a_dag_has_its_tasks_parameters_and_assets(dags: dict[str, DAG]) -> None:
    page = handbook.pages(dags)[handbook.PAGE]
    ingest = page.split("\n## ingest\n")[1].split("\n## ")[0]
    assert "- Starts: every 15 minutes (`*/15 * * * *`)\n- Announces: `core.dossier`\n" in ingest
    assert "| `each_source.read_source` (one for each) | `list_sources` |  |  |\n" in ingest
    assert (
        "| `all_sources_read` | `each_source.announce_facts`, `each_source.read_source` | none failed |  |\n" in ingest
    )
    assert "[ingest](../runbooks/ingest.md)" in ingest
    assert "**If it fails.** The run fails when a source fails" in ingest
    decide = page.split("\n## decide_batch\n")[1].split("\n## ")[0]
    assert "| `batch_id` | integer |  | Number of the held batch. |\n" in decide
    assert "| `dry_run` | boolean | `true` | Only log which batch is meant and why it is held. |\n" in decide


def test_an_asset_has_those_who_announce_it_and_those_whom_it_wakes(dags: dict[str, DAG]) -> None:
    page = handbook.pages(dags)[handbook.ASSETS_PAGE]
    assert (
        "| `mart.publication` | A publication has its page. | `publish_rankings.render_pages` "
        "| [`deliver`](dags.md#deliver) |\n"
    ) in page
    assert '    publish_rankings --> mart_publication(["mart.publication"])\n' in page
    assert '    mart_publication(["mart.publication"]) --> deliver\n' in page


def test_what_an_asset_makes_true_stands_below_its_declaration() -> None:
    source = '"""Assets."""\nA = Asset("core.a")\n"""It is so."""\nOTHER = 1\n"""Not an asset."""\n'
    assert handbook.asset_meanings(source) == {"core.a": "It is so."}


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("*/5 * * * *", "every 5 minutes"),
        ("5 0 * * *", "at 00:05"),
        ("0 7,14,16 * * *", "at 07:00, 14:00 and 16:00"),
    ],
)
def test_a_schedule_in_words(cron: str, words: str) -> None:
    assert handbook.in_words(cron) == words
