-- Purpose:    write the ledger row: the batch is published with its counts, and its sequence if it changed anything.
-- Grain:      one batch.
-- Reads:      nothing.
-- Writes:     audit.batch.
-- Parameters: batch_id, publish_seq (null: it changed nothing), finished_at, inserted, updated, unchanged, stale,
--             quarantined, repaired, flagged.
-- Rerun:      under the batch lock and in the publish transaction, so once.
UPDATE audit.batch SET
    status = 'published',
    publish_seq = %(publish_seq)s,
    finished_at = %(finished_at)s,
    inserted = %(inserted)s,
    updated = %(updated)s,
    -- Those that are known as they came were not staged.
    unchanged = %(unchanged)s + coalesce(batch.unchanged, 0),
    stale = %(stale)s,
    quarantined = %(quarantined)s,
    repaired = %(repaired)s,
    flagged = %(flagged)s
WHERE batch.batch_id = %(batch_id)s AND batch.status = 'passed'
