-- Purpose:    open a batch over quarantined records that are put through again; no position moves.
-- Grain:      one batch.
-- Reads:      nothing.
-- Writes:     audit.batch.
-- Parameters: source_id, feed, as_of, started_at, received.
-- Rerun:      only in the transaction that takes the records out of quarantine, so once.
INSERT INTO audit.batch (source_id, feed, kind, status, as_of, ends_feed, started_at, received)
VALUES (%(source_id)s, %(feed)s, 'replay', 'fetched', %(as_of)s, FALSE, %(started_at)s, %(received)s)
RETURNING batch_id
