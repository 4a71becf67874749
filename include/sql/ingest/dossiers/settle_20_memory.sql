-- Purpose:    limit the memory of the search for related dossiers: the planner expects billions of rows from its recursion,
--             and the server would first clear all the memory that a statement may use. There are few rows.
-- Grain:      one setting, to the end of the transaction.
-- Reads:      nothing.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      sets the same.
SELECT set_config('work_mem', '1MB', TRUE)
