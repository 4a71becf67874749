-- Purpose:    the numbers of all periods.
-- Grain:      one period.
-- Reads:      mart.period.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT period.period_no FROM mart.period
