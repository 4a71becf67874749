-- Purpose:    let the business clock follow the wall clock.
-- Grain:      the one row of audit.clock.
-- Reads:      nothing.
-- Writes:     audit.clock.
-- Parameters: none.
-- Rerun:      deletes nothing the second time.
DELETE FROM audit.clock
