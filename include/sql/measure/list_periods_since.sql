-- Purpose:    periods whose figures a change on a day can reach: all that end on it or later.
-- Grain:      one period.
-- Reads:      mart.period.
-- Writes:     nothing.
-- Parameters: since.
-- Rerun:      reads only.
SELECT period.period_id FROM mart.period
WHERE period.period_end >= %(since)s
