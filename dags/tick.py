"""# tick: advance the periods by the clock

## What it does
Opens, advances and closes the reporting periods by the business clock, and adds the new days to their figures. It reads
no source and touches no case: the day from which a dossier is overdue was counted when the dossier came.

## Starts when
Every day at 00:05, or when `make run` starts it.

## Produces
`mart.period`, and `mart.figure` of changed periods; the asset `mart.indicator_value` when a publication is due.

## Parameters
None.

## If it fails
Periods stay as they were and nothing is published of a month that ended; run it again once the cause in the log is
removed. `refresh_measures` does the same work, so figures are not lost. See `docs/runbooks/tick.md`.
"""

from airflow.sdk import dag, task
from airflow.sdk.exceptions import AirflowSkipException

from onestop import tasks
from onestop.assets import MART_INDICATOR_VALUE
from onestop.defaults import AFTER_MIDNIGHT, Impact, Topic, dag_defaults


@dag(schedule=AFTER_MIDNIGHT, doc_md=__doc__, **dag_defaults(Topic.FIGURES, Impact.TODAY, __doc__))
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
