-- Purpose:    on which days the measures moved, see core.find_moved_days.
-- Grain:      one unit and basis.
-- Reads:      core.find_moved_days.
-- Writes:     what the function writes.
-- Parameters: none.
-- Rerun:      notes them once more, which changes nothing of what follows.
SELECT core.find_moved_days()
