-- Purpose:    every period.
-- Grain:      one period.
-- Reads:      mart.period.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT period.period_id FROM mart.period
