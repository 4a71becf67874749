-- Purpose:    count what the warehouse holds of a feed in the window, as its source would.
-- Grain:      one unit, day and whether that day is the record's own; unit or day are null for records that lack them.
-- Reads:      core.counted_record.
-- Writes:     temporary table held_count.
-- Parameters: source_id, feed, first_day, last_day.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE held_count ON COMMIT DROP AS
SELECT
    counted.unit_id,
    counted.day,
    counted.has_own_day,
    count(*)::integer AS records,
    sum(counted.amount_vnd)::bigint AS amount_vnd
FROM core.counted_record AS counted
WHERE
    counted.source_id = %(source_id)s
    AND counted.feed = %(feed)s
    AND (counted.day BETWEEN %(first_day)s AND %(last_day)s OR NOT counted.has_own_day)
GROUP BY counted.unit_id, counted.day, counted.has_own_day
