-- Purpose:    keep the number: the first indicators, scheme and plan that it entered stand in include/catalogue.
-- Grain:      nothing.
-- Reads:      nothing.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

SELECT 1;
