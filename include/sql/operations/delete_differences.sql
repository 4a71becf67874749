-- Purpose:    delete differences of counts that were closed long ago.
-- Grain:      one source, feed, unit and day.
-- Reads:      audit.count_difference.
-- Writes:     audit.count_difference.
-- Parameters: portion, sent_before (business clock).
-- Rerun:      removes the next portion; nothing once all are removed.
DELETE FROM audit.count_difference
USING (
    SELECT
        old.source_id,
        old.feed,
        old.unit_code,
        old.day
    FROM audit.count_difference AS old
    WHERE
        old.status = 'closed'
        AND old.closed_on < %(sent_before)s::timestamptz::date
        AND old.day < %(sent_before)s::timestamptz::date
    ORDER BY old.source_id, old.feed, old.unit_code, old.day
    LIMIT %(portion)s
) AS forgotten
WHERE
    count_difference.source_id = forgotten.source_id
    AND count_difference.feed = forgotten.feed
    AND count_difference.unit_code = forgotten.unit_code
    AND count_difference.day = forgotten.day
