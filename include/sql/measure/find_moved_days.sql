-- Purpose:    on which days the measures moved, see core.find_moved_days.
-- Grain:      one unit and basis.
-- Reads:      core.find_moved_days.
-- Writes:     what the function writes: the temporary table moved_days.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
SELECT core.find_moved_days()
