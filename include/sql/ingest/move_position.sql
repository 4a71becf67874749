-- Purpose:    move the fetched position of a feed, if nobody else did since it was read (compare-and-swap).
-- Grain:      one source and feed.
-- Reads:      audit.position.
-- Writes:     audit.position.
-- Parameters: source_id, feed, generation (as read; 0 for a feed never read), updated_since, cursor, high_water, as_of.
-- Rerun:      writes no row: the generation has moved.
INSERT INTO audit.position (source_id, feed, generation, updated_since, cursor, high_water, as_of)
VALUES (
    %(source_id)s, %(feed)s, %(generation)s + 1, %(updated_since)s, %(cursor)s, %(high_water)s, %(as_of)s
)
ON CONFLICT (source_id, feed) DO UPDATE SET
    generation = excluded.generation,
    updated_since = excluded.updated_since,
    cursor = excluded.cursor,
    high_water = excluded.high_water,
    as_of = excluded.as_of
WHERE position.generation = excluded.generation - 1
