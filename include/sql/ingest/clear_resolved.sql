-- Purpose:    throw away what was resolved of the staged rows of a batch.
-- Grain:      one batch.
-- Reads:      nothing.
-- Writes:     staging.resolved_record.
-- Parameters: batch_id.
-- Rerun:      deletes nothing the second time.
DELETE FROM staging.resolved_record WHERE resolved_record.batch_id = %(batch_id)s
