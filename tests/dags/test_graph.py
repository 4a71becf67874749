"""Which DAGs there are, what wakes them, what they make true, and how they end when something fails."""

from __future__ import annotations

import copy
import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from onestop.config.settings import LONGEST_TASK

if TYPE_CHECKING:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.sdk import DAG

DAG_IDS = {
    "ingest",
    "tick",
    "refresh_measures",
    "publish_rankings",
    "waive_source",
    "reconcile",
    "decide_batch",
    "quarantine",
    "read_sheets",
    "prepare_documents",
    "watch_pipeline",
    "raise_alerts",
    "deliver",
    "maintain",
}
FIVE_MINUTES, QUARTER_HOUR, AFTER_MIDNIGHT, AT_NIGHT = "*/5 * * * *", "*/15 * * * *", "5 0 * * *", "30 2 * * *"
BEFORE_DAWN, THREE_TIMES_A_DAY = "30 3 * * *", "0 7,14,16 * * *"

# When each DAG starts: by cron in local time, by an asset, by either, or by hand only.
STARTS = {
    "ingest": (QUARTER_HOUR, set()),
    "tick": (AFTER_MIDNIGHT, set()),
    "refresh_measures": (QUARTER_HOUR, {"core.dossier"}),
    "publish_rankings": (QUARTER_HOUR, {"mart.indicator_value"}),
    "waive_source": (None, set()),
    "decide_batch": (None, set()),
    "quarantine": (None, set()),
    "reconcile": (AT_NIGHT, set()),
    "read_sheets": (FIVE_MINUTES, set()),
    "prepare_documents": (None, set()),
    "watch_pipeline": (QUARTER_HOUR, set()),
    "raise_alerts": (THREE_TIMES_A_DAY, set()),
    "deliver": (FIVE_MINUTES, {"mart.publication", "audit.alert_list"}),
    "maintain": (BEFORE_DAWN, set()),
}

# The graph of the whole house: task, the asset that it makes true, the DAGs that this wakes.
ASSET_GRAPH = {
    ("ingest.each_source.announce_facts", "core.dossier", ("refresh_measures",)),
    ("refresh_measures.announce_figures", "mart.indicator_value", ("publish_rankings",)),
    ("tick.announce_figures", "mart.indicator_value", ("publish_rankings",)),
    ("waive_source.announce_figures", "mart.indicator_value", ("publish_rankings",)),
    ("decide_batch.announce_facts", "core.dossier", ("refresh_measures",)),
    ("decide_batch.announce_figures", "mart.indicator_value", ("publish_rankings",)),
    ("quarantine.announce_facts", "core.dossier", ("refresh_measures",)),
    ("raise_alerts.announce_lists", "audit.alert_list", ("deliver",)),
    ("publish_rankings.render_pages", "mart.publication", ("deliver",)),
}

TASK_ORDER = {
    "ingest": {
        "list_sources": {"each_source.read_source", "each_source.announce_facts"},
        "each_source.read_source": {"each_source.announce_facts", "all_sources_read"},
        "each_source.announce_facts": {"all_sources_read"},
        "all_sources_read": set(),
    },
    "tick": {"turn_periods": {"announce_figures"}, "announce_figures": set()},
    "refresh_measures": {
        "refresh_figures": {"announce_figures", "examine_figures"},
        "announce_figures": set(),
        "examine_figures": set(),
    },
    "publish_rankings": {
        "read_sheets": {"publish_pending", "all_published"},
        "publish_pending": {"render_pages", "all_published"},
        "render_pages": {"all_published"},
        "all_published": set(),
    },
    "waive_source": {"record_waiver": {"announce_figures"}, "announce_figures": set()},
    "decide_batch": {
        "record_decision": {"announce_facts", "announce_figures"},
        "announce_facts": set(),
        "announce_figures": set(),
    },
    "quarantine": {"treat_records": {"announce_facts"}, "announce_facts": set()},
    "reconcile": {"list_sources": {"reconcile_source"}, "reconcile_source": set()},
    "read_sheets": {"read_folders": set()},
    "prepare_documents": {"write_documents": set()},
    "watch_pipeline": {"look_for_troubles": set()},
    "raise_alerts": {
        "estimate_late": {"raise_alerts", "all_estimated"},
        "all_estimated": set(),
        "raise_alerts": {"announce_lists", "render_internal"},
        "announce_lists": set(),
        "render_internal": set(),
    },
    "deliver": {"queue_deliveries": {"send_deliveries"}, "send_deliveries": set()},
    "maintain": {"remove_old": set()},
}


def test_every_file_is_parsed_without_an_error(bag: DagBag) -> None:
    assert bag.import_errors == {}
    assert set(bag.dags) == DAG_IDS


def test_what_starts_each_dag(dags: dict[str, DAG]) -> None:
    found = {}
    for dag_id, dag in dags.items():
        assets = getattr(dag.schedule, "asset_condition", None)
        cron = getattr(dag.schedule, "timetable", dag.schedule)
        if cron is not None:
            assert cron.timezone == "Asia/Ho_Chi_Minh"
        names = {asset.name for asset in assets.objects} if assets else set()
        found[dag_id] = (getattr(cron, "expression", None), names)
    assert found == STARTS


def test_the_asset_graph(dags: dict[str, DAG]) -> None:
    consumers: dict[str, list[str]] = {}
    for dag_id, (_, names) in STARTS.items():
        for name in names:
            consumers.setdefault(name, []).append(dag_id)
    found = {
        (f"{dag_id}.{task.task_id}", outlet.name, tuple(sorted(consumers.get(outlet.name, ()))))
        for dag_id, dag in dags.items()
        for task in dag.tasks
        for outlet in task.outlets
    }
    assert found == ASSET_GRAPH


def test_the_order_of_the_tasks(dags: dict[str, DAG]) -> None:
    found = {
        dag_id: {task.task_id: set(task.downstream_task_ids) for task in dag.tasks} for dag_id, dag in dags.items()
    }
    assert found == TASK_ORDER


@pytest.mark.parametrize("dag_id", sorted(DAG_IDS))
def test_what_every_dag_has_in_common(dags: dict[str, DAG], dag_id: str) -> None:
    from onestop.defaults import Impact, Topic

    dag = dags[dag_id]
    assert dag.max_active_runs == 1
    assert dag.catchup is False
    assert "onestop" in dag.tags
    assert len(dag.tags & set(Topic)) == 1
    assert len(dag.tags & set(Impact)) == 1
    assert len(dag.tags) == 3, "no tag of its own"
    assert (Impact.WHO_STARTED_IT in dag.tags) == (STARTS[dag_id] == (None, set())), "who starts it looks after it"
    assert dag.start_date is not None
    for task in dag.tasks:
        assert task.owner == "onestop"
        assert task.retries == 1
        assert dt.timedelta(0) < task.retry_delay <= dt.timedelta(minutes=5)
        assert task.execution_timeout == LONGEST_TASK
        assert not task.depends_on_past


def test_mapped_tasks_are_named_after_their_source(dags: dict[str, DAG]) -> None:
    mapped = {
        f"{dag_id}.{task.task_id}": getattr(task, "map_index_template", None)
        for dag_id, dag in dags.items()
        for task in dag.tasks
        if task.task_group is not None and task.get_closest_mapped_task_group() is not None
    }
    assert mapped == {
        "ingest.each_source.read_source": "{{ source }}",
        "ingest.each_source.announce_facts": "{{ source }}",
    }


def test_runs_link_to_what_they_made(dags: dict[str, DAG]) -> None:
    """The name on each button, and the key under which Airflow keeps its address: no two of a task may share one."""
    found = {
        f"{dag_id}.{task.task_id}": {link.name: link.xcom_key for link in task.operator_extra_links}
        for dag_id, dag in dags.items()
        for task in dag.tasks
        if task.operator_extra_links
    }
    quality = {"Báo cáo chất lượng dữ liệu (nội bộ)": "_link_internal_quality_index.html"}
    assert found == {
        "ingest.each_source.read_source": quality,
        "publish_rankings.publish_pending": quality,
        "publish_rankings.render_pages": {"Bảng xếp hạng": "_link_public_index"},
        "raise_alerts.render_internal": {"Hồ sơ cần xử lý (nội bộ)": "_link_internal_index"},
    }


def test_who_departs_from_all_success(dags: dict[str, DAG]) -> None:
    unusual = {
        f"{dag_id}.{task.task_id}": task.trigger_rule.value
        for dag_id, dag in dags.items()
        for task in dag.tasks
        if task.trigger_rule.value != "all_success"
    }
    assert unusual == {
        "ingest.each_source.announce_facts": "all_done",
        "ingest.all_sources_read": "none_failed",
        "publish_rankings.publish_pending": "all_done",
        "publish_rankings.render_pages": "all_done",
        "publish_rankings.all_published": "none_failed",
        "raise_alerts.raise_alerts": "all_done",
    }


def test_ingest_fails_visibly_when_a_source_fails(dags: dict[str, DAG]) -> None:
    """A run takes its state from its leaves: the only one must not succeed after a failed source."""
    ingest = dags["ingest"]
    assert [leaf.task_id for leaf in ingest.leaves] == ["all_sources_read"]
    assert ingest.get_task("all_sources_read").upstream_task_ids == {
        "each_source.read_source",
        "each_source.announce_facts",
    }


def test_publish_rankings_fails_visibly_when_a_part_fails(dags: dict[str, DAG]) -> None:
    """Pages are made although a publication was refused, and rankings published although sheets cannot be read."""
    publishing = dags["publish_rankings"]
    assert [leaf.task_id for leaf in publishing.leaves] == ["all_published"]
    assert publishing.get_task("all_published").upstream_task_ids == {
        "read_sheets",
        "publish_pending",
        "render_pages",
    }


def test_reconcile_fails_visibly_when_a_source_fails(dags: dict[str, DAG]) -> None:
    """Its only leaf is the mapped task itself, one instance for each source."""
    (leaf,) = dags["reconcile"].leaves
    assert (leaf.task_id, leaf.is_mapped) == ("reconcile_source", True)
    assert getattr(leaf, "map_index_template", None) == "{{ source }}"


def test_deliver_fails_visibly_when_a_delivery_dies(dags: dict[str, DAG]) -> None:
    """Its only leaf is the mapped task itself, one instance for each channel."""
    (leaf,) = dags["deliver"].leaves
    assert (leaf.task_id, leaf.is_mapped) == ("send_deliveries", True)
    assert getattr(leaf, "map_index_template", None) == "{{ channel }}"


def test_dead_deliveries_are_left_alone_unless_somebody_names_them(dags: dict[str, DAG]) -> None:
    from airflow.sdk.exceptions import ParamValidationError

    params = dags["deliver"].params
    assert dict(params) == {"requeue": []}
    # A parameter keeps the value that it was resolved with.
    assert copy.copy(params.get_param("requeue")).resolve([17, 18]) == [17, 18]
    for faulty in (17, ["x"], [0], None):
        with pytest.raises(ParamValidationError):
            params.get_param("requeue").resolve(faulty)


def test_nothing_depends_on_a_logical_date(dags: dict[str, DAG]) -> None:
    """Runs that an asset woke have none."""
    for dag in dags.values():
        for task in dag.tasks:
            templates = [getattr(task, field, None) for field in (*task.template_fields, "map_index_template")]
            assert not any(word in str(templates) for word in ("ds", "logical_date", "data_interval")), task.task_id


WAIVER = {
    "connection_name": "hue",
    "period_id": "month:2026-09-01:2026-09-30",
    "reason": "Nguồn ngừng gửi dữ liệu.",
    "waived_by_post": "Chánh Văn phòng",
    "dry_run": False,
}


def test_a_waiver_is_a_dry_run_unless_told_otherwise(dags: dict[str, DAG]) -> None:
    params = dags["waive_source"].params
    assert set(params) == set(WAIVER)
    assert params["dry_run"] is True


def test_a_complete_waiver_is_accepted(dags: dict[str, DAG]) -> None:
    params = dags["waive_source"].params
    for name, value in WAIVER.items():
        assert copy.copy(params.get_param(name)).resolve(value) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("connection_name", "HUE"),
        ("connection_name", "hue; DROP TABLE"),
        ("connection_name", ""),
        ("period_id", "month"),
        ("period_id", "2026-09-01:2026-09-30"),
        ("period_id", "month:2026-9-1:2026-9-30"),
        ("period_id", ""),
        ("reason", ""),
        ("reason", "  "),
        ("reason", None),
        ("waived_by_post", ""),
        ("waived_by_post", " "),
        ("dry_run", "no"),
        ("dry_run", 0),
    ],
    ids=repr,
)
def test_a_faulty_waiver_is_refused_before_anything_runs(dags: dict[str, DAG], name: str, value: Any) -> None:
    from airflow.sdk.exceptions import ParamValidationError

    with pytest.raises(ParamValidationError):
        dags["waive_source"].params.get_param(name).resolve(value)
