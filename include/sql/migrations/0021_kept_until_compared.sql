-- Purpose:    a period is opened for as long as a later one is compared with it.
-- Grain:      one kind of periods.
-- Reads:      nothing.
-- Writes:     mart.period_kind.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

-- The year to date that is compared with the last one that closed ended up to thirteen months ago.
UPDATE mart.period_kind SET kept = interval '14 months' WHERE kind = 'year_to_date';
ALTER TABLE mart.period_kind ADD CONSTRAINT kept_until_compared CHECK (kept > compared_after);
