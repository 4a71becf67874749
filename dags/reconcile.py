"""# reconcile: compare with the sources and the payment platform

## What it does
Asks every configured source how many records it counts of each feed, by unit and day, and compares that with what
the warehouse holds. Asks for the payment platform's transactions of each day and compares them with the attempts to
pay. A difference gets a name and an age, an attempt one of nine outcomes; both are closed by themselves when they
disappear. Sources are compared side by side, one mapped task each. No figure changes.

## Starts when
Every day at 02:30.

## Produces
`audit.count_difference`, `core.platform_transaction`, `audit.payment_outcome`, and with them what people read:
`mart.count_difference`, `mart.payment_reconciliation`, `mart.payment_flag`.

## Parameters
None. How many days back is `ONESTOP_RECONCILE_DAYS`.

## If it fails
The run is failed when a source is, while the others are compared. The log of the source's task says what was wrong
and what to do. Each feed and each day is a transaction: what was compared before stays, the next night does the
rest. See `docs/runbooks/reconcile.md`.
"""

from airflow.sdk import dag, get_current_context, task

from onestop import tasks
from onestop.defaults import AT_NIGHT, Impact, Topic, dag_defaults


@dag(schedule=AT_NIGHT, doc_md=__doc__, **dag_defaults(Topic.QUALITY, Impact.NEXT_WORKING_DAY, __doc__))
def reconcile():
    @task
    def list_sources() -> list[str]:
        return tasks.list_sources()

    @task(map_index_template="{{ source }}")
    def reconcile_source(name: str) -> None:
        get_current_context()["source"] = name
        tasks.reconcile_source(name)

    reconcile_source.expand(name=list_sources())


reconcile()
