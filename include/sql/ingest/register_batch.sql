-- Purpose:    open a batch over landed pages.
-- Grain:      one batch.
-- Reads:      nothing.
-- Writes:     audit.batch.
-- Parameters: source_id, feed, as_of, ends_feed, started_at, received.
-- Rerun:      only in the transaction that moves the position, so once.
INSERT INTO audit.batch (source_id, feed, status, as_of, ends_feed, started_at, received)
VALUES (%(source_id)s, %(feed)s, 'fetched', %(as_of)s, %(ends_feed)s, %(started_at)s, %(received)s)
RETURNING batch_id
