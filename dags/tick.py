"""# tick: let time pass

## What it does
Opens, advances and closes the reporting periods with the business clock and adds to their figures the days that they
gained. It reads no source and touches no case: what is due today was counted as overdue from tomorrow on when the
dossier came.

## Starts when
Every day at 00:05, or when it is woken by `make run`.

## Produces
`mart.period`, and `mart.figure` of the periods that turned; the asset `mart.indicator_value` when a publication is due.

## Parameters
None.

## If it fails
Periods stay as they were and nothing is published of a month that ended; run it again once the cause in the log is
mended. `refresh_measures` does the same work, so figures are not lost. See `docs/runbooks/tick.md`.
"""

from airflow.sdk import dag, task
from airflow.sdk.exceptions import AirflowSkipException

from onestop import tasks
from onestop.assets import MART_INDICATOR_VALUE
from onestop.defaults import AFTER_MIDNIGHT, Impact, Topic, dag_defaults


@dag(schedule=AFTER_MIDNIGHT, doc_md=__doc__, **dag_defaults(Topic.FIGURES, Impact.TODAY))
def tick():
    @task
    def turn_periods() -> None:
        tasks.refresh_figures()

    @task(outlets=[MART_INDICATOR_VALUE])
    def announce_figures() -> None:
        if not tasks.has_pending_publication():
            raise AirflowSkipException("no publication is due")

    turn_periods() >> announce_figures()


tick()
