"""What every DAG of ours has in common, and the names that their schedules go by."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

import pendulum
from airflow.sdk import CronTriggerTimetable

from onestop.config.settings import LONGEST_TASK

TIME_ZONE = "Asia/Ho_Chi_Minh"

EVERY_FIVE_MINUTES = CronTriggerTimetable("*/5 * * * *", timezone=TIME_ZONE)
EVERY_QUARTER_HOUR = CronTriggerTimetable("*/15 * * * *", timezone=TIME_ZONE)
AFTER_MIDNIGHT = CronTriggerTimetable("5 0 * * *", timezone=TIME_ZONE)
AT_NIGHT = CronTriggerTimetable("30 2 * * *", timezone=TIME_ZONE)
BEFORE_DAWN = CronTriggerTimetable("30 3 * * *", timezone=TIME_ZONE)
THREE_TIMES_A_DAY = CronTriggerTimetable("0 7,14,16 * * *", timezone=TIME_ZONE)


class Topic(StrEnum):
    """What a DAG is about; a tag of it in Airflow."""

    FACTS = "facts"
    FIGURES = "figures"
    PUBLICATIONS = "publications"
    ALERTS = "alerts"
    DELIVERIES = "deliveries"
    SHEETS = "sheets"
    QUALITY = "quality"
    OPERATIONS = "operations"


class Impact(StrEnum):
    """Who notices a failed run, and so by when somebody looks at it; a tag of the DAG in Airflow."""

    TODAY = "impact-today"
    """Offices or the public read something old: look at it the same day."""

    NEXT_WORKING_DAY = "impact-next-working-day"
    """Nobody reads anything wrong by it: look at it on the next working day."""

    WHO_STARTED_IT = "impact-who-started-it"
    """A person started it and sees what came of it; nobody else is called."""


def dag_defaults(topic: Topic, impact: Impact, manual: str | None = None) -> dict[str, Any]:
    """Return the arguments that every ``@dag`` takes: one run at a time, no catch-up, bounded tasks, its tags.

    The list of DAGs in Airflow shows the first line of `manual` (``# name: what it does``) without the name.
    """
    return {
        "description": (manual or "").partition("\n")[0].partition(": ")[2] or None,
        "start_date": pendulum.datetime(2025, 7, 1, tz=TIME_ZONE),
        "catchup": False,
        "max_active_runs": 1,
        "tags": ["onestop", topic.value, impact.value],
        "default_args": {
            "owner": "onestop",
            "retries": 1,
            "retry_delay": dt.timedelta(seconds=20),
            "execution_timeout": LONGEST_TASK,
        },
    }
