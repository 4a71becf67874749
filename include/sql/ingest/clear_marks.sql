-- Purpose:    forget the rules that the staged rows of a batch broke.
-- Grain:      one batch.
-- Reads:      nothing.
-- Writes:     staging.mark.
-- Parameters: batch_id.
-- Rerun:      deletes nothing the second time.
DELETE FROM staging.mark WHERE mark.batch_id = %(batch_id)s
