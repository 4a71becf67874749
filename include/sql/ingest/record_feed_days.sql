-- Purpose:    count what this batch inserted or updated, by the local day of its CapNhatLuc.
-- Grain:      one day.
-- Reads:      decision.
-- Writes:     audit.feed_day.
-- Parameters: source_id, feed.
-- Rerun:      in the publish transaction, so once a batch.
INSERT INTO audit.feed_day (source_id, feed, updated_on, records)
SELECT
    %(source_id)s,
    %(feed)s,
    decision.source_updated_at::date,
    count(*)
FROM decision
WHERE decision.outcome IN ('inserted', 'updated')
GROUP BY decision.source_updated_at::date
ON CONFLICT (source_id, feed, updated_on) DO UPDATE SET records = feed_day.records + excluded.records
