-- Purpose:    up to which change, and with how many held batches, it is told what a known record of a feed is decided as.
-- Grain:      one row.
-- Reads:      audit.batch.
-- Writes:     nothing.
-- Parameters: source_id, feed.
-- Rerun:      reads only.
SELECT
    coalesce(max(batch.publish_seq), 0) AS published,
    count(batch.held_reason) AS held
FROM audit.batch
WHERE batch.source_id = %(source_id)s AND batch.feed = %(feed)s
