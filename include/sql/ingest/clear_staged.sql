-- Purpose:    throw away the staged rows of a batch.
-- Grain:      one batch.
-- Reads:      nothing.
-- Writes:     staging.record.
-- Parameters: batch_id.
-- Rerun:      deletes nothing the second time.
DELETE FROM staging.record WHERE record.batch_id = %(batch_id)s
