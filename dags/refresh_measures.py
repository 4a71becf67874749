"""# refresh_measures: figures follow the facts

## What it does
The single writer of the mart: drains the cases that published batches touched, and applies the difference of what
they count as to the counts by day and to the figures of periods; forms and indicators follow from them. Its cost
follows what changed. Told to rebuild, it counts every case again.

## Starts when
The asset `core.dossier` says that facts wait, or a quarter of an hour has passed: an event may be lost, the tables
say what is pending. By hand for a rebuild.

## Produces
`core.day_count`, `core.duration_count`, `mart.period` and `mart.figure`, which `mart.indicator_value`,
`mart.period_figure` and `mart.form_ii06a` read; the asset `mart.indicator_value` when a publication is due, and the
report of Great Expectations about the figures of it, which `publish_rankings` then finds.

## Parameters
`rebuild`: true makes every measure anew from the facts; only by hand. Until that is done readers see what was counted
before, and nothing is published. Publications stay as they are.
`period_start`, `period_end`: open a free period (kind `custom`) of these days, both inclusive; only by hand.

## If it fails
Every slice of touched cases is one transaction, so the mart is as it was before the slice; the next run goes on
there. See `docs/runbooks/refresh_measures.md`.
"""

from airflow.sdk import AssetOrTimeSchedule, Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException

from onestop import tasks
from onestop.assets import CORE_DOSSIER, MART_INDICATOR_VALUE
from onestop.defaults import EVERY_QUARTER_HOUR, Impact, Topic, dag_defaults

PARAMS = {
    "rebuild": Param(False, type="boolean", description="Make every measure anew from the facts."),
    "period_start": Param(
        None, type=["null", "string"], format="date", description="First day of a free period to open."
    ),
    "period_end": Param(None, type=["null", "string"], format="date", description="Last day of it, inclusive."),
}


@dag(
    schedule=AssetOrTimeSchedule(timetable=EVERY_QUARTER_HOUR, assets=[CORE_DOSSIER]),
    params=PARAMS,
    doc_md=__doc__,
    **dag_defaults(Topic.FIGURES, Impact.TODAY),
)
def refresh_measures():
    @task
    def refresh_figures() -> None:
        tasks.refresh_figures(**get_current_context()["params"])

    @task(outlets=[MART_INDICATOR_VALUE])
    def announce_figures() -> None:
        if not tasks.has_pending_publication():
            raise AirflowSkipException("no publication is due")

    # Great Expectations takes seconds to start: it does so while the announcement is on its way to publish_rankings.
    @task
    def examine_figures() -> None:
        if not tasks.examine_figures():
            raise AirflowSkipException("no ranking is due")

    refresh_figures() >> [announce_figures(), examine_figures()]


refresh_measures()
