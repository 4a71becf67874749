-- Purpose:    tell the planner how many units are listed: it knows nothing of a temporary table by itself.
-- Grain:      two tables.
-- Reads:      listed_unit, listed_succession.
-- Writes:     planner statistics.
-- Parameters: none.
-- Rerun:      measures again.
ANALYZE listed_unit, listed_succession
