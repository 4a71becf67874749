"""# refresh_measures: bring the figures up to date with the facts

## What it does
The single writer of the mart. It computes the difference of the touched cases and adds it to the counts by day and to
the figures of periods; forms and indicators follow from them. Its cost depends on what changed. With `rebuild` it
counts every case again.

## Starts when
The asset `core.dossier` announces new facts, or a quarter of an hour has passed, since an event may be lost. By hand
for a rebuild.

## Produces
`core.day_count`, `core.duration_count`, `mart.period` and `mart.figure`, which `mart.indicator_value`,
`mart.period_figure` and `mart.form_ii06a` read; the asset `mart.indicator_value` when a publication is due, and the
report of Great Expectations about the figures of it, which `publish_rankings` then finds.

## Parameters
`rebuild`: true computes every measure again from the facts; only by hand. Until then readers see the earlier counts,
and nothing is published. Publications do not change.
`period_start`, `period_end`: open a free period (kind `custom`) of these days, both inclusive; only by hand.

## If it fails
Every part of the touched cases is one transaction, so the mart is as it was before the part; the next run continues
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
    **dag_defaults(Topic.FIGURES, Impact.TODAY, __doc__),
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
