"""# publish_rankings: publish what is due

## What it does
Reads the sheets in their folders first, so that entered figures are in the publication. Publishes what is due, if Great
Expectations finds its figures right, and freezes the figures. Then it writes the pages of each publication, and the
lists of publications again, which show how far the sources were read.

A ranking is published when its period is closed, read past its end by every configured source, and fully measured. It
begins with version 1 (Dự kiến). The official version (Chính thức) follows when the days for objections are over and all
of them are decided. At each cut-off a correction (Đính chính lần n) follows, if what changed matters.

## Starts when
The asset `mart.indicator_value` says that a publication is due, or a quarter of an hour has passed.

## Produces
`mart.publication`, `mart.ranking`, `mart.published_value`, `mart.published_score`, `mart.published_form`, the pages
of the site; the asset `mart.publication` when pages were made.

## Parameters
None. A person may waive a source with `waive_source`.

## If it fails
The rankings of a period are one transaction, the pages of each one folder: the next run makes what is missing. The run
fails when a publication was refused because of its figures; the others are published and get their pages.
Why a period is not published yet is in `audit.publication_blocker`. See `docs/runbooks/publish_rankings.md`.
"""

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import AssetOrTimeSchedule, chain, dag, task
from airflow.sdk.exceptions import AirflowSkipException

from onestop import links, tasks
from onestop.assets import MART_INDICATOR_VALUE, MART_PUBLICATION
from onestop.defaults import EVERY_QUARTER_HOUR, Impact, Topic, dag_defaults


@dag(
    schedule=AssetOrTimeSchedule(timetable=EVERY_QUARTER_HOUR, assets=[MART_INDICATOR_VALUE]),
    doc_md=__doc__,
    **dag_defaults(Topic.PUBLICATIONS, Impact.TODAY, __doc__),
)
def publish_rankings():
    # A refused sheet is looked at once more: what it names may be known by now.
    @task(multiple_outputs=False)
    def read_sheets() -> dict[str, int]:
        return tasks.read_sheets(recheck=True)

    # Also when the folders cannot be read: rankings do not wait for them, and the run fails visibly.
    @task(trigger_rule="all_done")
    def publish_pending() -> list[int]:
        return tasks.publish_rankings()

    # Also after a publication was refused: the others must not wait for their pages.
    @task(trigger_rule="all_done", outlets=[MART_PUBLICATION])
    def render_pages() -> None:
        if not tasks.render_pages():
            raise AirflowSkipException("every publication has its page")

    parts = [
        read_sheets(),
        links.add_links(publish_pending(), links.QUALITY),
        links.add_links(render_pages(), links.RANKINGS),
    ]
    chain(*parts)
    # Pages are made after a refused publication; this leaf makes the run fail visibly.
    parts >> EmptyOperator(task_id="all_published", trigger_rule="none_failed")


publish_rankings()
