-- Purpose:    up to which change, and how many held batches, it is told what a record of a feed would be decided as.
-- Grain:      one row.
-- Reads:      audit.batch.
-- Writes:     nothing.
-- Parameters: source_id, feed.
-- Rerun:      reads only.
SELECT
    coalesce(
        max(batch.publish_seq) FILTER (
            WHERE
            (batch.source_id = %(source_id)s AND batch.feed IN (%(feed)s, 'procedures'))
            OR batch.feed = 'units'
        ),
        0
    ) AS published,
    count(batch.held_reason) FILTER (WHERE batch.source_id = %(source_id)s AND batch.feed = %(feed)s) AS held
FROM audit.batch
WHERE batch.publish_seq IS NOT NULL OR batch.held_reason IS NOT NULL
