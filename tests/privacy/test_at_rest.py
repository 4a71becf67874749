"""Ten thousand personal values walk through the whole house, and none of them lies anywhere afterwards.

They stand in every field that the contract marks as personal or as free text, in fields and objects that it does not
know, in names of other case, in lists as JSON text, in file names and addresses, in place of a record, of a list and
of a field's name, and in all that a failing source answers: bodies, broken pages, headers. Searched are the files of
the database cluster, the rows of all tables, landing, pages, reports, the log down to DEBUG and every message.

What nobody can know to be personal is not planted: a name in a field of the office that is kept as text (names of
units and procedures, department, role, step, cause of a delay, how a fee is collected), a code, a cursor, or the name
of a field that looks like one. Text in a field of which only a date, a number or a code is used stays where it was
landed, and with a refused record for those who have to look at it.
"""

from __future__ import annotations

import ast
import json
import logging
import traceback
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import pytest

from embedded.postgres import throwaway_cluster
from onestop.config.settings import CHECKOUT, SourceConnection, as_sqlalchemy
from onestop.ingest.client import SourceError
from onestop.ingest.reading import log_step, read_source
from onestop.ingest.steps import Context, Observer, Step
from onestop.ingest.transport import Timing
from onestop.publish.rankings import publish_pending
from onestop.quality.inspector import Inspector
from onestop.quarantine.actions import Request, act
from onestop.quarantine.records import Selection, Signature
from onestop.reconcile.comparing import reconcile_source
from onestop.show.pages import render_pages
from onestop.warehouse.database import WarehouseError
from simulator.world import Scale, build_world
from tests.privacy.at_rest import Piece, cluster, everything_logged, files, search, tables
from tests.privacy.planting import Planter, Planters, lasting_faults, passing_faults, plant, platform_rows
from tests.support.scripted import Answer, Record, Script, scripted_source
from tests.support.warehouse import Warehouse, migrate_warehouse, open_warehouse

VALUES = 10_000
IMPATIENT = Timing(sleep=lambda _: None)
EMPTY_PAGE: Record = {
    "schema_version": "1.0",
    "source_system": "scripted",
    "as_of": "2026-10-01T06:00:00+07:00",
    "data": [],
    "next_cursor": None,
}


class Run(NamedTuple):
    """What was planted, and everything that was left of it.

    Attributes:
        planted: who remembers the values.
        sent: all records of all feeds.
        left: everything that was written.
    """

    planted: Planters
    sent: bytes
    left: list[Piece]


class KilledError(Exception):
    """Stands for the end of a process."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A source that fails in every way, is broken off, is refused by the database, and then is read to its end."""
    var_dir = tmp_path_factory.mktemp("privacy")
    planted = Planters(*(Planter(f"zq{letter}x", f"84917{number}") for number, letter in enumerate("vwyz")))
    feeds = plant(build_world(Scale(dossiers=125, communes=3)), planted)
    script = Script({**feeds, "reconciliation": [platform_rows(planted.personal)]})
    sent = json.dumps(script.feeds).encode()
    with throwaway_cluster() as server, everything_logged() as log:
        owner_url = as_sqlalchemy(server.create_warehouse_database())
        migrate_warehouse(owner_url)
        warehouse = open_warehouse(server.url("onestop_pipeline"), owner_url, var_dir)
        warehouse.set_clock("2026-10-01T07:00:00+07:00")
        warehouse.hold_nothing()
        with scripted_source(script, planted.control.word("connection").lower()) as source:
            warehouse.register(source)
            messages = _fail(warehouse, source, script, planted.personal)
            script.answers.extend(list(passing_faults(planted.personal, EMPTY_PAGE))[:4])
            returned = _run_all_rooms(warehouse, source)
        left = [*tables(warehouse), *files("landing", warehouse.settings.landing_dir)]
        left += [*files("site", warehouse.settings.site_dir), *files("var", var_dir)]
        left += [*files("exports", warehouse.settings.exports_dir), ("airflow", returned.encode())]
        warehouse.engine.dispose()
        server.stop()
        left += [*cluster(server), ("log", "\n".join(log).encode()), ("messages", "\n".join(messages).encode())]
        return Run(planted, sent, left)


def _fail(warehouse: Warehouse, source: SourceConnection, script: Script, planter: Planter) -> list[str]:
    """Let reading fail in every way and return all that the errors say."""
    passing = list(passing_faults(planter, EMPTY_PAGE))
    rounds = [passing[at : at + 5] for at in range(0, len(passing), 5)]
    rounds += [[fault] for fault in lasting_faults(planter, EMPTY_PAGE)]
    messages = [_failure(warehouse, source, SourceError, script, faults) for faults in rounds]
    messages.append(_failure(warehouse, source, KilledError, script, [], _kill))
    warehouse.execute("ALTER TABLE core.dossier ADD CONSTRAINT refusing CHECK (dossier_code IS NULL) NOT VALID")
    messages.append(_failure(warehouse, source, WarehouseError, script, []))
    warehouse.execute("ALTER TABLE core.dossier DROP CONSTRAINT refusing")
    return messages


def _failure(
    warehouse: Warehouse,
    source: SourceConnection,
    kind: type[Exception],
    script: Script,
    faults: Sequence[Answer],
    observe: Observer = log_step,
) -> str:
    script.answers = [*faults]
    settings = replace(warehouse.settings, page_tries=max(1, len(faults)))
    with pytest.raises(kind) as raised:
        read_source(warehouse.engine, source, settings, observe, IMPATIENT)
    assert script.answers == [], "every fault was asked for"
    logging.getLogger("task").error("the task failed", exc_info=raised.value)
    return "".join(traceback.format_exception(raised.value))


def _kill(step: Step, what: str) -> None:
    if step == "facts merged" and what.startswith("dossiers"):
        raise KilledError


def _run_all_rooms(warehouse: Warehouse, source: SourceConnection) -> str:
    """Do what the tasks do and return what they hand to Airflow, as text."""
    engine, settings = warehouse.engine, warehouse.settings
    with Inspector(settings) as inspector:
        read_source(engine, source, settings, timing=IMPATIENT, inspect=inspector.why_held)
    warehouse.refresh()
    published = publish_pending(engine)
    # Seven rankings of twelve months, four report quarters and four longer report periods; two also of four Mondays.
    assert len(published) == len(render_pages(engine, settings)) == 7 * (12 + 4 + 4) + 2 * 4
    reconcile_source(engine, source, replace(settings, reconcile_days=3))
    context = Context(engine, settings, log_step)
    nobody = Signature("", "")
    exported = act(context, Request("export", Selection(), nobody, dry_run=False))
    assert exported["records"] > 0
    replayed = act(context, Request("replay", Selection(), Signature("thử lại", "Văn phòng"), dry_run=False))
    return repr((published, exported, replayed))


@pytest.mark.slow
def test_ten_thousand_personal_values_lie_nowhere(run: Run) -> None:
    assert len(run.planted.personal.found_in(run.sent)) >= VALUES
    found = search(run.left, run.planted.personal)
    assert {
        where: sorted({run.planted.personal.places[mark] for mark in marks}) for where, marks in found.items()
    } == {}


@pytest.mark.slow
def test_the_search_sees_what_is_kept_shown_and_told(run: Run) -> None:
    seen = {*search(run.left, run.planted.control)}
    assert {"landing", "site", "exports", "var", "cluster", "write-ahead log", "log", "messages", "airflow"} <= seen
    assert {"core.unit", "audit.source"} <= seen
    assert {"log of the server", "staging.dossier", "quarantine.record", "audit.page", "core.platform_transaction"} <= {
        where for where, _ in run.left
    }


@pytest.mark.slow
def test_text_where_a_date_or_a_code_belongs_stays_where_it_was_landed(run: Run) -> None:
    found = search(run.left, run.planted.misplaced)
    assert set(found) == {"landing", "var"}
    assert found["landing"] == run.planted.misplaced.found_in(run.sent)


@pytest.mark.slow
def test_of_a_refused_record_it_is_kept_in_quarantine_too(run: Run) -> None:
    found = search(run.left, run.planted.refused)
    assert set(found) == {"landing", "var", "quarantine.record", "cluster", "write-ahead log"}
    assert found["landing"] == found["quarantine.record"] == run.planted.refused.found_in(run.sent)


def returned_by_tasks() -> dict[str, str]:
    """Return what each task of the DAGs hands to Airflow, which keeps it in its own database."""
    return {
        f"{path.stem}.{node.name}": ast.unparse(node.returns) if node.returns else "?"
        for path in sorted((CHECKOUT / "dags").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(decorator).split("(")[0] == "task" for decorator in node.decorator_list)
    }


def test_tasks_hand_names_numbers_and_keys_to_airflow_and_nothing_else() -> None:
    returned = {name: kind for name, kind in returned_by_tasks().items() if kind != "None"}
    assert returned == {
        "decide_batch.record_decision": "str",
        "deliver.queue_deliveries": "int",
        "deliver.send_deliveries": "dict[str, int]",
        "ingest.list_sources": "list[str]",
        "prepare_documents.write_documents": "list[str]",
        "publish_rankings.publish_pending": "list[int]",
        "publish_rankings.read_sheets": "dict[str, int]",
        "quarantine.treat_records": "dict[str, object]",
        "raise_alerts.estimate_late": "int",
        "raise_alerts.find_alerts": "list[int]",
        "read_sheets.read_folders": "dict[str, int]",
        "reconcile.list_sources": "list[str]",
    }
