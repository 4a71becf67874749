"""# waive_source: publish a period without a source

## What it does
Records that a person lets one period be published although one source has not been read past its end. The units
that this source feeds are then not ranked, and the ranking gives the reason.

## Starts when
By hand, with parameters.

## Produces
A row of `audit.source_waiver`; the asset `mart.indicator_value` when a publication is due.

## Parameters
`connection_name`: the source's connection in lower case, for example `hue`. `period_id`: for example
`month:2026-09-01:2026-09-30`. `reason`: one Vietnamese sentence for the ranking page. `waived_by_post`: the post of
who decides, never a name. `dry_run`: true only logs what would be recorded.

## If it fails
Nothing was recorded. A wrong connection name is refused by the database; correct it and run again. See
`docs/runbooks/waive_source.md`.
"""

import logging

from airflow.sdk import Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException

from onestop import tasks
from onestop.assets import MART_INDICATOR_VALUE
from onestop.defaults import Impact, Topic, dag_defaults

PARAMS = {
    "connection_name": Param("", type="string", pattern="^[a-z0-9_]+$", description="Connection of the source."),
    "period_id": Param(
        "",
        type="string",
        pattern=r"^[a-z_]+:\d{4}-\d{2}-\d{2}:\d{4}-\d{2}-\d{2}$",
        description="The period to publish without it.",
    ),
    "reason": Param("", type="string", pattern=r"\S", description="One Vietnamese sentence for the ranking page."),
    "waived_by_post": Param("", type="string", pattern=r"\S", description="Post of who decides, never a name."),
    "dry_run": Param(True, type="boolean", description="Only log what would be recorded."),
}


@dag(schedule=None, params=PARAMS, doc_md=__doc__, **dag_defaults(Topic.PUBLICATIONS, Impact.WHO_STARTED_IT, __doc__))
def waive_source():
    @task
    def record_waiver() -> None:
        params = dict(get_current_context()["params"])
        if params.pop("dry_run"):
            logging.getLogger(__name__).info("dry run, nothing recorded: %s", params)
            return
        tasks.waive_source(**params)

    @task(outlets=[MART_INDICATOR_VALUE])
    def announce_figures() -> None:
        if not tasks.has_pending_publication():
            raise AirflowSkipException("no publication is due")

    record_waiver() >> announce_figures()


waive_source()
