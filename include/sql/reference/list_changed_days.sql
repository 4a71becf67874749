-- Purpose:    which days a version works otherwise than what was in force before: the version before, for a first one VN.
-- Grain:      one day.
-- Reads:      core.working_day.
-- Writes:     nothing.
-- Parameters: calendar_code, version.
-- Rerun:      reads only.
WITH fresh AS (
    SELECT working_day.*
    FROM core.working_day
    WHERE working_day.calendar_code = %(calendar_code)s AND working_day.version = %(version)s
),

previous AS (
    SELECT working_day.*
    FROM core.working_day
    WHERE
        (working_day.calendar_code = %(calendar_code)s AND working_day.version = %(version)s - 1)
        OR (
            %(version)s = 1
            AND %(calendar_code)s <> 'VN'
            AND working_day.calendar_code = 'VN'
            AND working_day.is_in_force
        )
)

SELECT fresh.day
FROM fresh
LEFT JOIN previous ON fresh.day = previous.day
WHERE
    fresh.is_working IS DISTINCT FROM previous.is_working
    OR (
        fresh.is_working
        AND (
            fresh.morning_open_second,
            fresh.morning_close_second,
            fresh.afternoon_open_second,
            fresh.afternoon_close_second,
            fresh.late_after_second
        ) IS DISTINCT FROM (
            previous.morning_open_second,
            previous.morning_close_second,
            previous.afternoon_open_second,
            previous.afternoon_close_second,
            previous.late_after_second
        )
    )
ORDER BY fresh.day
