-- Purpose:    a staged batch that Great Expectations looks at: the first of its feed, or a large one; a replay is not, and
--             one whose records were all held before is not.
-- Grain:      one batch, or none.
-- Reads:      audit.batch, staging.fresh_record.
-- Writes:     nothing.
-- Parameters: batch_id, records.
-- Rerun:      reads only.
WITH earlier AS (
    SELECT
        published.received,
        published.quarantined
    FROM audit.batch
    INNER JOIN audit.batch AS published ON batch.source_id = published.source_id AND batch.feed = published.feed
    WHERE batch.batch_id = %(batch_id)s AND published.status = 'published'
    ORDER BY published.batch_id DESC
    LIMIT 20
)

SELECT
    batch.batch_id,
    batch.source_id,
    batch.feed,
    batch.received - coalesce(batch.unchanged, 0) AS expected_rows,
    (SELECT sum(earlier.quarantined)::numeric / nullif(sum(earlier.received), 0) FROM earlier) AS usual_quarantined_share
FROM audit.batch
WHERE
    batch.batch_id = %(batch_id)s
    AND batch.status = 'staged'
    AND batch.kind = 'read'
    AND (batch.received >= %(records)s OR NOT EXISTS (SELECT 1 FROM earlier))
    AND EXISTS (SELECT 1 FROM staging.fresh_record WHERE fresh_record.batch_id = batch.batch_id)
