-- Purpose:    throw away the staged rows of a batch.
-- Grain:      one batch.
-- Reads:      nothing.
-- Writes:     staging.unit.
-- Parameters: batch_id.
-- Rerun:      deletes nothing the second time.
DELETE FROM staging.unit WHERE unit.batch_id = %(batch_id)s
