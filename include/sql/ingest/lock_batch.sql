-- Purpose:    take a batch for the rest of the transaction.
-- Grain:      one batch.
-- Reads:      audit.batch.
-- Writes:     nothing; locks the row.
-- Parameters: batch_id.
-- Rerun:      waits for whoever has it.
SELECT
    batch.source_id,
    batch.feed,
    batch.status,
    batch.received
FROM audit.batch
WHERE batch.batch_id = %(batch_id)s
FOR UPDATE
