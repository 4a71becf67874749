-- Purpose:    throw away the marks of batches that are published or rejected.
-- Grain:      one batch.
-- Reads:      audit.batch.
-- Writes:     staging.mark.
-- Parameters: none.
-- Rerun:      deletes nothing the second time.
DELETE FROM staging.mark
USING audit.batch
WHERE mark.batch_id = batch.batch_id AND batch.status IN ('published', 'rejected')
