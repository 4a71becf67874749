-- Purpose:    keep the number: what levels of attention ask for, with the form of an apology, stands in include/catalogue.
-- Grain:      nothing.
-- Reads:      nothing.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

SELECT 1;
