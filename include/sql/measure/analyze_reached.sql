-- Purpose:    tell the planner how much is reached.
-- Grain:      the temporary table.
-- Reads:      reached.
-- Writes:     statistics.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
ANALYZE reached
