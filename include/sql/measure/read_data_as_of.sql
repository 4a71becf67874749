-- Purpose:    up to when every configured source had been read: the facts of before are there.
-- Grain:      one row.
-- Reads:      audit.feed_progress.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT min(feed_progress.read_to_end_as_of) AS data_as_of
FROM audit.feed_progress
WHERE feed_progress.is_configured AND feed_progress.feed = 'dossiers'
