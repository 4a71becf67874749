-- Purpose:    how many periods there are.
-- Grain:      one number.
-- Reads:      mart.period.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT count(*) AS n FROM mart.period
