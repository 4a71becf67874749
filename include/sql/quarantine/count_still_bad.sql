-- Purpose:    how many records of replays are in quarantine again.
-- Grain:      one number.
-- Reads:      audit.batch.
-- Writes:     nothing.
-- Parameters: batch_ids (array).
-- Rerun:      reads only.
SELECT coalesce(sum(batch.quarantined), 0) FROM audit.batch WHERE batch.batch_id = ANY(%(batch_ids)s::bigint[])
