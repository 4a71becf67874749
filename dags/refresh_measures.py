"""# refresh_measures: figures follow the facts

## What it does
The single writer of the mart: drains the cases that published batches touched, applies the difference of what they
count as, and refreshes the forms and indicators of the units and periods that moved. Its cost follows what changed.

## Starts when
The asset `core.dossier` says that facts wait, or a quarter of an hour has passed: an event may be lost, the tables
say what is pending.

## Produces
`mart.measure_day`, `mart.form_ii06a`, `mart.indicator_value`; the asset `mart.indicator_value` when a publication is
due.

## Parameters
None.

## If it fails
Every slice of touched cases is one transaction, so the mart is as it was before the slice; the next run goes on
there. See `docs/runbooks/refresh_measures.md`.
"""

from airflow.sdk import AssetOrTimeSchedule, dag, task
from airflow.sdk.exceptions import AirflowSkipException

from onestop import tasks
from onestop.assets import CORE_DOSSIER, MART_INDICATOR_VALUE
from onestop.defaults import EVERY_QUARTER_HOUR, dag_defaults


@dag(
    schedule=AssetOrTimeSchedule(timetable=EVERY_QUARTER_HOUR, assets=[CORE_DOSSIER]),
    doc_md=__doc__,
    **dag_defaults("figures"),
)
def refresh_measures():
    @task
    def refresh_figures() -> None:
        tasks.refresh_figures()

    @task(outlets=[MART_INDICATOR_VALUE])
    def announce_figures() -> None:
        if not tasks.has_pending_publication():
            raise AirflowSkipException("no publication is due")

    refresh_figures() >> announce_figures()


refresh_measures()
