"""What an entry of a measure names is there, or it is told with file and entry before anything is generated."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.measures import read_measures
from generator.rendering import rendered
from onestop import catalogue
from onestop.catalogue.entry import CatalogueError
from onestop.catalogue.measures import unknown_names

FLOW = """
- measure: received_kiosk
  kind: flow
  counts: [reception]
  condition: fact.channel = 4
  definition: Received at a kiosk.
  source: own measure
"""
SUM = """
- measure: received_anyhow
  kind: sum
  parts: [received_online, received_new]
  definition: Received.
  source: own measure
"""
STOCK = """
- measure: at_the_kiosk
  kind: stock
  definition: Waiting at a kiosk.
  source: own measure
- measure: at_the_kiosk_at_start
  kind: opening
  parts: [at_the_kiosk]
  definition: Waiting at a kiosk.
  source: own measure
"""
FAULTS = {
    "a misspelt column": (
        FLOW.replace("fact.channel", "fact.chanel"),
        "(received_kiosk): condition names fact.chanel, which is no column of core.case_fact; write it as fact.<",
    ),
    "a column of nothing": (
        FLOW.replace("fact.channel", "channel"),
        "(received_kiosk): condition names channel, which is no column of core.case_fact",
    ),
    "an amount of nothing": (
        FLOW.replace("condition: fact.channel = 4", "amount: fact.papers"),
        "(received_kiosk): amount names fact.papers, which is no column of core.case_fact",
    ),
    "a misspelt part": (
        SUM.replace("received_new", "received_now"),
        "(received_anyhow): there is no measure received_now; correct the name",
    ),
    "a part that does not add up": (
        SUM.replace("received_new", "processing_median"),
        "(received_anyhow): processing_median is of kind distribution; parts of its kind are flow or opening or stock",
    ),
    "distinct stocks": (
        SUM.replace("kind: sum", "kind: distinct").replace("received_new", "within"),
        "(received_anyhow): within is of kind stock; parts of its kind are flow",
    ),
    "a stock without an opening": (
        STOCK.partition("- measure: at_the_kiosk_at_start")[0],
        "(at_the_kiosk): a stock has an opening: add at_the_kiosk_at_start of kind opening with it as the part",
    ),
    "an opening of another name": (
        STOCK.replace("at_the_kiosk_at_start", "first_at_the_kiosk"),
        "(first_at_the_kiosk): an opening is called <stock>_at_start, and the stock is its one part",
    ),
    "a flow that counts nowhere": (
        FLOW.replace("  counts: [reception]\n", ""),
        "(received_kiosk): counts says where a flow is counted; other kinds have none",
    ),
    "a condition of moments": (
        FLOW.replace("[reception]", "[moment]"),
        "(received_kiosk): a flow of reception or end has either condition or amount; one of moments has neither",
    ),
}


def folder_with(tmp_path: Path, text: str) -> Path:
    """Return a copy of our catalogue with these measures more."""
    folder = tmp_path / "catalogue"
    shutil.copytree(catalogue.FOLDER, folder)
    with (folder / "measures.yaml").open("a", encoding="utf-8") as file:
        file.write(text)
    return folder


@pytest.mark.parametrize(("text", "fault"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_file_and_entry(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        read_measures(folder_with(tmp_path, text))
    assert any("measures.yaml line" in line and fault in line for line in refused.value.faults), refused.value.faults


def test_measures_that_are_right_are_in_every_statement(tmp_path: Path) -> None:
    files = rendered(read_measures(folder_with(tmp_path, FLOW + SUM + STOCK)))
    texts = {path.as_posix(): text for path, text in files.items()}
    for path in (
        "measure/tables/measure_columns.sql",
        "measure/views/days.sql",
        "measure/compute_difference.sql",
        "measure/move_day_counts.sql",
    ):
        assert "received_kiosk" in texts[path]
        assert "at_the_kiosk_enter" in texts[path]
        assert "received_anyhow" not in texts[path]
    assert "'received_kiosk',\n        (fact.channel = 4)::integer" in texts["measure/views/counts_of.sql"]


@pytest.mark.parametrize(
    ("expression", "unknown"),
    [
        ("coalesce(fact.channel, 1) = 1", []),
        ("fact.outcome IN ('stopped', 'refused') AND NOT fact.has_result", []),
        ("fact.counted_group IS NOT NULL OR fact.received_on BETWEEN fact.ended_on AND fact.ended_on", []),
        ("facts.channel = 2", ["facts.channel"]),
        ("fact.publish_seq = 2 AND outcomes", ["fact.publish_seq", "outcomes"]),
    ],
)
def test_which_names_are_unknown(expression: str, unknown: list[str]) -> None:
    assert unknown_names(expression) == unknown
