-- Purpose:    the day from which counts are compared: the window's first, or that of the oldest difference still open,
--             but none before the earliest.
-- Grain:      one value.
-- Reads:      audit.count_difference.
-- Writes:     nothing.
-- Parameters: source_id, feed, first_day, earliest_day.
-- Rerun:      reads only.
SELECT greatest(least(min(count_difference.day), %(first_day)s), %(earliest_day)s)
FROM audit.count_difference
WHERE
    count_difference.source_id = %(source_id)s
    AND count_difference.feed = %(feed)s
    AND count_difference.status = 'open'
