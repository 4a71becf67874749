-- Purpose:    how many rows of a batch are staged.
-- Grain:      one number.
-- Reads:      staging.unit.
-- Writes:     nothing.
-- Parameters: batch_id.
-- Rerun:      reads only.
SELECT count(*) FROM staging.unit WHERE unit.batch_id = %(batch_id)s
