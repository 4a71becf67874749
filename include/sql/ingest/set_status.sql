-- Purpose:    move a batch forward; a trigger refuses any other way.
-- Grain:      one batch.
-- Reads:      nothing.
-- Writes:     audit.batch.
-- Parameters: batch_id, status, held_reason.
-- Rerun:      the same status changes nothing.
UPDATE audit.batch SET status = %(status)s, held_reason = %(held_reason)s
WHERE batch.batch_id = %(batch_id)s
