-- Purpose:    where the reading of a feed stands; as_of only while a reading is under way.
-- Grain:      no row or one.
-- Reads:      audit.position.
-- Writes:     nothing.
-- Parameters: source_id, feed.
-- Rerun:      reads only.
SELECT
    position.generation,
    position.updated_since,
    position.cursor,
    position.high_water,
    CASE WHEN position.cursor IS NOT NULL THEN position.as_of END AS as_of
FROM audit.position
WHERE position.source_id = %(source_id)s AND position.feed = %(feed)s
