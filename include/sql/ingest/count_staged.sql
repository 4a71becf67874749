-- Purpose:    how many rows of a batch are staged.
-- Grain:      one number.
-- Reads:      staging.record.
-- Writes:     nothing.
-- Parameters: batch_id.
-- Rerun:      reads only.
SELECT count(*) FROM staging.record WHERE record.batch_id = %(batch_id)s
