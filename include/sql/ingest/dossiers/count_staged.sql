-- Purpose:    how many rows of a batch are staged.
-- Grain:      one number.
-- Reads:      staging.dossier.
-- Writes:     nothing.
-- Parameters: batch_id.
-- Rerun:      reads only.
SELECT count(*) FROM staging.dossier WHERE dossier.batch_id = %(batch_id)s
