-- Purpose:    a batch that Great Expectations looks at: the first of its feed, or a large one.
-- Grain:      one batch, or none.
-- Reads:      audit.batch.
-- Writes:     nothing.
-- Parameters: batch_id, records.
-- Rerun:      reads only.
SELECT
    batch.source_id,
    batch.feed
FROM audit.batch
WHERE
    batch.batch_id = %(batch_id)s
    AND batch.received > 0
    AND (
        batch.received >= %(records)s
        OR NOT EXISTS (
            SELECT 1
            FROM audit.batch AS earlier
            WHERE
                earlier.source_id = batch.source_id
                AND earlier.feed = batch.feed
                AND earlier.status = 'published'
        )
    )
