-- Purpose:    advance the open periods to the day of the clock, and close those that ended.
-- Grain:      one period; comes back with the day up to which it was counted before.
-- Reads:      nothing.
-- Writes:     mart.period.
-- Parameters: clock_on (the business clock's day).
-- Rerun:      changes nothing the second time.
UPDATE mart.period SET state = due.state, counted_to = due.counted_to
FROM (
    SELECT
        former.period_no,
        former.counted_to AS counted_before,
        least(former.period_end, %(clock_on)s::date) AS counted_to,
        CASE WHEN former.period_end < %(clock_on)s::date THEN 'closed' ELSE 'open' END AS state
    FROM mart.period AS former
    WHERE former.state = 'open'
) AS due
WHERE
    period.period_no = due.period_no
    AND (period.state, period.counted_to) <> (due.state, due.counted_to)
RETURNING period.period_id, period.period_no, period.period_start, period.counted_to, due.counted_before
