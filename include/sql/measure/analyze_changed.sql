-- Purpose:    tell the planner how few cases changed, as analyze_touched.sql does.
-- Grain:      the temporary table.
-- Reads:      changed.
-- Writes:     statistics.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
ANALYZE changed
