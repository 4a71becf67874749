-- Purpose:    close quarantined records of which a good version has arrived.
-- Grain:      one record.
-- Reads:      decision, quarantine.record.
-- Writes:     quarantine.record.
-- Parameters: source_id, feed.
-- Rerun:      changes nothing the second time.
UPDATE quarantine.record SET status = 'superseded'
FROM decision
WHERE
    record.source_id = %(source_id)s
    AND record.feed = %(feed)s
    AND record.record_key = decision.record_key
    AND record.status = 'open'
    AND decision.outcome IN ('inserted', 'updated')
