-- Purpose:    what is measured, so that indicators can be held against it.
-- Grain:      one measure.
-- Reads:      mart.measure.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT measure.measure, measure.kind
FROM mart.measure
ORDER BY measure.measure
