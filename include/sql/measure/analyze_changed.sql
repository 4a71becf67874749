-- Purpose:    tell the planner how many cases changed: of a table that nobody looked at it expects a thousand and more.
-- Grain:      the temporary table.
-- Reads:      changed_case.
-- Writes:     statistics.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
ANALYZE changed_case
