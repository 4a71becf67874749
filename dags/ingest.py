"""# ingest: read the one-stop sources

## What it does
Reads every feed of every configured source from its position to its end. A page is reduced to the allowed fields and
landed, its records are staged and checked by the rules, the gate judges the batch, and one transaction publishes it.
Records that cannot be used go to quarantine with a reason. Sources are read in parallel, one mapped task each.

## Starts when
Every quarter of an hour, or when `make run` starts it.

## Produces
Facts in `core`, the ledger in `audit.batch`, landed pages; the asset `core.dossier` while published facts wait for
the measures, or a publication is due since sources were read past the end of its period. Where nothing is new the
announcing task is skipped, and the figures are noted to hold for what was read.

## Parameters
None. A source is a connection `onestop_<name>` of Airflow that the environment holds (`AIRFLOW_CONN_ONESTOP_<NAME>`)
or `ONESTOP_SOURCES` lists.

## If it fails
The run fails when a source fails; the other sources reach core and mart. The log of the source's task and
`audit.source.last_error` say what was wrong and what to do; the next run continues where this one stopped, so nothing
is lost. See `docs/runbooks/ingest.md`.
"""

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import dag, get_current_context, task, task_group
from airflow.sdk.exceptions import AirflowSkipException

from onestop import links, tasks
from onestop.assets import CORE_DOSSIER
from onestop.defaults import EVERY_QUARTER_HOUR, Impact, Topic, dag_defaults


@dag(schedule=EVERY_QUARTER_HOUR, doc_md=__doc__, **dag_defaults(Topic.FACTS, Impact.TODAY, __doc__))
def ingest():
    @task
    def list_sources() -> list[str]:
        return tasks.list_sources()

    @task(map_index_template="{{ source }}")
    def read_source(name: str) -> None:
        get_current_context()["source"] = name
        tasks.read_source(name)

    # Also after a source failed: what it published before must not wait for the next run.
    @task(map_index_template="{{ source }}", trigger_rule="all_done", outlets=[CORE_DOSSIER])
    def announce_facts(name: str) -> None:
        get_current_context()["source"] = name
        tasks.note_reading()
        if not tasks.has_unmeasured_facts():
            raise AirflowSkipException("no published facts wait for the measures")

    # The announcement succeeds after a failed source; this leaf makes the run fail visibly.
    all_sources_read = EmptyOperator(task_id="all_sources_read", trigger_rule="none_failed")

    @task_group
    def each_source(name: str) -> None:
        reading = links.add_links(read_source(name), links.QUALITY)
        reading >> announce_facts(name)
        reading >> all_sources_read

    each_source.expand(name=list_sources()) >> all_sources_read


ingest()
