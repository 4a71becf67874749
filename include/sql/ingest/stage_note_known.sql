-- Purpose:    store how many records of a batch are known unchanged and were not staged.
-- Grain:      one batch.
-- Reads:      nothing.
-- Writes:     audit.batch.
-- Parameters: batch_id, unchanged (null: all of them were staged).
-- Rerun:      writes the same row.
UPDATE audit.batch SET unchanged = %(unchanged)s
WHERE batch.batch_id = %(batch_id)s
