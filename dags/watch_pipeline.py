"""# watch_pipeline: say what is stale, stuck, held or failing

## What it does
Compares the troubles of now with those that were told before and makes a list of what changed: sources that are stale
or fail, batches held or stuck, unusual quarantine, counts that differ, schedules that did not run, publications,
pages and deliveries that are late. It looks at what the tables say was done, not at the state of tasks.

## Starts when
Every quarter of an hour. It cannot tell that the scheduler itself stands still: let something outside ask
`make status`, whose exit status says whether all is well.

## Produces
`audit.trouble`, `audit.trouble_list`; `deliver` sends the list to recipients of operations, each trouble once when it
begins and once when it is gone.

## Parameters
None. After how many hours a source is stale is `ONESTOP_STALE_HOURS`.

## If it fails
Nothing was noted; the next run tells it. See `docs/runbooks/watch_pipeline.md`.
"""

from airflow.sdk import dag, task

from onestop import tasks
from onestop.defaults import EVERY_QUARTER_HOUR, Impact, Topic, dag_defaults


@dag(schedule=EVERY_QUARTER_HOUR, doc_md=__doc__, **dag_defaults(Topic.OPERATIONS, Impact.TODAY))
def watch_pipeline():
    @task
    def look_for_troubles() -> None:
        tasks.look_for_troubles()

    look_for_troubles()


watch_pipeline()
