-- Purpose:    where the reading of a feed stands.
-- Grain:      no row or one.
-- Reads:      audit.position.
-- Writes:     nothing.
-- Parameters: source_id, feed.
-- Rerun:      reads only.
SELECT
    position.generation,
    position.updated_since,
    position.cursor,
    position.high_water
FROM audit.position
WHERE position.source_id = %(source_id)s AND position.feed = %(feed)s
