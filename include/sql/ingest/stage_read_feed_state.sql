-- Purpose:    read the latest published change of a feed and how many of its batches were held: what is decided of a known
--             record depends on both.
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
