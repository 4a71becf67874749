-- Purpose:    how many records of a batch were in no held batch before.
-- Grain:      one number.
-- Reads:      staging.fresh_record.
-- Writes:     nothing.
-- Parameters: batch_id.
-- Rerun:      reads only.
SELECT count(*) FROM staging.fresh_record WHERE fresh_record.batch_id = %(batch_id)s
