-- Purpose:    which days a version works otherwise than what was in force before: the version before, for a first one VN.
-- Grain:      one day.
-- Reads:      core.working_day.
-- Writes:     nothing.
-- Parameters: calendar_code, version.
-- Rerun:      reads only.
-- The hours of a day without work say nothing. The days were just inserted, so nobody knows how many there are: joined,
-- they would be compared each with each.
WITH hours AS (
    SELECT
        working_day.calendar_code,
        working_day.version,
        working_day.is_in_force,
        working_day.day,
        CASE
            WHEN working_day.is_working
                THEN ARRAY[
                    working_day.morning_open_second,
                    working_day.morning_close_second,
                    working_day.afternoon_open_second,
                    working_day.afternoon_close_second,
                    working_day.late_after_second
                ]
        END AS seconds
    FROM core.working_day
)

SELECT
    hours.day,
    hours.seconds
FROM hours
WHERE hours.calendar_code = %(calendar_code)s AND hours.version = %(version)s
EXCEPT
SELECT
    hours.day,
    hours.seconds
FROM hours
WHERE
    (hours.calendar_code = %(calendar_code)s AND hours.version = %(version)s - 1)
    OR (%(version)s = 1 AND %(calendar_code)s <> 'VN' AND hours.calendar_code = 'VN' AND hours.is_in_force)
ORDER BY day
