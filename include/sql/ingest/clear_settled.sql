-- Purpose:    throw away the staged rows of batches that are published or rejected, also those that a killed run left.
-- Grain:      one batch.
-- Reads:      audit.batch.
-- Writes:     staging.record.
-- Parameters: none.
-- Rerun:      deletes nothing the second time.
DELETE FROM staging.record
USING audit.batch
WHERE record.batch_id = batch.batch_id AND batch.status IN ('published', 'rejected')
