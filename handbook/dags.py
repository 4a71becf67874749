"""The pages of the DAGs and of the assets between them."""

from __future__ import annotations

import ast
import itertools
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handbook import markdown
from onestop.config.settings import CHECKOUT

if TYPE_CHECKING:
    from airflow.sdk import DAG

PAGE, ASSETS_PAGE = Path("dags.md"), Path("assets.md")
DAGS = CHECKOUT / "dags"
ASSETS = CHECKOUT / "plugins" / "onestop" / "assets.py"
_HEAD = """\
An asset event starts a DAG; tables say what is pending. A consumer also runs on a schedule, so a lost event delays
figures and never loses them. Nothing depends on a logical date. Each DAG has one active run at most; times are
those of Asia/Ho_Chi_Minh. What each task does is in [`tasks.py`](../../plugins/onestop/tasks.py). The assets have
[a page of their own](assets.md).
"""
_ASSETS_HEAD = """\
An asset is named after what it makes true. A task announces it only when it is true, and that starts the DAGs that
consume it. They also run on a schedule ([DAGs](dags.md)). Assets are declared in
[`assets.py`](../../plugins/onestop/assets.py).
"""


def airflow_environment(home: Path) -> dict[str, str]:
    """Return variables with which Airflow parses DAG files without a server and without writing outside ``home``."""
    return {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(home / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home / "logs"),
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
    }


def parsed_dags() -> dict[str, DAG]:
    """Return the DAGs by id, parsed as the DAG processor does; for a process that has not imported Airflow yet.

    Raises:
        ValueError: a DAG file cannot be parsed.
    """
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(airflow_environment(Path(home)))
        from airflow.dag_processing.dagbag import DagBag

        bag = DagBag(DAGS)
    if bag.import_errors:
        msg = f"DAG files that cannot be parsed: {', '.join(sorted(bag.import_errors))}"
        raise ValueError(msg)
    return dict(bag.dags)


def pages(dags: Mapping[str, DAG]) -> dict[Path, str]:
    """Return the pages, from the parsed DAGs and the declarations of the assets."""
    by_id = dict(sorted(dags.items()))
    meanings = asset_meanings(ASSETS.read_text(encoding="utf-8"))
    return {PAGE: _dags_page(by_id), ASSETS_PAGE: _assets_page(by_id, meanings)}


def asset_meanings(source: str) -> dict[str, str]:
    """Return by asset what it makes true: the text below its declaration."""
    body = ast.parse(source).body
    return {
        ast.literal_eval(declared.value.args[0]): str(ast.literal_eval(documented.value))
        for declared, documented in itertools.pairwise(body)
        if isinstance(declared, ast.Assign)
        and isinstance(declared.value, ast.Call)
        and isinstance(documented, ast.Expr)
    }


def in_words(cron: str) -> str:
    """Return when a cron expression holds: ``*/15 * * * *`` is *every 15 minutes*."""
    from cron_descriptor import Options, get_description  # Airflow brings it, for the same purpose

    options = Options()
    options.use_24hour_time_format = True
    said = str(get_description(cron, options))
    return said[0].lower() + said[1:]


def _dags_page(dags: Mapping[str, DAG]) -> str:
    overview = ([_to_dag(dag), _purpose(dag), _starts(dag), _named(sorted(_outlets(dag)))] for dag in dags.values())
    parts = [_HEAD, markdown.table(("DAG", "is for", "starts", "announces"), overview), *map(_dag, dags.values())]
    return markdown.page("DAGs", __name__, "the files in `dags/`", *parts)


def _to_dag(dag: DAG) -> str:
    return f"[`{dag.dag_id}`](#{markdown.anchor(dag.dag_id)})"


def _manual(dag: DAG) -> str:
    # Airflow strips what it takes for indentation, so the text itself is read.
    return ast.get_docstring(ast.parse(Path(dag.fileloc).read_text(encoding="utf-8"))) or ""


def _purpose(dag: DAG) -> str:
    return _manual(dag).splitlines()[0].partition(": ")[2]


def _sections(dag: DAG) -> Iterator[tuple[str, str]]:
    for section in _manual(dag).split("\n## ")[1:]:
        heading, _, text = section.partition("\n")
        yield heading, text.strip()


def _cron(dag: DAG) -> str | None:
    timetable = getattr(dag.schedule, "timetable", dag.schedule)
    return getattr(timetable, "expression", None)


def _inlets(dag: DAG) -> set[str]:
    condition = getattr(dag.schedule, "asset_condition", None)
    return {asset.name for asset in condition.objects} if condition else set()


def _outlets(dag: DAG) -> set[str]:
    return {outlet.name for task in dag.tasks for outlet in task.outlets}


def _starts(dag: DAG) -> str:
    cron = _cron(dag)
    ways = [f"{in_words(cron)} (`{cron}`)"] if cron else []
    ways += [f"asset `{name}`" for name in sorted(_inlets(dag))]
    return ", ".join(ways) or "by hand"


def _named(names: list[str]) -> str:
    return ", ".join(map(markdown.code, names))


def _dag(dag: DAG) -> str:
    file = Path(dag.fileloc).relative_to(CHECKOUT)
    runbook = Path("docs") / "runbooks" / f"{dag.dag_id}.md"
    lines = [
        f"## {dag.dag_id}\n",
        f"{_sentence(_purpose(dag))}\n",
        f"- Starts: {_starts(dag)}",
        f"- Announces: {_named(sorted(_outlets(dag))) or 'nothing'}",
        f"- Tags: {_named(sorted(dag.tags))}",
        f"- File: {markdown.link(file.name, file, PAGE)}; runbook: {markdown.link(dag.dag_id, runbook, PAGE)}\n",
        markdown.table(("task", "after", "runs when", "announces"), map(_task, dag.topological_sort())),
    ]
    for heading, text in _sections(dag):
        lines.append(f"**{heading}.** {text}\n")
        if heading == "Parameters" and dag.params:
            lines.append(markdown.table(("parameter", "type", "default", "description"), _parameters(dag)))
    return "\n".join(lines)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _task(task: Any) -> list[str]:
    once_each = " (one for each)" if _is_mapped(task) else ""
    before = _named(sorted(task.upstream_task_ids))
    rule = "" if task.trigger_rule.value == "all_success" else task.trigger_rule.value.replace("_", " ")
    return [f"`{task.task_id}`{once_each}", before, rule, _named(sorted(outlet.name for outlet in task.outlets))]


def _is_mapped(task: Any) -> bool:
    in_group = task.task_group is not None and task.get_closest_mapped_task_group() is not None
    return in_group or bool(task.is_mapped)


def _parameters(dag: DAG) -> Iterator[list[str]]:
    for name in dag.params:
        parameter = dag.params.get_param(name)
        # A parameter that must be given has a marker of Airflow's own in place of a default.
        value = parameter.value if isinstance(parameter.value, str | int | list) else None
        said = str(value).lower() if isinstance(value, bool) else str(value)
        default = markdown.code(said) if value not in (None, "", []) else ""
        yield [markdown.code(name), _type(parameter.schema), default, parameter.description or ""]


def _type(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return " or ".join(markdown.code(value) if value else "empty" for value in schema["enum"])
    named = schema.get("type", "any")
    kinds = [kind for kind in ([named] if isinstance(named, str) else named) if kind != "null"]
    said = schema.get("format") or " or ".join(kinds)
    if "items" in schema:
        said = f"{said} of {schema['items']['type']}"
    pattern = f" {markdown.code(schema['pattern'])}" if "pattern" in schema else ""
    return f"{said}{pattern}"


def _assets_page(dags: Mapping[str, DAG], meanings: Mapping[str, str]) -> str:
    producers = {name: [dag for dag in dags.values() if name in _outlets(dag)] for name in meanings}
    consumers = {name: [dag for dag in dags.values() if name in _inlets(dag)] for name in meanings}
    rows = (
        [
            markdown.code(name),
            meaning,
            ", ".join(f"`{task}`" for dag in producers[name] for task in _announcers(dag, name)),
            ", ".join(f"[`{dag.dag_id}`](dags.md#{markdown.anchor(dag.dag_id)})" for dag in consumers[name]),
        ]
        for name, meaning in meanings.items()
    )
    table = markdown.table(("asset", "makes true", "announced by", "wakes"), rows)
    graph = ["```mermaid", "flowchart LR"]
    for name in meanings:
        node = f'{re.sub(r"[^a-z]", "_", name)}(["{name}"])'
        graph += [f"    {dag.dag_id} --> {node}" for dag in producers[name]]
        graph += [f"    {node} --> {dag.dag_id}" for dag in consumers[name]]
    graph += ["```", ""]
    source = "the files in `dags/` and `plugins/onestop/assets.py`"
    return markdown.page("Assets", __name__, source, _ASSETS_HEAD, table, "\n".join(graph))


def _announcers(dag: DAG, asset: str) -> list[str]:
    tasks = sorted(task.task_id for task in dag.tasks if asset in {outlet.name for outlet in task.outlets})
    return [f"{dag.dag_id}.{task}" for task in tasks]
