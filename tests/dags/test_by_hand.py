"""The DAGs that a person starts with parameters: a dry run unless told otherwise, faulty values refused at once."""

from __future__ import annotations

import contextlib
import copy
import inspect
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from onestop import tasks
from onestop.contract.feeds import FEED_BY_NAME
from onestop.quarantine.records import Selection

if TYPE_CHECKING:
    from airflow.sdk import DAG

DECISION = {
    "batch_id": 18,
    "decision": "reject",
    "reason": "Nguồn gửi nhầm dữ liệu thử nghiệm.",
    "decided_by_post": "Chánh Văn phòng",
    "dry_run": False,
}
TREATMENT = {
    "action": "replay",
    "source_id": "hue-mot-cua",
    "feed": "dossiers",
    "rule_id": "dossier_unit_unknown",
    "unit_code": "H57.31.02",
    "record_keys": ["H57.31.02-260302-0001"],
    "reason": "Danh mục đã được bổ sung.",
    "decided_by_post": "Trưởng phòng Kiểm soát TTHC",
    "dry_run": False,
}
COMPLETE = {"decide_batch": DECISION, "quarantine": TREATMENT}


@pytest.mark.parametrize("dag_id", COMPLETE)
def test_it_is_a_dry_run_unless_told_otherwise(dags: dict[str, DAG], dag_id: str) -> None:
    params = dags[dag_id].params
    assert set(params) == set(COMPLETE[dag_id])
    assert params["dry_run"] is True


def test_sheets_that_were_refused_are_left_alone_unless_told_otherwise(dags: dict[str, DAG]) -> None:
    assert dict(dags["read_sheets"].params) == {"recheck": False}
    assert set(inspect.signature(tasks.read_sheets).parameters) == {"recheck"}


@pytest.mark.parametrize("dag_id", COMPLETE)
def test_complete_parameters_are_accepted(dags: dict[str, DAG], dag_id: str) -> None:
    for name, value in COMPLETE[dag_id].items():
        # A parameter keeps the value that it was resolved with.
        assert copy.copy(dags[dag_id].params.get_param(name)).resolve(value) == value


def test_the_tasks_take_what_the_dags_give(dags: dict[str, DAG]) -> None:
    assert set(inspect.signature(tasks.decide_batch).parameters) == set(DECISION)
    chosen = {field.name for field in fields(Selection)}
    assert set(inspect.signature(tasks.treat_quarantine).parameters) - {"chosen"} | chosen == set(TREATMENT)
    assert dags["quarantine"].params.get_param("feed").schema["enum"] == ["", *FEED_BY_NAME]


def test_quarantine_chooses_everything_for_a_list_unless_told_otherwise(dags: dict[str, DAG]) -> None:
    params = dict(dags["quarantine"].params)
    assert params.pop("action") == "export"
    assert params == {"dry_run": True, "record_keys": []} | dict.fromkeys(
        ["source_id", "feed", "rule_id", "unit_code", "reason", "decided_by_post"], ""
    )


def test_measures_are_made_anew_only_when_a_person_says_so(
    dags: dict[str, DAG], monkeypatch: pytest.MonkeyPatch
) -> None:
    from onestop.measure import writer

    done: list[str] = []
    monkeypatch.setattr(tasks, "warehouse", lambda: contextlib.nullcontext((None, None)))
    monkeypatch.setattr(writer, "refresh", lambda _: done.append("refresh"))
    monkeypatch.setattr(writer, "rebuild", lambda _: done.append("rebuild"))
    monkeypatch.setattr(writer, "open_period", lambda _, since, till: done.append(f"{since} to {till}"))
    params = dags["refresh_measures"].params
    assert dict(params) == {"rebuild": False, "period_start": None, "period_end": None}
    tasks.refresh_figures(**params)
    tasks.refresh_figures(rebuild=True)
    tasks.refresh_figures()
    tasks.refresh_figures(period_start="2026-03-02", period_end="2026-03-10")
    assert done == ["refresh", "rebuild", "refresh", "2026-03-02 to 2026-03-10"]
    for half in ({"period_start": "2026-03-02"}, {"period_end": "2026-03-10"}):
        with pytest.raises(ValueError, match="give both period_start and period_end"):
            tasks.refresh_figures(**half)


@pytest.mark.parametrize(
    ("dag_id", "name", "value"),
    [
        ("refresh_measures", "period_start", "soon"),
        ("decide_batch", "batch_id", None),
        ("decide_batch", "batch_id", 0),
        ("decide_batch", "batch_id", "18"),
        ("decide_batch", "decision", "publish"),
        ("decide_batch", "reason", " "),
        ("decide_batch", "decided_by_post", ""),
        ("decide_batch", "dry_run", "no"),
        ("quarantine", "action", "delete"),
        ("quarantine", "feed", "hoso"),
        ("quarantine", "rule_id", "x; DROP TABLE"),
        ("quarantine", "unit_code", "../etc"),
        ("quarantine", "record_keys", "A-1"),
        ("quarantine", "record_keys", [7]),
        ("quarantine", "dry_run", 0),
        ("read_sheets", "recheck", "yes"),
        ("read_sheets", "recheck", None),
        ("refresh_measures", "rebuild", "no"),
        ("refresh_measures", "rebuild", 1),
    ],
    ids=repr,
)
def test_a_faulty_value_is_refused_before_anything_runs(
    dags: dict[str, DAG], dag_id: str, name: str, value: Any
) -> None:
    from airflow.sdk.exceptions import ParamValidationError

    with pytest.raises(ParamValidationError):
        dags[dag_id].params.get_param(name).resolve(value)
