-- Purpose:    the payment platform's days to ask for: those of the window that it has not listed yet, and those with an
--             open outcome.
-- Grain:      one day.
-- Reads:      audit.platform_day, audit.payment_outcome.
-- Writes:     nothing.
-- Parameters: source_id, first_day, last_day, open_since (a day with outcomes open for longer is left alone).
-- Rerun:      reads only.
SELECT series.day::date AS day
FROM generate_series(%(first_day)s::timestamp, %(last_day)s::timestamp, interval '1 day') AS series (day)
WHERE
    NOT EXISTS (
        SELECT 1
        FROM audit.platform_day
        WHERE
            platform_day.source_id = %(source_id)s
            AND platform_day.day = series.day::date
            AND platform_day.told_as_of IS NOT NULL
    )
UNION
SELECT payment_outcome.day
FROM audit.payment_outcome
WHERE
    payment_outcome.source_id = %(source_id)s
    AND payment_outcome.closed_on IS NULL
    AND payment_outcome.since_on >= %(open_since)s
    AND payment_outcome.day <= %(last_day)s
ORDER BY day
