"""What every DAG of ours has in common, and the names that their schedules go by."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pendulum
from airflow.sdk import CronTriggerTimetable

TIME_ZONE = "Asia/Ho_Chi_Minh"

EVERY_FIVE_MINUTES = CronTriggerTimetable("*/5 * * * *", timezone=TIME_ZONE)
EVERY_QUARTER_HOUR = CronTriggerTimetable("*/15 * * * *", timezone=TIME_ZONE)
AFTER_MIDNIGHT = CronTriggerTimetable("5 0 * * *", timezone=TIME_ZONE)
AT_NIGHT = CronTriggerTimetable("30 2 * * *", timezone=TIME_ZONE)
THREE_TIMES_A_DAY = CronTriggerTimetable("0 7,14,16 * * *", timezone=TIME_ZONE)


def dag_defaults(*tags: str) -> dict[str, Any]:
    """Return the arguments that every ``@dag`` takes: one run at a time, no catch-up, bounded tasks."""
    return {
        "start_date": pendulum.datetime(2025, 7, 1, tz=TIME_ZONE),
        "catchup": False,
        "max_active_runs": 1,
        "tags": ["onestop", *tags],
        "default_args": {
            "owner": "onestop",
            "retries": 1,
            "retry_delay": dt.timedelta(seconds=20),
            "execution_timeout": dt.timedelta(hours=2),
        },
    }
