-- Purpose:    batches of a feed that are landed and neither published, rejected nor held, oldest first.
-- Grain:      one batch.
-- Reads:      audit.batch.
-- Writes:     nothing.
-- Parameters: source_id, feed.
-- Rerun:      reads only.
SELECT batch.batch_id
FROM audit.batch
WHERE
    batch.source_id = %(source_id)s
    AND batch.feed = %(feed)s
    AND batch.status IN ('fetched', 'staged', 'passed')
ORDER BY batch.batch_id
