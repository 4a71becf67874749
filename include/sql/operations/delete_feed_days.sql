-- Purpose:    delete how much each feed brought on old days: the gate compares with the last four weeks.
-- Grain:      one source, feed and day.
-- Reads:      audit.feed_day.
-- Writes:     audit.feed_day.
-- Parameters: portion, sent_before (business clock).
-- Rerun:      removes the next portion; nothing once all are removed.
DELETE FROM audit.feed_day
USING (
    SELECT
        old.source_id,
        old.feed,
        old.updated_on
    FROM audit.feed_day AS old
    WHERE old.updated_on < %(sent_before)s::timestamptz::date
    ORDER BY old.source_id, old.feed, old.updated_on
    LIMIT %(portion)s
) AS forgotten
WHERE
    feed_day.source_id = forgotten.source_id
    AND feed_day.feed = forgotten.feed
    AND feed_day.updated_on = forgotten.updated_on
