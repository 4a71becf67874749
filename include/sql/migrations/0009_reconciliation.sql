-- Purpose:    (to be written)
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.
SELECT 1;
