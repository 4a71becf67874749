"""# prepare_documents: make the workbooks that offices sign, fill in and object with

## What it does
Writes XLSX files for an area and a period: the signing package (ranking, objections, forms, continuity, sources) and
the sheet in which the objections are decided. For each requested unit it adds form II.06a and the sheet by which the
unit may object.

## Starts when
By hand, with parameters.

## Produces
Files below `var/documents/<area>/<period>`; the run returns their paths. No figure changes.

## Parameters
`area_code`: the area, for example `H57`. `period_id`: for example `quarter:2026-07-01:2026-09-30`. `unit_codes`: units
whose form and objection sheet are wanted; none for all of the ranking. `basis`: role that the forms count (receiving,
responsible, holding).

## If it fails
Files that were written stay; run it again. Nothing of the period was published, or a unit has no form of it: the log
says which. See `docs/runbooks/prepare_documents.md`.
"""

from airflow.sdk import Param, dag, get_current_context, task

from onestop import tasks
from onestop.defaults import Impact, Topic, dag_defaults

PARAMS = {
    "area_code": Param("", type="string", pattern="^[A-Za-z0-9.]+$", description="The area."),
    "period_id": Param(
        "",
        type="string",
        pattern=r"^[a-z0-9_]+:\d{4}-\d{2}-\d{2}:\d{4}-\d{2}-\d{2}$",
        description="The period that was published.",
    ),
    "unit_codes": Param([], type="array", items={"type": "string"}, description="Units; none for all of the ranking."),
    "basis": Param("receiving", type="string", enum=["receiving", "responsible", "holding"], description="Role."),
}


@dag(schedule=None, params=PARAMS, doc_md=__doc__, **dag_defaults(Topic.PUBLICATIONS, Impact.WHO_STARTED_IT, __doc__))
def prepare_documents():
    @task
    def write_documents() -> list[str]:
        return tasks.prepare_documents(**get_current_context()["params"])

    write_documents()


prepare_documents()
