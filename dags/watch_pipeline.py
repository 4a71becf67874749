"""# watch_pipeline: say what is stale, stuck, held or failing

## What it does
Compares the problems of now with the open ones, and writes a list of what changed. Problems are stale or failing
sources, held or stuck batches, unusual quarantine, counts that differ, schedules that did not run, and late
publications, pages and deliveries. They are found in the tables, not in the state of tasks.

## Starts when
Every quarter of an hour. It cannot notice that the scheduler itself stopped: let a monitor outside call
`make status`, whose exit status is 0 if nothing is wrong.

## Produces
`audit.trouble`, `audit.trouble_list`; `deliver` sends the list to recipients of operations, each trouble once when it
begins and once when it is gone.

## Parameters
None. After how many hours a source is stale is `ONESTOP_STALE_HOURS`.

## If it fails
Nothing was recorded; the next run reports it. See `docs/runbooks/watch_pipeline.md`.
"""

from airflow.sdk import dag, task

from onestop import tasks
from onestop.defaults import EVERY_QUARTER_HOUR, Impact, Topic, dag_defaults


@dag(schedule=EVERY_QUARTER_HOUR, doc_md=__doc__, **dag_defaults(Topic.OPERATIONS, Impact.TODAY, __doc__))
def watch_pipeline():
    @task
    def look_for_troubles() -> None:
        tasks.look_for_troubles()

    look_for_troubles()


watch_pipeline()
