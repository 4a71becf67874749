-- Purpose:    tell the planner how many values are frozen.
-- Grain:      the temporary table.
-- Reads:      frozen_value.
-- Writes:     statistics.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
ANALYZE frozen_value
