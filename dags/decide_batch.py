"""# decide_batch: release or reject a held batch

## What it does
Carries out what a person decided on a batch that the gate holds. A released batch is published at once: its good
records count, its bad ones go to quarantine. A rejected batch is never used, though its pages stay in landing, and
the same content is left out when the source sends it again. Who decided, why and when is kept.

## Starts when
By hand, with parameters.

## Produces
A row of `audit.batch_decision`; the batch published or rejected. The asset `core.dossier` while published facts wait
for the measures, the asset `mart.indicator_value` when a publication is due.

## Parameters
`batch_id`: number of the held batch, from `audit.batch`. `decision`: release or reject; there is no way back.
`reason`: one Vietnamese sentence. `decided_by_post`: the post of who decides, never a name. `dry_run`: true only logs
which batch is meant and why it is held.

## If it fails
A batch that is not held is refused, and nothing changes. A release that broke off goes on when the task runs again,
or with the next run of `ingest`. See `docs/runbooks/decide_batch.md`.
"""

from airflow.sdk import Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException

from onestop import tasks
from onestop.assets import CORE_DOSSIER, MART_INDICATOR_VALUE
from onestop.defaults import Impact, Topic, dag_defaults

PARAMS = {
    "batch_id": Param(None, type="integer", minimum=1, description="Number of the held batch."),
    "decision": Param("release", type="string", enum=["release", "reject"], description="What is done with it."),
    "reason": Param("", type="string", pattern=r"\S", description="One Vietnamese sentence."),
    "decided_by_post": Param("", type="string", pattern=r"\S", description="Post of who decides, never a name."),
    "dry_run": Param(True, type="boolean", description="Only log which batch is meant and why it is held."),
}


@dag(schedule=None, params=PARAMS, doc_md=__doc__, **dag_defaults(Topic.FACTS, Impact.WHO_STARTED_IT, __doc__))
def decide_batch():
    @task
    def record_decision() -> str:
        return tasks.decide_batch(**get_current_context()["params"])

    @task(outlets=[CORE_DOSSIER])
    def announce_facts() -> None:
        tasks.note_reading()
        if not tasks.has_unmeasured_facts():
            raise AirflowSkipException("no published facts wait for the measures")

    @task(outlets=[MART_INDICATOR_VALUE])
    def announce_figures() -> None:
        if not tasks.has_pending_publication():
            raise AirflowSkipException("no publication is due")

    record_decision() >> [announce_facts(), announce_figures()]


decide_batch()
