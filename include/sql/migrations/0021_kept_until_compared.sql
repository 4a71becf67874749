-- Purpose:    a period is opened for as long as a later one is compared with it.
-- Grain:      one constraint.
-- Reads:      nothing.
-- Writes:     mart.period_kind.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE mart.period_kind ADD CONSTRAINT kept_until_compared CHECK (kept > compared_after);
