-- Purpose:    tell the planner what was just staged.
-- Grain:      one table.
-- Reads:      staging.procedure.
-- Writes:     planner statistics.
-- Parameters: none.
-- Rerun:      measures again.
ANALYZE staging.procedure
