-- Purpose:    tell the planner how much is reached.
-- Grain:      no rows.
-- Reads:      reached.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      changes nothing.
ANALYZE reached
