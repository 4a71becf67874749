-- Purpose:    how many rows of a batch are staged.
-- Grain:      one number.
-- Reads:      staging.procedure.
-- Writes:     nothing.
-- Parameters: batch_id.
-- Rerun:      reads only.
SELECT count(*) FROM staging.procedure WHERE procedure.batch_id = %(batch_id)s
