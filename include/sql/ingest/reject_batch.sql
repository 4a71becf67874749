-- Purpose:    reject a held batch; the reason why it was held stays.
-- Grain:      one batch.
-- Reads:      nothing.
-- Writes:     audit.batch.
-- Parameters: batch_id, finished_at.
-- Rerun:      changes nothing the second time.
UPDATE audit.batch SET
    status = 'rejected',
    finished_at = %(finished_at)s
WHERE batch.batch_id = %(batch_id)s AND batch.status = 'held'
