-- Purpose:    throw away the staged rows of a batch.
-- Grain:      one batch.
-- Reads:      nothing.
-- Writes:     staging.procedure.
-- Parameters: batch_id.
-- Rerun:      deletes nothing the second time.
DELETE FROM staging.procedure WHERE procedure.batch_id = %(batch_id)s
