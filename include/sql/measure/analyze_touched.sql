-- Purpose:    tell the planner how few cases were touched: it takes a table that it does not know for thousands of
--             rows, and reads all cases for them.
-- Grain:      the temporary table.
-- Reads:      touched_case.
-- Writes:     statistics.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
ANALYZE touched_case
