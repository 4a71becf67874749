"""# read_sheets: read what offices hand in as a sheet

## What it does
Looks into the folders for targets, figures entered by hand, the national portal's own figures, objections to rankings,
decisions on them, forms that were confirmed or signed, and recipients of mails. A sheet whose content is new is checked
as a whole and kept as a whole, or refused. What is wrong with it is written in Vietnamese beside the file,
`<name>.loi.txt`, with row, column and what to do. A later sheet says something else of the same rows; what an earlier
one said is kept. A folder without files gets an empty template.

## Starts when
Every five minutes, or by hand with parameters.

## Produces
`audit.sheet`, and what people read as `mart.target`, `mart.manual_figure`, `mart.portal_figure`,
`mart.portal_difference`, `mart.objection` and `mart.form_state`; the recipients of `deliver`.

## Parameters
`recheck`: true checks refused sheets once more, after a unit or indicator that they name came to be known.

## If it fails
A bad sheet fails no run: the task returns how many files were accepted, refused, known or unread. A run fails when the
warehouse or the folders do; sheets that were kept stay, and the next run reads the rest. See
`docs/runbooks/read_sheets.md`.
"""

from airflow.sdk import Param, dag, get_current_context, task

from onestop import tasks
from onestop.defaults import EVERY_FIVE_MINUTES, Impact, Topic, dag_defaults

PARAMS = {"recheck": Param(False, type="boolean", description="Check refused sheets once more.")}


@dag(schedule=EVERY_FIVE_MINUTES, params=PARAMS, doc_md=__doc__, **dag_defaults(Topic.SHEETS, Impact.TODAY, __doc__))
def read_sheets():
    @task(multiple_outputs=False)
    def read_folders() -> dict[str, int]:
        return tasks.read_sheets(**get_current_context()["params"])

    read_folders()


read_sheets()
