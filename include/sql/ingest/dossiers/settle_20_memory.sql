-- Purpose:    let the search for kin begin with little memory: the planner expects billions of dossiers from its recursion, and
--             would first clear all that a statement may take. There are few.
-- Grain:      one setting, to the end of the transaction.
-- Reads:      nothing.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      sets the same.
SELECT set_config('work_mem', '1MB', TRUE)
