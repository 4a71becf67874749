-- Purpose:    take a batch for the rest of the transaction.
-- Grain:      no row or one.
-- Reads:      audit.batch.
-- Writes:     nothing; locks the row.
-- Parameters: batch_id.
-- Rerun:      waits for the transaction that has it.
SELECT
    batch.source_id,
    batch.feed,
    batch.kind,
    batch.status,
    batch.received,
    batch.unchanged,
    batch.held_reason
FROM audit.batch
WHERE batch.batch_id = %(batch_id)s
FOR UPDATE
