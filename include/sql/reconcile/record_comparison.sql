-- Purpose:    note that a feed was compared, and what came of it.
-- Grain:      one source and feed.
-- Reads:      compared, difference.
-- Writes:     audit.count_comparison.
-- Parameters: source_id, feed, clock, told_as_of, first_day, last_day, unusable.
-- Rerun:      writes the same again.
INSERT INTO audit.count_comparison (
    source_id, feed, compared_at, told_as_of, first_day, last_day, compared, differing, unusable
)
SELECT
    %(source_id)s,
    %(feed)s,
    %(clock)s,
    %(told_as_of)s,
    %(first_day)s,
    %(last_day)s,
    (SELECT count(*) FROM compared),
    (SELECT count(*) FROM difference),
    %(unusable)s
ON CONFLICT (source_id, feed) DO UPDATE SET
    compared_at = excluded.compared_at,
    told_as_of = excluded.told_as_of,
    first_day = excluded.first_day,
    last_day = excluded.last_day,
    compared = excluded.compared,
    differing = excluded.differing,
    unusable = excluded.unusable
