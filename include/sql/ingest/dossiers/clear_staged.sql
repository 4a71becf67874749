-- Purpose:    throw away the staged rows of a batch.
-- Grain:      one batch.
-- Reads:      nothing.
-- Writes:     staging.dossier.
-- Parameters: batch_id.
-- Rerun:      deletes nothing the second time.
DELETE FROM staging.dossier WHERE dossier.batch_id = %(batch_id)s
