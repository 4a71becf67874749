-- Purpose:    the period, unless it is closed and counted to its end.
-- Grain:      one period, or none.
-- Reads:      mart.period.
-- Writes:     nothing.
-- Parameters: period_id.
-- Rerun:      reads only.
-- Severity:   high
-- Vietnamese: Kỳ phải đã đóng và được tính đến hết ngày cuối.
-- English:    The period must be closed and counted to its last day.
SELECT period.period_id AS record_key
FROM mart.period
WHERE
    period.period_id = %(period_id)s
    AND (period.state = 'open' OR period.counted_to <> period.period_end)
