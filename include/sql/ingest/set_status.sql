-- Purpose:    move a batch forward; a trigger refuses any other way.
-- Grain:      one batch.
-- Reads:      nothing.
-- Writes:     audit.batch.
-- Parameters: batch_id, status, held_reason (null leaves the one that is there).
-- Rerun:      the same status changes nothing.
UPDATE audit.batch SET
    status = %(status)s,
    held_reason = coalesce(%(held_reason)s, batch.held_reason)
WHERE batch.batch_id = %(batch_id)s
