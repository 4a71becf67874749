"""# quarantine: list, replay or dismiss records that could not be used

## What it does
`export` writes the open records as an XLSX list for offices, with a sheet in which to override fields. `replay` puts
open records through rules, gate and publish again, after a rule, a code list or a field was changed; sheets in the
folder for overrides are checked and applied first. `dismiss` sets open records aside for good. Who decided, why and
when is kept for each record.

## Starts when
By hand, with parameters.

## Produces
Files below `var/exports`; batches of kind `replay`; rows of `quarantine.decision` and `quarantine.override`. The asset
`core.dossier` while published facts wait for the measures.

## Parameters
`action`: export, replay or dismiss. `source_id`, `feed`, `rule_id`, `unit_code`, `record_keys`: which open records;
what is empty leaves the choice open, a dismissal must name something. `reason`: one Vietnamese sentence, and
`decided_by_post`: the post of who decides, never a name; both are needed to replay or dismiss. `dry_run`: true only
logs and returns how many records are meant, and their keys.

## If it fails
A sheet with an error stops everything before anything is changed; the log names file and line. A replay that was
registered and broke off goes on with the next run of `ingest`. See `docs/runbooks/quarantine.md`.
"""

from airflow.sdk import Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException

from onestop import tasks
from onestop.assets import CORE_DOSSIER
from onestop.defaults import Impact, Topic, dag_defaults

FEEDS = ["", "units", "procedures", "dossiers", "events", "payments", "surveys", "feedback", "interlinked"]
PARAMS = {
    "action": Param("export", type="string", enum=["export", "replay", "dismiss"], description="What is to be done."),
    "source_id": Param("", type="string", description="Source that sent them; empty for any."),
    "feed": Param("", type="string", enum=FEEDS, description="What they are; empty for anything."),
    "rule_id": Param("", type="string", pattern="^[a-z0-9_]*$", description="A rule that they broke; empty for any."),
    "unit_code": Param(
        "", type="string", pattern=r"^[A-Za-z0-9.]*$", description="Unit, by 5-digit or agency code; empty for any."
    ),
    "record_keys": Param([], type="array", items={"type": "string"}, description="Their own keys; none for any."),
    "reason": Param("", type="string", description="One Vietnamese sentence, to replay or dismiss."),
    "decided_by_post": Param("", type="string", description="Post of who decides, never a name."),
    "dry_run": Param(True, type="boolean", description="Only tell which records are meant."),
}


@dag(schedule=None, params=PARAMS, doc_md=__doc__, **dag_defaults(Topic.FACTS, Impact.WHO_STARTED_IT, __doc__))
def quarantine():
    @task(multiple_outputs=False)
    def treat_records() -> dict[str, object]:
        return tasks.treat_quarantine(**get_current_context()["params"])

    @task(outlets=[CORE_DOSSIER])
    def announce_facts() -> None:
        tasks.note_reading()
        if not tasks.has_unmeasured_facts():
            raise AirflowSkipException("no published facts wait for the measures")

    treat_records() >> announce_facts()


quarantine()
