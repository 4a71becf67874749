-- Purpose:    close quarantined records of which a good version has arrived that is not older.
-- Grain:      one record.
-- Reads:      decision, quarantine.record, quarantine.broken_rule.
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
    AND (record.source_updated_at IS NULL OR record.source_updated_at <= decision.source_updated_at)
    -- Under this code lives another dossier, whose versions say nothing about the one that was refused.
    AND NOT EXISTS (
        SELECT 1
        FROM quarantine.broken_rule
        WHERE
            broken_rule.source_id = record.source_id
            AND broken_rule.feed = record.feed
            AND broken_rule.page_hash = record.page_hash
            AND broken_rule.ordinal = record.ordinal
            AND broken_rule.rule_id = 'dossier_identity_conflict'
    )
