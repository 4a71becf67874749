"""# raise_alerts: say which dossiers need attention

## What it does
Finds the open dossiers that need attention: due soon or today, overdue, not yet accepted, at another agency, signed
and not closed, asked for a second supplement, on the last day for an apology. Makes a list for each unit that has
something new or resolved, and in the morning a digest for each province. Every alert is sent once. Before, it estimates
which open dossiers will be late (ước tính), and stores what became of those that were estimated.

## Starts when
Every day at 7:00, 14:00 and 16:00. On a day off it only updates `mart.overdue_dossier`.

## Produces
`mart.overdue_dossier`, `core.alert`, `audit.alert_run`, `audit.alert_list` with its items and counts; the asset
`audit.alert_list` when a list was made. Of the estimates `mart.late_estimate`, `audit.estimate_day`, `core.late_count`
and `core.case_pace`.

## Parameters
None.

## If it fails
The lists are one transaction, so nothing of them was changed or sent. Run it again once the cause in the log is
removed; a slot that has its lists gets no others. The lists are made without estimates too. See
`docs/runbooks/raise_alerts.md`.
"""

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import dag, task
from airflow.sdk.exceptions import AirflowSkipException

from onestop import links, tasks
from onestop.assets import AUDIT_ALERT_LIST
from onestop.defaults import THREE_TIMES_A_DAY, Impact, Topic, dag_defaults


@task
def estimate_late() -> int:
    return tasks.estimate_late()


@dag(schedule=THREE_TIMES_A_DAY, doc_md=__doc__, **dag_defaults(Topic.ALERTS, Impact.TODAY, __doc__))
def raise_alerts():
    # Also without estimates: no list waits for them.
    @task(task_id="raise_alerts", trigger_rule="all_done")
    def find_alerts() -> list[int]:
        return tasks.raise_alerts()

    @task(outlets=[AUDIT_ALERT_LIST])
    def announce_lists(lists: list[int]) -> None:
        if not lists:
            raise AirflowSkipException("no list was made")

    # Beside the announcement: a page that cannot be written must not keep a list from going out.
    @task
    def render_internal() -> None:
        tasks.render_internal()

    lists = find_alerts()
    # The lists are made after a failed estimate; the leaf beside them makes the run fail visibly.
    estimate_late() >> [lists, EmptyOperator(task_id="all_estimated")]
    lists >> [announce_lists(lists), links.add_links(render_internal(), links.ATTENTION)]


raise_alerts()
