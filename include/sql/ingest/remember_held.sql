-- Purpose:    remember what was in a batch that is held, so that the same content is not held a second time.
-- Grain:      one content.
-- Reads:      audit.batch, staging.record.
-- Writes:     audit.held_record.
-- Parameters: batch_id.
-- Rerun:      adds nothing the second time.
INSERT INTO audit.held_record (source_id, feed, record_hash, batch_id)
SELECT DISTINCT
    batch.source_id,
    batch.feed,
    record.record_hash,
    batch.batch_id
FROM audit.batch
INNER JOIN staging.record ON batch.batch_id = record.batch_id
WHERE batch.batch_id = %(batch_id)s
ON CONFLICT DO NOTHING
