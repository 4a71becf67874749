-- Purpose:    all periods as if they opened now.
-- Grain:      one period.
-- Reads:      mart.period.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    period.period_no,
    period.period_start,
    period.counted_to,
    NULL::date AS counted_before
FROM mart.period
