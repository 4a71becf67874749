-- Purpose:    throw away what was resolved of batches that are published or rejected.
-- Grain:      one batch.
-- Reads:      audit.batch.
-- Writes:     staging.resolved_record.
-- Parameters: none.
-- Rerun:      deletes nothing the second time.
DELETE FROM staging.resolved_record
USING audit.batch
WHERE resolved_record.batch_id = batch.batch_id AND batch.status IN ('published', 'rejected')
