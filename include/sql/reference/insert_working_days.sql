-- Purpose:    enter the days of a version, each with its hours and with what was worked before it.
-- Grain:      one day.
-- Reads:      core.office_hours.
-- Writes:     core.working_day.
-- Parameters: calendar_code, version, day, is_working (arrays, a place a day).
-- Rerun:      with its version, so once.
WITH given AS (
    SELECT
        sent.day,
        sent.is_working,
        coalesce(
            count(*) FILTER (WHERE sent.is_working) OVER (
                ORDER BY sent.day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ),
            0
        ) AS working_days_before
    FROM unnest(%(day)s::date[], %(is_working)s::boolean[]) AS sent (day, is_working)
)

INSERT INTO core.working_day (
    calendar_code, version, day, is_in_force, is_working, working_days_before, opened_minutes_before,
    morning_open_second, morning_close_second, afternoon_open_second, afternoon_close_second, late_after_second
)
SELECT
    office_hours.calendar_code,
    office_hours.version,
    given.day,
    TRUE,
    given.is_working,
    given.working_days_before,
    given.working_days_before * 480,
    date_part('epoch', office_hours.morning_open)::integer,
    date_part('epoch', office_hours.morning_close)::integer,
    date_part('epoch', office_hours.afternoon_open)::integer,
    date_part('epoch', office_hours.afternoon_close)::integer,
    date_part('epoch', office_hours.late_after)::integer
FROM given
INNER JOIN core.office_hours ON office_hours.valid @> given.day
WHERE office_hours.calendar_code = %(calendar_code)s AND office_hours.version = %(version)s
