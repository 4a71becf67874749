"""# maintain: remove what is old

## What it does
Removes what is old and no longer needed: batches with their pages, changes, applied touched cases, ended alerts, old
lists with their messages, ended problems, closed differences, and landed files that no batch names. Quarantined records
go after a good version came. Facts, figures, publications and decisions of people stay, and so does everything that an
open batch, a rebuild, a replay or an explanation needs.

## Starts when
Every day at 03:30.

## Produces
Nothing new. How many rows and files of what were removed is in the log.

## Parameters
None. How long things are kept is `ONESTOP_KEEP_LEDGER_DAYS` and `ONESTOP_KEEP_MESSAGE_DAYS`.

## If it fails
Every portion is a transaction of its own: what was removed is removed, the rest waits for the next night, and no figure
is touched. See `docs/runbooks/maintain.md`.
"""

from airflow.sdk import dag, task

from onestop import tasks
from onestop.defaults import BEFORE_DAWN, Impact, Topic, dag_defaults


@dag(schedule=BEFORE_DAWN, doc_md=__doc__, **dag_defaults(Topic.OPERATIONS, Impact.NEXT_WORKING_DAY, __doc__))
def maintain():
    @task
    def remove_old() -> None:
        tasks.remove_old()

    remove_old()


maintain()
