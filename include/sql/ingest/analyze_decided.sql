-- Purpose:    tell the planner how many records were decided on, and how: it knows nothing of a temporary table by
--             itself.
-- Grain:      one table.
-- Reads:      decision.
-- Writes:     planner statistics.
-- Parameters: none.
-- Rerun:      measures again.
ANALYZE decision (page_no, ordinal, record_key, outcome)
