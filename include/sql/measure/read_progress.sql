-- Purpose:    up to when every configured source had been read, and which feeds none has been read to the end of.
-- Grain:      one row.
-- Reads:      audit.feed_progress.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
WITH feed AS (
    SELECT
        feed_progress.feed,
        min(feed_progress.read_to_end_as_of) AS all_read_to,
        count(feed_progress.read_to_end_as_of) = 0 AS is_unread
    FROM audit.feed_progress
    WHERE feed_progress.is_configured
    GROUP BY feed_progress.feed
)

SELECT
    min(feed.all_read_to) FILTER (WHERE feed.feed = 'dossiers') AS data_as_of,
    coalesce(array_agg(feed.feed ORDER BY feed.feed) FILTER (WHERE feed.is_unread), '{}') AS unread_feeds
FROM feed
