"""# deliver: send rankings, alerts and troubles to who wants them

## What it does
Puts into the outbox what recipients want and was not sent to them yet: rankings that have their page, lists of
dossiers that need attention, changes of the troubles of the pipeline. Sends what waits by mail and by webhook, side by
side, one mapped task a channel. What fails is tried again, after a minute, then after twice as long each time, six
hours at most; after twelve tries, or when it is refused for good, it is dead and waits for a person.

## Starts when
The asset `mart.publication` or `audit.alert_list` says that there is something to tell, or five minutes have passed, or
by hand with parameters.

## Produces
Mails, requests to webhooks, and `audit.delivery`, which says what was sent to whom.

## Parameters
`requeue`: numbers of dead deliveries to put back, with all their tries.

## If it fails
The task of a channel is failed when a delivery died in it, after all others were sent; one that is tried again fails
nothing. Why each failed is in `audit.delivery.last_error`. Without a mail server mails wait, and the log says so. See
`docs/runbooks/deliver.md`.
"""

from airflow.sdk import AssetOrTimeSchedule, Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

from onestop import tasks
from onestop.assets import AUDIT_ALERT_LIST, MART_PUBLICATION
from onestop.defaults import EVERY_FIVE_MINUTES, Impact, Topic, dag_defaults

PARAMS = {
    "requeue": Param(
        [], type="array", items={"type": "integer", "minimum": 1}, description="Dead deliveries to put back."
    )
}


@dag(
    schedule=AssetOrTimeSchedule(timetable=EVERY_FIVE_MINUTES, assets=MART_PUBLICATION | AUDIT_ALERT_LIST),
    params=PARAMS,
    doc_md=__doc__,
    **dag_defaults(Topic.DELIVERIES, Impact.TODAY, __doc__),
)
def deliver():
    @task
    def queue_deliveries() -> int:
        return tasks.queue_deliveries(**get_current_context()["params"])

    # A second try would find nothing dead any more, and hide what somebody has to see.
    @task(map_index_template="{{ channel }}", multiple_outputs=False)
    def send_deliveries(channel: str) -> dict[str, int]:
        get_current_context()["channel"] = channel
        sent = tasks.send_deliveries(channel)
        if sent["dead"]:
            raise AirflowFailException(f"{sent['dead']} deliveries are dead, see audit.delivery.last_error")
        return sent

    queue_deliveries() >> send_deliveries.expand(channel=["mail", "webhook"])


deliver()
