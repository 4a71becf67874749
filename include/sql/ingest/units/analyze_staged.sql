-- Purpose:    tell the planner what was just staged.
-- Grain:      one table.
-- Reads:      staging.unit.
-- Writes:     planner statistics.
-- Parameters: none.
-- Rerun:      measures again.
ANALYZE staging.unit
