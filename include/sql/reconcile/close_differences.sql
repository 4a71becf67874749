-- Purpose:    close the differences that the comparison no longer found.
-- Grain:      one source, feed, unit and day.
-- Reads:      difference.
-- Writes:     audit.count_difference.
-- Parameters: source_id, feed, first_day, last_day, clock_on.
-- Rerun:      changes nothing the second time.
UPDATE audit.count_difference SET status = 'closed', closed_on = %(clock_on)s
WHERE
    count_difference.source_id = %(source_id)s
    AND count_difference.feed = %(feed)s
    AND count_difference.day BETWEEN %(first_day)s AND %(last_day)s
    AND count_difference.status = 'open'
    AND NOT EXISTS (
        SELECT 1
        FROM difference
        WHERE count_difference.unit_code = difference.unit_code AND count_difference.day = difference.day
    )
